import { type Effect, isTrial, type Note, type Run } from './escalation.state.js';
import { LIMITS } from './limits.js';
import type { Turn } from './turn.rules.js';
import { change, emit, note } from './turn.rules.js';

/** Exhausted is never silent: what opens when nobody is left to call. */
export function openLastResort(turn: Turn): Turn {
  const effects = lastResortOf(turn.run);
  const linked = effects.flatMap((effect): readonly Note[] =>
    effect.kind === 'openLinked' ? [{ code: 'linked-opened', as: effect.as }] : [],
  );
  return emit(note(change(turn, { lastResort: 'open' }), ...linked), ...effects);
}

function lastResortOf(run: Run): readonly Effect[] {
  // Nothing burns: whoever asked for a test looks on, and whoever looks after the canaries is told in another way.
  if (isTrial(run.kind)) return [];
  const warning: readonly Effect[] =
    run.involved.length === 0 ? [{ kind: 'finding', code: 'nobody-to-call' }] : [];
  // Somebody has the alert already; whoever asked for more people is told by the `inform` of the end.
  if (run.kind === 'additional' || run.kind === 'handover') return warning;
  if (run.kind === 'organisation') {
    const watcher: readonly Effect[] = run.round === 3 ? [{ kind: 'tellWatcher' }] : [];
    const delaySeconds = LIMITS.organisationRepeatSeconds;
    return [
      ...warning,
      ...watcher,
      { kind: 'openLinked', as: 'organisation', round: run.round + 1, delaySeconds, userIds: [] },
    ];
  }
  const isOrdinary = run.kind === 'first' || run.kind === 'still-on-it';
  const as = isOrdinary && run.policy.lastResort === 'own' ? 'last-resort' : 'organisation';
  return [...warning, { kind: 'openLinked', as, round: 1, delaySeconds: 0, userIds: [] }];
}
