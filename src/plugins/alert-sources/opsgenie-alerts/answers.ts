import type { Delivery, HttpAnswer, IntakeOutcome } from '../../kit/index.js';

const AGAIN_SECONDS = 5;

/** As clients of Opsgenie look at it: 202 with a `requestId` to ask about, else `message` and `errors`. */
export function answer(outcome: IntakeOutcome, { params }: Delivery, key: string | undefined): HttpAnswer {
  const told = {
    // Numbers with three digits, as the original writes them.
    took: Math.round(outcome.tookMs ?? 0) / 1000,
    requestId: outcome.deliveryId,
  };
  const no = (status: number, message: string, errors?: Readonly<Record<string, string>>): HttpAnswer => ({
    status,
    body: { message, ...(errors && { errors }), ...told },
  });
  const again = (seconds: number): HttpAnswer => ({
    ...no(503, 'The request was not processed, try again'),
    headers: { 'retry-after': String(seconds) },
  });
  const { problem } = outcome;
  switch (problem?.kind) {
    case undefined:
      return {
        status: 202,
        body: {
          result: params['name'] === undefined ? 'Request will be processed' : 'PONG - Heartbeat received',
          ...told,
        },
      };
    case 'bad-key':
      return key === undefined ? no(422, 'Key format is not valid!') : no(403, 'Could not authenticate');
    case 'bad-signature':
      return no(403, 'Could not authenticate');
    case 'not-json':
      return no(422, UNPROCESSABLE, { body: 'It is no valid JSON.' });
    case 'unreadable':
      return no(422, UNPROCESSABLE, Object.fromEntries(problem.issues.map(fieldAndFault)));
    case 'too-large':
      return no(413, 'The request is larger than 1 MiB');
    case 'overload':
      return again(problem.retryAfterSeconds);
    case 'unavailable':
      return again(AGAIN_SECONDS);
  }
}

const UNPROCESSABLE = 'Request body is not processable. Please check the errors.';

function fieldAndFault(issue: string): readonly [string, string] {
  const [, field, fault] = /^([\w.]+): (.+)$/s.exec(issue) ?? [];
  return field === undefined || fault === undefined ? ['body', issue] : [field, fault];
}
