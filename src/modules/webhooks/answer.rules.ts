import {
  answerOf,
  type HttpAnswer,
  type IntakeOutcome,
  type IntakeProblem,
} from '../../plugins/kit/index.js';
import type { Arrival } from './arrival.js';

/** In the sender's own form, where it insists on one. */
export function answered({ source, route, delivery }: Arrival, outcome: IntakeOutcome): HttpAnswer {
  const own = source.respond?.(outcome, delivery);
  if (own) return own;
  const answer = answerOf(outcome);
  // A key that was not in the address is no address that does not exist.
  return outcome.problem?.kind === 'bad-key' && route.credential ? { ...answer, status: 401 } : answer;
}

export const refusal = ({ deliveryId, delivery }: Arrival, problem: IntakeProblem): IntakeOutcome => ({
  deliveryId,
  receivedAt: delivery.receivedAt,
  results: [],
  duplicate: false,
  problem,
});

/** In the sender's own form as well; the status says whose fault it is. */
export function triedTooOften(arrival: Arrival, retryAfterSeconds: number): HttpAnswer {
  const { source, delivery } = arrival;
  const own = source.respond?.(refusal(arrival, { kind: 'overload', retryAfterSeconds }), delivery);
  return {
    body: { error: 'too many wrong keys from this address' },
    ...own,
    status: 429,
    headers: { ...own?.headers, 'retry-after': String(retryAfterSeconds) },
  };
}
