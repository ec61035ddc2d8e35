import { createHmac, randomBytes } from 'node:crypto';
import {
  type GatewaySimulator,
  httpGateway,
  type HttpReply,
  type HttpRequest,
} from '../../../kit/testing/simulator.js';
import { SimulatedCall } from './simulated-call.js';

export type { SimulatedCall } from './simulated-call.js';

/** One request to us, signed as Twilio signs. */
export interface TwilioCallback {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly rawBody: string;
}
export interface TwilioSimulator extends GatewaySimulator {
  /** Every call that was asked for, the newest last; each does what the test tells it. */
  readonly calls: SimulatedCall[];
  /** What a call does by itself, once it was asked for. */
  onCall: (call: SimulatedCall) => Promise<void>;
  /** Where callbacks go; a real request by default. Rejects where the other side does not answer with success. */
  onCallback: (request: TwilioCallback) => Promise<string>;
  /** Signed as a callback of this account. */
  signed(url: string, form: Record<string, string>): TwilioCallback;
  /** Something in between answers in Twilio's place. */
  isHtml: boolean;
  account: 'active' | 'suspended';
  /** `completed` is refused for a call that does not talk yet: the documents leave it open. */
  isStrict: boolean;
  /** New calls are not in the list yet. */
  isForgetful: boolean;
  /** False: it says yes to a hang-up, and takes its time. */
  hangsUp: boolean;
  /** Until every call has done what it does by itself. */
  settled(): Promise<void>;
}

const HOST = 'api.twilio.com';
const accountSid = `AC${'a'.repeat(32)}`;
const authToken = 'tw1lio-auth-token';
const OWN_NUMBER = '+815011112222';
/** A call that rings already, for whoever wants to hang up. */
const RINGING = `CA${'0'.repeat(32)}`;
const PAGE = { page: 0, page_size: 20, next_page_uri: null, previous_page_uri: null };

