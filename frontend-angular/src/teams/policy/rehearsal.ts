import type { StepForm } from './policy-form';

export interface RehearsedPerson {
  readonly userId: string;
  readonly name: string;
}

export interface Ring {
  readonly step: number;
  readonly person: RehearsedPerson;
  readonly from: number;
  readonly until: number;
}

export interface Rehearsal {
  readonly rings: readonly Ring[];
  readonly steps: readonly { readonly step: number; readonly from: number; readonly until: number }[];
  /** When everybody was tried and the last resort starts, in seconds. */
  readonly end: number;
}

type Rings = Pick<StepForm, 'simultaneous' | 'ringSeconds' | 'retries' | 'pauseSeconds'>;

const MOST_RINGS = 500;

/** One pass of the ladder if nobody answers: the rolling window of the engine, without its deadlines. */
export function rehearse(
  delaySeconds: number,
  steps: readonly { readonly rules: Rings; readonly people: readonly RehearsedPerson[] }[],
): Rehearsal {
  const rings: Ring[] = [];
  const spans: { step: number; from: number; until: number }[] = [];
  let at = delaySeconds;
  steps.forEach(({ rules, people }, index) => {
    if (people.length === 0) return;
    const ringsOfStep = playStep(index + 1, at, rules, people);
    const until = Math.max(at, ...ringsOfStep.map((ring) => ring.until));
    rings.push(...ringsOfStep);
    spans.push({ step: index + 1, from: at, until });
    at = until;
  });
  return { rings, steps: spans, end: at };
}

function playStep(step: number, start: number, rules: Rings, people: readonly RehearsedPerson[]): Ring[] {
  const slots = rules.simultaneous === 0 ? people.length : rules.simultaneous;
  const queue = people.map((person) => ({ person, tries: rules.retries + 1, ready: start }));
  const live: { person: RehearsedPerson; tries: number; until: number }[] = [];
  const rings: Ring[] = [];
  let now = start;
  while ((queue.length > 0 || live.length > 0) && rings.length < MOST_RINGS) {
    for (let at = 0; live.length < slots && at < queue.length;) {
      const next = queue[at];
      if (next === undefined || next.ready > now) {
        at++;
        continue;
      }
      queue.splice(at, 1);
      const until = now + rules.ringSeconds;
      rings.push({ step, person: next.person, from: now, until });
      live.push({ person: next.person, tries: next.tries - 1, until });
    }
    const free = live.length < slots ? queue.map((one) => one.ready).filter((ready) => ready > now) : [];
    now = Math.min(...live.map((one) => one.until), ...free);
    for (let at = live.length - 1; at >= 0; at--) {
      const one = live[at];
      if (one === undefined || one.until > now) continue;
      live.splice(at, 1);
    }
    for (const ring of rings.filter((one) => one.until === now)) {
      const used = rings.filter((one) => one.person === ring.person).length;
      if (used <= rules.retries && !queue.some((one) => one.person === ring.person)) {
        queue.push({ person: ring.person, tries: rules.retries + 1 - used, ready: now + rules.pauseSeconds });
      }
    }
  }
  return rings;
}
