import { z } from 'zod';
import { answerText, outcomeOf, type SendOutcome } from '../../kit/index.js';

const Fault = z.object({ error: z.object({ code: z.string() }) });

const WORDS: Readonly<Record<string, string>> = {
  WorkflowTriggerIsNotEnabled: 'the workflow is off, or was deleted: turn it on, or copy its new address',
  DirectApiAuthorizationRequired: 'the address lacks its signature: copy the whole of it',
  DirectApiInvalidAuthorizationScheme: 'the workflow wants a sign-in: let anyone trigger it',
  InvalidSignature: 'the address is not whole, or was made anew: copy it again',
};

/** 202 and nothing else says that the workflow was started; a fault is JSON with a code. */
export async function outcomeOfAnswer(response: Response, now: Date): Promise<SendOutcome> {
  const text = (await answerText(response)).trim();
  const outcome = outcomeOf(response, now);
  if (outcome.outcome === 'retry') return outcome;
  const body = parsed(text);
  if (text !== '' && body === undefined)
    return {
      outcome: 'retry',
      reason: `not Power Automate’s answer (HTTP ${response.status}, no JSON): a proxy?`,
    };
  if (outcome.outcome !== 'rejected') return outcome;
  const code = Fault.safeParse(body).data?.error.code;
  if (code === 'WorkflowNotFound') return { outcome: 'gone', reason: 'the workflow is not there any more' };
  const words = code !== undefined && Object.hasOwn(WORDS, code) ? `: ${WORDS[code] ?? ''}` : '';
  // The address is the credential: what is wrong with it is wrong with this room only.
  return { outcome: 'rejected', reason: `HTTP ${response.status}${words}`, scope: 'message' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
