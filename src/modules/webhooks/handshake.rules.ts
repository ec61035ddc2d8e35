import type { OutsideAnswer } from '../../platform/outside/outside.js';

export const HANDSHAKE_STATES = ['due', 'waiting', 'confirmed'] as const;
/** `due`: the house visits it; `waiting`: a person has to say so. */
export type HandshakeState = (typeof HANDSHAKE_STATES)[number];

const MOST_TRIES = 5;
/** Longer than a visit may take. Whoever dies during one leaves it to the next. */
export const VISIT_AGAIN_MS = 60_000;

export interface Visited {
  readonly state: HandshakeState;
  /** Absent: it went well. */
  readonly failure?: string | undefined;
}

/** Visited by itself only where the sender has proved who it is, and nobody else was let in before. */
export const stateOfNew = (given: {
  readonly isProved: boolean;
  readonly isKnown: boolean;
}): HandshakeState => (given.isProved && given.isKnown ? 'due' : 'waiting');

/** What became of a visit; `tries` counts this one. */
export function afterVisit(answer: OutsideAnswer, tries: number): Visited {
  if (answer.outcome === 'refused') return { state: 'waiting', failure: answer.reason };
  if (answer.outcome === 'answered' && answer.status < 500)
    return answer.status >= 200 && answer.status < 300
      ? { state: 'confirmed' }
      : { state: 'waiting', failure: `it answered ${answer.status}` };
  const failure = answer.outcome === 'answered' ? `it answered ${answer.status}` : answer.reason;
  return { state: tries < MOST_TRIES ? 'due' : 'waiting', failure };
}

/** Exactly this host: it was looked at when it was asked for. */
export const onlyHost = (host: string): RegExp => new RegExp(`^${host.replace(/[^a-z0-9-]/gi, '\\$&')}$`);
