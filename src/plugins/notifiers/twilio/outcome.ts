import { z } from 'zod';
import { outcomeOf, outcomeOfError, type SendOutcome } from '../../kit/index.js';
import { NotTwilio } from './client.js';

/** Numbers that nobody has, whoever calls. */
const NOBODYS = [21211, 21217, 21401];
/** Every call or text would fail like this one. */
const OURS: Readonly<Record<number, string>> = {
  20003: 'the account SID or the auth token is wrong',
  20005: 'the account is not active',
  21210: 'the caller number is neither a number of the account nor verified',
  21212: 'the caller number is not valid',
  21606: 'the sender of texts cannot send texts',
  21659: 'the sender of texts is no number of the account',
};
const WORDS: Readonly<Record<number, string>> = {
  21215: 'the account may not call this country (geo permissions)',
  21216: 'the account may not call this number',
  21408: 'the account may not send texts to this country (geo permissions)',
  21610: 'this person has refused texts (STOP)',
  21614: 'this number cannot receive texts',
};
/** The call is not there to be changed: it is over. */
export const CALL_IS_OVER = 21220;

const Refusal = z.object({ code: z.number() });

export const codeOf = (error: unknown): number | undefined => Refusal.safeParse(error).data?.code;

/** The table of the kit, refined by Twilio's own codes. Its texts name numbers, so they are not repeated. */
export function outcomeOfRefusal(error: unknown, seen: Response | undefined, now: Date): SendOutcome {
  if (seen && error instanceof NotTwilio) {
    const outcome = outcomeOf(seen, now);
    const reason = `not Twilio's answer (${error.what}): a proxy?`;
    return outcome.outcome === 'retry' ? { ...outcome, reason } : { outcome: 'retry', reason };
  }
  const code = codeOf(error);
  if (seen === undefined || seen.ok) return outcomeOfError(error);
  if (code === undefined) return outcomeOf(seen, now);
  const reason = `Twilio ${code}: ${OURS[code] ?? WORDS[code] ?? `HTTP ${seen.status}`}`;
  if (NOBODYS.includes(code)) return { outcome: 'gone', reason };
  if (code in OURS) return { outcome: 'rejected', reason, scope: 'channel' };
  const outcome = outcomeOf(seen, now);
  return 'reason' in outcome ? { ...outcome, reason } : outcome;
}
