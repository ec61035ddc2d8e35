import { type Delivery, type HttpAnswer, type IntakeOutcome, isRecord } from '../../kit/index.js';
import { fieldOf, missing, NO_OBJECT } from './faults.js';

const AGAIN_SECONDS = 5;

/** As clients of PagerDuty look at it: the code, `status`, `dedup_key`, and `errors` where something was wrong. */
export function answer(
  outcome: IntakeOutcome,
  { path, body }: Delivery,
  key: string | undefined,
): HttpAnswer {
  const isFirstVersion = path.includes('create_event');
  const keyName = isFirstVersion ? 'service_key' : 'routing_key';
  const { problem } = outcome;
  switch (problem?.kind) {
    case undefined:
      return taken(outcome, { isFirstVersion, isChange: path.includes('/change/'), body });
    case 'bad-key':
      if (key !== undefined) return invalid(400, [`Invalid ${keyName.replace('_', ' ')}`]);
      return invalid(400, isRecord(body) ? missing(body, keyName) : [NO_OBJECT]);
    case 'bad-signature':
      return invalid(400, ['Invalid signature']);
    case 'not-json':
      return invalid(400, [NO_OBJECT]);
    case 'unreadable':
      return invalid(400, problem.issues);
    case 'too-large':
      return invalid(413, ['the event is larger than 512 KB']);
    case 'overload':
      // Clients of the first version take 429 for a final no.
      return again(isFirstVersion ? 503 : 429, problem.retryAfterSeconds);
    case 'unavailable':
      return again(503, AGAIN_SECONDS);
  }
}

function taken(
  { results, deliveryId }: IntakeOutcome,
  event: { readonly isFirstVersion: boolean; readonly isChange: boolean; readonly body: unknown },
): HttpAnswer {
  if (event.isChange) return { status: 202, body: { status: 'success', message: 'Change event processed' } };
  const name = event.isFirstVersion ? 'incident_key' : 'dedup_key';
  // An event without a key was given the id of its delivery.
  const key = fieldOf(event.body, name) ?? results[0]?.dedupKey ?? deliveryId;
  return {
    status: event.isFirstVersion ? 200 : 202,
    body: { status: 'success', message: 'Event processed', [name]: key },
  };
}

const invalid = (status: number, errors: readonly string[]): HttpAnswer => ({
  status,
  body: { status: 'invalid event', message: 'Event object is invalid', errors },
});

const again = (status: number, seconds: number): HttpAnswer => ({
  status,
  headers: { 'retry-after': String(seconds) },
  body: { status: 'throttle exceeded', message: 'Event was not processed, try again', errors: [] },
});
