import type { Signal } from '../../plugins/kit/index.js';
import type { Heartbeat } from './heartbeat.js';

/** Three beats that did not come. */
export const SILENT_AFTER_MS = 30_000;
/** So many good beats end what one bad one began: an engine on the edge rings once, not every ten seconds. */
const GOOD_BEATS = 3;

export const DELAYS = ['timers', 'outbox', 'auditor', 'spool', 'canary'] as const;
export type Delay = (typeof DELAYS)[number];

const LIMITS: Readonly<Record<Exclude<Delay, 'canary'>, number>> = {
  timers: 5,
  outbox: 10,
  auditor: 60,
  spool: 60,
};
/** Intervals in which an alert should have rung a canary. */
const CANARIES_MISSED = 3;
const USUAL_CANARY_SECONDS = 60;
const WORDS: Readonly<Record<Delay, string>> = {
  timers: 'a timer is due for',
  outbox: 'a message waits for',
  auditor: 'the auditor has not looked for',
  spool: 'a spooled delivery waits for',
  canary: 'no alert has rung its canary for',
};

/** What is known of a watched installation, and what its alerts say at the moment. */
export interface Condition {
  readonly silentSince?: Date | undefined;
  readonly late: readonly Delay[];
  readonly goodBeats: number;
}

export type Change =
  | { readonly about: 'silence'; readonly action: 'trigger'; readonly lastBeatAt: Date }
  | { readonly about: 'lateness'; readonly action: 'trigger'; readonly beat: Heartbeat }
  | { readonly about: 'silence' | 'lateness'; readonly action: 'resolve' };

const secondsOf = (beat: Heartbeat): Readonly<Record<Delay, number>> => ({
  timers: beat.latenessSeconds,
  outbox: beat.outboxSeconds,
  auditor: beat.auditAgeSeconds,
  spool: beat.spoolAgeSeconds,
  canary: beat.canaryAgeSeconds ?? 0,
});

const limitOf = (delay: Delay, beat: Heartbeat): number =>
  delay === 'canary' ? CANARIES_MISSED * (beat.canaryEverySeconds ?? USUAL_CANARY_SECONDS) : LIMITS[delay];

export const delaysOf = (beat: Heartbeat): readonly Delay[] =>
  DELAYS.filter((delay) => secondsOf(beat)[delay] > limitOf(delay, beat));

export function afterBeat(
  before: Condition,
  beat: Heartbeat,
): { readonly condition: Condition; readonly changes: readonly Change[] } {
  // Who is just back catches up; the next beat tells whether that goes well.
  const delays = before.silentSince ? [] : delaysOf(beat);
  const goodBeats = delaysOf(beat).length > 0 ? 0 : Math.min(before.goodBeats + 1, GOOD_BEATS);
  const isOver = before.late.length > 0 && goodBeats >= GOOD_BEATS;
  const isWorse = delays.some((delay) => !before.late.includes(delay));
  const late = isOver ? [] : DELAYS.filter((delay) => before.late.includes(delay) || delays.includes(delay));
  return {
    condition: { late, goodBeats },
    changes: [
      ...(before.silentSince ? [{ about: 'silence', action: 'resolve' } as const] : []),
      ...(isWorse ? [{ about: 'lateness', action: 'trigger', beat } as const] : []),
      ...(isOver ? [{ about: 'lateness', action: 'resolve' } as const] : []),
    ],
  };
}

/** As any other monitor would say it. One group, so that silence after lateness rings those who know already. */
export function signalOf(name: string, team: string, change: Change): Signal {
  const dedupKey = `watch/${name}/${change.about}`;
  if (change.action === 'resolve') return { action: 'resolve', dedupKey };
  const common = {
    action: 'trigger',
    dedupKey,
    groupKey: `watch/${name}`,
    teams: [team],
    labels: { watched: name },
  } as const;
  if (change.about === 'silence')
    return {
      ...common,
      severity: 'critical',
      kind: 'problem',
      title: `Barry ${name} is silent`,
      description:
        `The last heartbeat of the Barry “${name}” came at ${change.lastBeatAt.toISOString()}. ` +
        'As long as it is silent its alerts may ring nobody. Look whether it runs and reaches us, ' +
        'and tell its teams that they are not covered.',
    };
  const { beat } = change;
  const said = delaysOf(beat).map((delay) => `${WORDS[delay]} ${Math.round(secondsOf(beat)[delay])} s`);
  return {
    ...common,
    severity: 'high',
    kind: 'problem',
    title: `Barry ${name} is late: ${said.join(', ')}`,
    description: delaysOf(beat).includes('canary')
      ? `The Barry “${name}” says so of itself: an alert through one of its addresses rings nobody. Look at its page “Engine” which one.`
      : `The Barry “${name}” says so of itself. It rings, but later than it promises.`,
  };
}
