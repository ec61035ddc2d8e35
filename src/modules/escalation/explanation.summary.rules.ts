import { isFinal } from './escalation.state.js';
import type { RunStory } from './explanation.stories.js';
import { fact, type Fact } from './fact.rules.js';
import type { Instant, UserId } from './policy.js';

/** Whoever rings within this of the first one is named with them. */
const TOGETHER_MS = 1_000;

/** At 03:12 three sentences are enough: whom it rang, when, and who has it. */
export function summaryOf(story: RunStory): readonly Fact[] {
  return [firstRing(story), ...endOf(story)];
}

function firstRing(story: RunStory): Fact {
  const rings = story.calls.flatMap(({ userId, rows }) => {
    const ring = rows.find(
      ({ event }) =>
        (event.kind === 'receipt' && event.receipt === 'ringing') ||
        (event.kind === 'phone' && event.phone === 'ringing'),
    );
    return ring ? [{ userId, at: ring.at }] : [];
  });
  if (rings.length > 0) return together('first-ring', rings);
  const calls = story.calls.map(({ userId, startedAt }) => ({ userId, at: startedAt }));
  if (calls.length > 0) return together('first-call', calls);
  return fact(isFinal(story.status) ? 'no-call' : 'no-call-yet');
}

function together(
  code: 'first-ring' | 'first-call',
  rings: readonly { readonly userId: UserId; readonly at: Instant }[],
): Fact {
  const at = Math.min(...rings.map((ring) => ring.at));
  const people = rings.filter((ring) => ring.at - at <= TOGETHER_MS).map(({ userId }) => userId);
  return fact(code, { people: [...new Set(people)], at });
}

/** How it ended, or that it has not. */
export function endOf({ status, endedAt, startedAt, acceptances }: RunStory): readonly Fact[] {
  if (!isFinal(status)) return [fact('still-live')];
  const at = endedAt ?? startedAt;
  const when = { at, lasted: at - startedAt };
  if (status === 'accepted')
    return [fact('end-taken', { ...when, people: acceptances.map(({ userId }) => userId) })];
  if (status === 'exhausted') return [fact('end-exhausted', when)];
  return [fact(status === 'resolved' ? 'end-resolved' : 'end-cancelled', when)];
}
