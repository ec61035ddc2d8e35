import { z } from 'zod';
import { outcomeOf, type SendOutcome } from '../../kit/index.js';

/** What the SDK keeps of the gateway's answer. */
const Failed = z.object({
  httpResponse: z.object({
    status: z.number(),
    headers: z.record(z.string(), z.unknown()),
    /** Text, where it was no JSON. */
    data: z.unknown(),
  }),
});
const FcmFault = z.object({
  error: z.object({
    status: z.string().optional(),
    details: z
      .array(
        z.object({
          errorCode: z.string().optional(),
          fieldViolations: z.array(z.object({ field: z.string() })).optional(),
        }),
      )
      .catch([]),
  }),
});
const TOKEN_FIELD = 'message.token';

const WORDS: Readonly<Record<string, string>> = {
  UNREGISTERED: 'the app was uninstalled, or its token has changed',
  SENDER_ID_MISMATCH: 'the token belongs to another Firebase project',
  QUOTA_EXCEEDED: 'too many messages',
  THIRD_PARTY_AUTH_ERROR: 'the project has no credentials for Apple or web push, and this is such a token',
  INVALID_ARGUMENT: 'FCM does not understand the message or its token',
  PERMISSION_DENIED:
    'the service account may not send for this project; are project id and key of the same file?',
  UNAUTHENTICATED: 'FCM does not take the access token; was the service account’s key deleted?',
};

/** The SDK takes any JSON for a yes; FCM's has the name of the message in it. */
export const outcomeOfName = (name: unknown): SendOutcome =>
  typeof name === 'string' && name.startsWith('projects/')
    ? { outcome: 'accepted', externalId: name }
    : { outcome: 'retry', reason: 'not FCM’s answer (no name of a message in it): a proxy?' };

/**
 * Read from FCM's own words, not from the SDK's codes: those call a project that is not there `registration-token-
 * not-registered` and a missing right `mismatched-credential`, and every phone would be struck off.
 */
export function outcomeOfFailure(error: unknown, now: Date): SendOutcome {
  const response = Failed.safeParse(error).data?.httpResponse;
  if (!response) return { outcome: 'retry', reason: codeOf(error) };
  const { status, data } = response;
  const outcome = outcomeOfStatus(status, response.headers['retry-after'], now);
  const fault = FcmFault.safeParse(data).data?.error;
  if (!fault) {
    const reason = `not FCM’s answer (HTTP ${status}, no JSON): a proxy?`;
    return outcome.outcome === 'retry' ? { ...outcome, reason } : { outcome: 'retry', reason };
  }
  const code = fault.details.find(({ errorCode }) => errorCode)?.errorCode;
  const word = code ?? fault.status ?? `HTTP ${status}`;
  const reason = Object.hasOwn(WORDS, word) ? `${word}: ${WORDS[word] ?? ''}` : word;
  if (code === 'UNREGISTERED' || code === 'SENDER_ID_MISMATCH') return { outcome: 'gone', reason };
  if (code === 'THIRD_PARTY_AUTH_ERROR') return { outcome: 'rejected', reason, scope: 'message' };
  const wrong = fault.details.flatMap(({ fieldViolations }) => fieldViolations ?? []);
  if (status === 400 && wrong.length > 0 && wrong.every(({ field }) => field === TOKEN_FIELD))
    return { outcome: 'gone', reason: 'this is no registration token' };
  // Without a code of FCM's own it is the project, the API or a right that is not there.
  if (status === 404 && code === undefined)
    return {
      outcome: 'rejected',
      reason: 'there is no such project, or FCM is not switched on',
      scope: 'channel',
    };
  return 'reason' in outcome ? { ...outcome, reason } : outcome;
}

/** The kit's one table, for what comes without a `Response`. */
export function outcomeOfStatus(status: number, retryAfter: unknown, now: Date): SendOutcome {
  const headers = typeof retryAfter === 'string' ? { 'retry-after': retryAfter } : {};
  return outcomeOf(new Response(null, { status, headers }), now);
}

/** The SDK's codes say nothing secret; its texts may. */
const codeOf = (error: unknown): string =>
  z.object({ code: z.string().regex(/^[a-z/-]+$/) }).safeParse(error).data?.code ?? 'no answer';