/** Twilio's calls, texts and callbacks, and the telephones behind them. */
export async function twilioSimulator(now = () => new Date()): Promise<TwilioSimulator> {
  const requests: unknown[] = [];
  const calls: SimulatedCall[] = [];
  const running = new Set<Promise<void>>();

  const signed = (url: string, form: Record<string, string>): TwilioCallback => {
    const text = Object.keys(form)
      .sort()
      .reduce((all, name) => all + name + (form[name] ?? ''), url);
    return {
      url,
      rawBody: new URLSearchParams(form).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'x-twilio-signature': createHmac('sha1', authToken).update(text).digest('base64'),
        'i-twilio-idempotency-token': crypto.randomUUID(),
      },
    };
  };
  const run = (work: Promise<void>): void => {
    const running_ = work.finally(() => running.delete(running_));
    running.add(running_);
  };
  const newCall = (sid: string, form: URLSearchParams): SimulatedCall =>
    new SimulatedCall(sid, form, now(), accountSid, (url, told) => simulator.onCallback(signed(url, told)));

  function created(path: string, form: URLSearchParams): HttpReply {
    const fault = faultOf(path, form);
    if (fault) return refusal(400, ...fault);
    if (path === '/Messages.json') return { status: 201, body: { sid: newSid('SM'), status: 'queued' } };
    const call = newCall(newSid('CA'), form);
    calls.push(call);
    run(
      call
        .initiate()
        .then(() => simulator.onCall(call))
        .catch(() => undefined),
    );
    return { status: 201, body: viewOf(call) };
  }

  /** Only what still rings or talks can be changed. */
  function changed(sid: string, form: URLSearchParams): HttpReply {
    const call = sid === RINGING ? ringing : calls.find((one) => one.sid === sid);
    if (!call) return refusal(404, 20404, `The requested resource was not found`);
    const status = form.get('Status');
    const isTalking = call.status === 'in-progress';
    const isWrongWord = isTalking ? status === 'canceled' : simulator.isStrict && status === 'completed';
    if (call.isOver || isWrongWord) return refusal(400, 21220, 'Call is not in-progress. Cannot redirect.');
    if (simulator.hangsUp) run(call.end(isTalking ? 'completed' : 'canceled'));
    return { status: 200, body: viewOf(call) };
  }

  function answer({ method, path, query, headers, body }: HttpRequest): HttpReply {
    if (simulator.isHtml)
      return {
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: '<html>Sign in to the network</html>',
      };
    const place = /^\/2010-04-01\/Accounts\/(\w+)(\/.*)?\.json$/.exec(path);
    const isOurs = headers.authorization === basic(accountSid, authToken) && place?.[1] === accountSid;
    if (!isOurs) return refusal(401, 20003, 'Authenticate');
    if (simulator.account !== 'active' && method === 'POST') return refusal(403, 20005, 'Account not active');
    const inside = place?.[2] ?? '';
    if (method === 'GET' && inside === '')
      return { status: 200, body: { sid: accountSid, status: simulator.account, type: 'Full' } };
    if (method === 'GET')
      return {
        status: 200,
        body: {
          ...PAGE,
          calls: calls
            .filter(
              ({ to, from }) =>
                !simulator.isForgetful && to === query.get('To') && from === query.get('From'),
            )
            .reverse()
            .map(viewOf),
        },
      };
    const form = new URLSearchParams(body.toString());
    requests.push(readable(form));
    const sid = /^\/Calls\/(CA\w+)$/.exec(inside)?.[1];
    return sid === undefined ? created(`${inside}.json`, form) : changed(sid, form);
  }

  const http = await httpGateway([HOST], answer, ({ body }) => requests.push(body.toString()));
  const simulator: TwilioSimulator = Object.assign(http, {
    requests,
    calls,
    signed,
    isHtml: false,
    account: 'active' as const,
    isStrict: false,
    isForgetful: false,
    hangsUp: true,
    onCall: () => Promise.resolve(),
    onCallback: posted,
    settled: async () => {
      while (running.size > 0) await Promise.all(running);
    },
    settings: { accountSid, authToken, from: OWN_NUMBER },
    wrongSettings: { accountSid, authToken: 'wr0ng-auth-token', from: OWN_NUMBER },
    target: { number: '+819011112222' },
    deadTarget: { number: '+8190111' },
    secrets: [authToken, 'wr0ng-auth-token', '+819011112222', '+8190111'],
  });
  const ringing = newCall(RINGING, new URLSearchParams());
  ringing.status = 'ringing';
  return simulator;
}

async function posted({ url, headers, rawBody }: TwilioCallback): Promise<string> {
  const answer = await fetch(url, { method: 'POST', headers, body: rawBody });
  if (!answer.ok) throw new Error(`11200: HTTP ${answer.status}`);
  return answer.text();
}

/** What Twilio refuses before it does anything. */
function faultOf(path: string, form: URLSearchParams): readonly [number, string] | undefined {
  const to = form.get('To') ?? '';
  if (!/^\+[1-9]\d{9,14}$/.test(to)) return [21211, `Invalid 'To' Phone Number: ${to}`];
  if (form.get('From') !== OWN_NUMBER) return [path === '/Calls.json' ? 21210 : 21606, "Invalid 'From'"];
  const twiml = form.get('Twiml') ?? '';
  if (path === '/Calls.json' && twiml === '') return [21205, 'Url parameter is required'];
  if (twiml.length > 4000) return [21218, 'Twiml is longer than 4000 characters'];
  if ((form.get('Body') ?? '').length > 1600) return [21617, 'The message body exceeds 1600 characters'];
  const hooks = ['StatusCallback', 'AsyncAmdStatusCallback'].flatMap((name) => form.get(name) ?? []);
  return hooks.every((url) => URL.canParse(url)) ? undefined : [21609, 'Invalid StatusCallback'];
}

const newSid = (kind: 'CA' | 'SM'): string => kind + randomBytes(16).toString('hex');
const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const refusal = (status: number, code: number, message: string): HttpReply => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});
const viewOf = ({ sid, status, to, from, createdAt }: SimulatedCall): object => ({
  sid,
  status,
  to,
  from,
  date_created: createdAt.toUTCString(),
});
const readable = (form: URLSearchParams): Record<string, string | string[]> =>
  Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
