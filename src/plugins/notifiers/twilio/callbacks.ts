import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { z } from 'zod';
import type { Callbacks, Report, Stage } from '../../kit/index.js';
import type { Settings } from './settings.js';
import { twimlOf } from './twiml.js';

const STAGES: Readonly<Record<string, Stage>> = {
  initiated: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  ringing: 'ringing',
  'in-progress': 'answered',
  completed: 'ended',
  busy: 'busy',
  'no-answer': 'no-answer',
  canceled: 'cancelled',
  failed: 'failed',
  undelivered: 'failed',
};
const Form = z.record(z.string(), z.string());

/** Where the keys of a call are reported to: its own address, so that a key is known from a state. */
export const keysTo = (callback: string): string => withQuery(callback, 'keys', '1');

export const callbacks: Callbacks<Settings> = {
  /** `url` is the public address, as we gave it to Twilio: behind a proxy nobody else knows what was signed. */
  verify({ url, body, headers }, { authToken }) {
    const form = Form.safeParse(body ?? {});
    const signature = headers['x-twilio-signature'];
    if (!form.success || !signature) return false;
    return validateRequest(authToken.reveal(), signature, url, form.data);
  },

  read({ body, query }) {
    const form = Form.safeParse(body).data;
    if (!form) return [];
    if (query['keys'] !== undefined) return [{ kind: 'digit', digit: form['Digits'] ?? '' }];
    if (form['Body'] !== undefined && form['From'] !== undefined)
      return [{ kind: 'text', text: form['Body'], from: form['From'] }];
    const stage = stageOf(form);
    if (!stage) return [];
    const sequence = Number(form['SequenceNumber'] ?? NaN);
    // Its price is known to Twilio only later, and not told.
    const seconds = Number(form['CallDuration'] ?? NaN);
    return [
      {
        kind: 'stage',
        stage,
        externalId: form['CallSid'] ?? form['MessageSid'],
        ...(Number.isInteger(sequence) && { sequence }),
        ...(Number.isInteger(seconds) && seconds >= 0 && { seconds }),
      } satisfies Report,
    ];
  },

  answer: (next, { url }) =>
    next
      ? {
          status: 200,
          headers: { 'content-type': 'text/xml; charset=utf-8' },
          body: twimlOf(next, keysTo(url)),
        }
      : { status: 204 },
};

/** A machine is told by a request of its own, while the call goes on: a person taken for one may still press a key. */
function stageOf(form: Readonly<Record<string, string>>): Stage | undefined {
  const status = form['CallStatus'] ?? form['MessageStatus'];
  if (status !== undefined) return STAGES[status];
  return /^(machine|fax)/.test(form['AnsweredBy'] ?? '') ? 'machine' : undefined;
}

function withQuery(address: string, name: string, value: string): string {
  const url = new URL(address);
  url.searchParams.set(name, value);
  return url.href;
}
