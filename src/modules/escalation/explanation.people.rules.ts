import { isFinal, type Note } from './escalation.state.js';
import { type CallStory, isLiveCall, type RunStory } from './explanation.stories.js';
import { fact, type Fact, type FactCode } from './fact.rules.js';
import type { UserId } from './policy.js';
import { reasonsFor } from './reasons.rules.js';

export const VERDICTS = ['took', 'ringing', 'called', 'declined', 'not-called'] as const;
export type VerdictKind = (typeof VERDICTS)[number];

export interface Verdict {
  readonly verdict: VerdictKind;
  readonly fact: Fact;
  /** What the log says of this person, in its order. */
  readonly details: readonly Fact[];
}

interface Asked {
  readonly story: RunStory;
  readonly person: UserId;
  /** Of the team: a duty roster of the team may concern them. */
  readonly isMember: boolean;
}
type Judged = Omit<Verdict, 'details'> | undefined;

/** Why somebody was called, or not: the first rule that knows something says it; the last always does. */
export function verdictOf(story: RunStory, person: UserId, isMember: boolean): Verdict {
  const asked: Asked = { story, person, isMember };
  for (const rule of RULES) {
    const found = rule(asked);
    if (found) return { ...found, details: detailsOf(story, person) };
  }
  return { ...notATarget(asked), details: [] };
}

const detailsOf = (story: RunStory, person: UserId): readonly Fact[] =>
  reasonsFor(story.rows, person).filter(({ code }) => code !== 'never-among');

/** A new reason why somebody is not called is a line here, and its text. The note is the kernel's. */
const HELD_BACK: Readonly<Partial<Record<Note['code'], FactCode>>> = {
  'person-skipped': 'not-reachable',
};

const RULES: readonly ((asked: Asked) => Judged)[] = [
  took,
  called,
  heldBack,
  waiting,
  leftOut,
  stepAsleep,
  offDuty,
];

const not = (code: FactCode, params: Fact['params']): Omit<Verdict, 'details'> => ({
  verdict: 'not-called',
  fact: fact(code, params),
});

function took({ story, person }: Asked): Judged {
  const acceptance = story.acceptances.find(({ userId }) => userId === person);
  return acceptance && { verdict: 'took', fact: fact('was-taker', { person, at: acceptance.at }) };
}

/** By the last call: what a person did then is what became of it. */
function called({ story, person }: Asked): Judged {
  const own = story.calls.filter(({ userId }) => userId === person);
  const last = own.reduce<CallStory | undefined>(
    (latest, one) => (latest && latest.startedAt > one.startedAt ? latest : one),
    undefined,
  );
  if (!last) return undefined;
  const at = last.startedAt;
  const { status, endReason } = last.call;
  if (isLiveCall(status))
    return {
      verdict: 'ringing',
      fact: fact(status === 'reading' ? 'is-reading' : 'is-ringing', { person, at }),
    };
  if (status === 'declined') {
    const { declineReason: reason } = last;
    return {
      verdict: 'declined',
      fact: reason
        ? fact('was-declining-because', { person, at, reason })
        : fact('was-declining', { person, at }),
    };
  }
  return { verdict: 'called', fact: endOf(story, { person, at, count: own.length }, status, endReason) };
}

function endOf(
  story: RunStory,
  params: { readonly person: UserId; readonly at: number; readonly count: number },
  status: CallStory['call']['status'],
  reason: CallStory['call']['endReason'],
): Fact {
  const { count, ...said } = params;
  if (status === 'ended' && reason === 'rang-out') return fact('was-rang-out', { ...said, count });
  if (status === 'ended' && reason !== null) return fact(`was-${reason}`, said);
  return story.status === 'accepted' && story.acceptances.length > 0
    ? fact('was-stopped-taken', { ...said, people: takersOf(story) })
    : fact('was-stopped-over', said);
}

const takersOf = (story: RunStory): readonly UserId[] => story.acceptances.map(({ userId }) => userId);

function heldBack({ story, person }: Asked): Judged {
  const codes = story.rows.flatMap(({ notes }) =>
    notes.flatMap((note) => {
      const code = 'userId' in note && note.userId === person ? HELD_BACK[note.code] : undefined;
      return code ?? [];
    }),
  );
  const last = codes.at(-1);
  return last && not(last, { person });
}

/** Among those whom a step could call, and never called. */
function waiting({ story, person }: Asked): Judged {
  const step = story.rows
    .map(({ candidates }) => candidates.findIndex((list) => list.some(({ userId }) => userId === person)))
    .find((index) => index >= 0);
  if (step === undefined) return undefined;
  if (!isFinal(story.status)) return not('not-yet', { person, step: step + 1 });
  const at = story.endedAt ?? story.startedAt;
  return story.acceptances.length > 0
    ? not('not-needed-taken', { person, at, people: takersOf(story) })
    : not('not-needed-over', { person, at });
}

function leftOut({ story, person }: Asked): Judged {
  const absence = story.rows
    .flatMap(({ lookup }) => lookup.flatMap(({ absences }) => absences))
    .find((one) => 'userId' in one && one.userId === person);
  if (!absence) return undefined;
  return not(absence.why === 'observer' ? 'not-an-observer' : 'not-active', { person });
}

/** Named by a step that did not apply whenever it was looked for. */
function stepAsleep({ story, person }: Asked): Judged {
  const index = story.steps.findIndex(
    ({ targets }, i) =>
      targets.some(({ kind, id }) => kind === 'user' && id === person) &&
      story.rows.some(({ lookup }) => lookup[i]?.applies === false),
  );
  return index < 0 ? undefined : not('not-at-that-time', { person, step: index + 1 });
}

function offDuty({ story, person, isMember }: Asked): Judged {
  if (!isMember) return undefined;
  const schedules = story.steps.flatMap(({ targets }) =>
    targets.flatMap(({ kind, id }) => (kind === 'schedule' ? [id] : [])),
  );
  const lookups = story.rows.flatMap(({ lookup }) => lookup);
  for (const schedule of schedules) {
    const people = lookups.flatMap(({ shifts }) =>
      shifts.filter(({ scheduleId }) => scheduleId === schedule).map(({ userId }) => userId),
    );
    if (people.length > 0) return not('not-on-duty', { person, schedule, people: [...new Set(people)] });
    const isEmpty = lookups.some(({ absences }) =>
      absences.some((one) => one.why === 'nobody-on-duty' && one.scheduleId === schedule),
    );
    if (isEmpty) return not('not-on-duty-nobody', { person, schedule });
  }
  return undefined;
}

const notATarget = ({ story, person }: Asked): Omit<Verdict, 'details'> =>
  not('not-a-target', { person, policy: story.policyName });
