import type { RunRow, RunStory } from './explanation.stories.js';
import { fact, type Fact } from './fact.rules.js';
import type { StepLookup } from './lookup.js';
import type { Candidate, Instant } from './policy.js';

export interface StepStory {
  readonly cycle: number;
  readonly step: number;
  readonly at: Instant;
  readonly empty: boolean;
  readonly people: readonly Candidate[];
  readonly facts: readonly Fact[];
}

/** Each time a step was looked for: who it found, by which shift, in which order, and who was left out. */
export function stepsOf(story: RunStory): readonly StepStory[] {
  let cycle = 1;
  return story.rows.flatMap((row) => {
    if (row.event.kind === 'severityRose' && row.notes.some(({ code }) => isStep(code))) cycle += 1;
    return row.notes.flatMap((note): readonly StepStory[] => {
      if (note.code === 'cycle-started') cycle = note.cycle;
      if (note.code !== 'step-started' && note.code !== 'step-empty') return [];
      return [stepOf(story, row, note.step, cycle, note.code === 'step-empty')];
    });
  });
}

const isStep = (code: string): boolean => code === 'step-started' || code === 'step-empty';

function stepOf(story: RunStory, row: RunRow, step: number, cycle: number, empty: boolean): StepStory {
  const people = row.candidates[step - 1] ?? [];
  const lookup = row.lookup[step - 1];
  const rules = story.steps[step - 1];
  const isAsleep = lookup?.applies === false;
  return {
    cycle,
    step,
    at: row.at,
    empty,
    people,
    facts: [
      ...(isAsleep ? [fact('step-asleep', { step })] : []),
      ...(rules && !empty ? [orderOf(rules)] : []),
      ...(lookup ? lookupFacts(lookup) : []),
      ...people
        .filter(({ reachable }) => !reachable)
        .map(({ userId }) => fact('left-out-unreachable', { person: userId })),
    ],
  };
}

function orderOf({ simultaneous, order, ringSeconds: seconds }: RunStory['steps'][number]): Fact {
  if (simultaneous === 0) return fact('step-all-at-once', { seconds });
  return simultaneous === 1
    ? fact('step-one-at-once', { order, seconds })
    : fact('step-some-at-once', { order, seconds, count: simultaneous });
}

function lookupFacts({ shifts, absences }: StepLookup): readonly Fact[] {
  return [
    ...shifts.map(({ override, userId: person, scheduleId: schedule, until }) =>
      fact(override ? 'duty-override' : 'duty-turn', { person, schedule, until: Date.parse(until) }),
    ),
    ...absences.map((absence): Fact => {
      switch (absence.why) {
        case 'disabled':
          return fact('left-out-disabled', { person: absence.userId });
        case 'observer':
          return fact('left-out-observer', { person: absence.userId });
        case 'nobody-on-duty':
          return fact('duty-nobody', { schedule: absence.scheduleId });
        case 'team-empty':
          return fact('left-out-team', { team: absence.teamId });
      }
    }),
  ];
}
