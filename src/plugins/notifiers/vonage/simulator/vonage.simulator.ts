import { createHash, createHmac, generateKeyPairSync, randomUUID, verify } from 'node:crypto';
import {
  type GatewaySimulator,
  httpGateway,
  type HttpReply,
  type HttpRequest,
} from '../../../kit/testing/simulator.js';
import { type MadeCall, SimulatedCall } from './simulated-call.js';

export type { SimulatedCall } from './simulated-call.js';

/** One request to us, signed as Vonage signs. */
export interface VonageCallback {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly rawBody: string;
}
export interface VonageSimulator extends GatewaySimulator {
  /** Every call that was asked for, the newest last; each does what the test tells it. */
  readonly calls: SimulatedCall[];
  /** What a call does by itself, once it was asked for. */
  onCall: (call: SimulatedCall) => Promise<void>;
  /** Where callbacks go; a real request by default. Rejects where the other side does not answer with success. */
  onCallback: (request: VonageCallback) => Promise<string>;
  /** Signed as a callback of this account; `claims` are changed before that. */
  signed(url: string, body: object, claims?: object): VonageCallback;
  /** Something in between answers in Vonage's place. */
  isHtml: boolean;
  /** Until every call has done what it does by itself. */
  settled(): Promise<void>;
}

const applicationId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const apiKey = 'ab12cd34';
const signatureSecret = 'v0nage-signature-secret-of-the-account';
const OWN_NUMBER = '815011112222';
const LONGEST_TEXT = 1000;
/** A call that rings already, for whoever wants to hang up. */
const RINGING = `CA${'0'.repeat(32)}`;

/** Vonage's calls, texts and callbacks, and the telephones behind them. */
export async function vonageSimulator(now = () => new Date()): Promise<VonageSimulator> {
  const [own, other] = [newKey(), newKey()];
  const requests: unknown[] = [];
  const calls: SimulatedCall[] = [];
  const running = new Set<Promise<void>>();

  const signed = (url: string, told: object, claims: object = {}): VonageCallback => {
    const rawBody = JSON.stringify(told);
    const said = {
      iat: Math.floor(now().getTime() / 1000),
      jti: randomUUID(),
      iss: 'Vonage',
      payload_hash: createHash('sha256').update(rawBody).digest('hex'),
      api_key: apiKey,
      application_id: applicationId,
      ...claims,
    };
    const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(said)}`;
    const signature = createHmac('sha256', signatureSecret).update(text).digest('base64url');
    return {
      url,
      rawBody,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${text}.${signature}` },
    };
  };
  const run = (work: Promise<void>): void => {
    const running_ = work.finally(() => running.delete(running_));
    running.add(running_);
  };
  const newCall = (uuid: string, made: MadeCall): SimulatedCall =>
    new SimulatedCall(uuid, made, now(), (url, told) => simulator.onCallback(signed(url, told)));

  function created(made: MadeCall): HttpReply {
    if (!/^[1-9]\d{9,14}$/.test(made.to[0]?.number ?? '')) return invalid('to[0].number');
    if (made.from.number !== OWN_NUMBER) return invalid('from.number');
    if (made.ncco.length === 0) return invalid('ncco');
    const { ringing_timer: rings = 60 } = made;
    if (rings < 1 || rings > 120) return invalid('ringing_timer');
    if (made.ncco.some(({ text = '' }) => text.length > 1500)) return invalid('ncco[0].text');
    const call = newCall(randomUUID(), made);
    calls.push(call);
    run(
      call
        .start()
        .then(() => simulator.onCall(call))
        .catch(() => undefined),
    );
    return { status: 201, body: viewOf(call) };
  }

  function changed(uuid: string, { action }: { readonly action?: string }): HttpReply {
    const call = uuid === RINGING ? ringing : calls.find((one) => one.uuid === uuid);
    if (!call) return { status: 404, body: { type: 'NOT_FOUND', error_title: 'Not Found' } };
    if (action !== 'hangup') return invalid('action');
    if (call.isOver) return { status: 400, body: { title: 'Bad Request', detail: 'Call is not active' } };
    run(call.end(call.status === 'answered' ? 'completed' : 'cancelled'));
    return { status: 204 };
  }

  function texted(made: { readonly to?: string; readonly text?: string }): HttpReply {
    if (!/^[1-9]\d{9,14}$/.test(made.to ?? '')) return invalid('to');
    if ((made.text ?? '').length > LONGEST_TEXT) return invalid('text');
    return { status: 202, body: { message_uuid: randomUUID() } };
  }

  function answer({ method, path, query, headers, body }: HttpRequest): HttpReply {
    if (simulator.isHtml)
      return {
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: '<html>Sign in to the network</html>',
      };
    if (!isOurs(headers.authorization))
      return { status: 401, body: { type: 'UNAUTHORIZED', error_title: 'Unauthorized' } };
    if (method === 'GET') {
      const after = Date.parse(query.get('date_start') ?? '1970-01-01');
      const found = calls.filter(({ createdAt }) => createdAt.getTime() >= after).reverse();
      return { status: 200, body: { count: found.length, _embedded: { calls: found.map(viewOf) } } };
    }
    const asked = JSON.parse(body.toString()) as object;
    requests.push({ method, path, ...asked });
    if (path === '/v1/calls') return created(asked as MadeCall);
    if (path === '/v1/messages') return texted(asked);
    return changed(path.replace('/v1/calls/', ''), asked);
  }

  function isOurs(authorization: string | undefined): boolean {
    const [header = '', claims = '', signature = ''] = (authorization ?? '')
      .replace(/^Bearer /, '')
      .split('.');
    const isSigned = verify(
      'RSA-SHA256',
      Buffer.from(`${header}.${claims}`),
      own.publicKey,
      Buffer.from(signature, 'base64url'),
    );
    if (!isSigned) return false;
    const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
    return (
      said['application_id'] === applicationId && typeof said['jti'] === 'string' && Number(said['exp']) > 0
    );
  }

  const http = await httpGateway(['api.nexmo.com'], answer, ({ body }) => requests.push(body.toString()));
  const account = { applicationId, apiKey, signatureSecret, from: `+${OWN_NUMBER}` };
  const simulator: VonageSimulator = Object.assign(http, {
    requests,
    calls,
    signed,
    isHtml: false,
    onCall: () => Promise.resolve(),
    onCallback: posted,
    settled: async () => {
      while (running.size > 0) await Promise.all(running);
    },
    settings: { ...account, privateKey: own.pem },
    wrongSettings: { ...account, privateKey: other.pem },
    target: { number: '+819011112222' },
    deadTarget: { number: '+8190111' },
    secrets: [own.pem.slice(60, 120), other.pem.slice(60, 120), signatureSecret, '9011112222', '+8190111'],
  });
  const ringing = newCall(RINGING, { to: [], from: { type: 'phone', number: '' }, ncco: [] });
  ringing.status = 'ringing';
  return simulator;
}

async function posted({ url, headers, rawBody }: VonageCallback): Promise<string> {
  const answer = await fetch(url, { method: 'POST', headers, body: rawBody });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.text();
}

function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { publicKey, pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const invalid = (name: string): HttpReply => ({
  status: 400,
  body: {
    type: 'https://developer.vonage.com/api-errors#invalid',
    title: 'Bad Request',
    invalid_parameters: [{ name, reason: 'is invalid' }],
  },
});

const viewOf = ({ uuid, status, made }: SimulatedCall): object => ({
  uuid,
  status,
  direction: 'outbound',
  conversation_uuid: `CON-${uuid}`,
  to: made.to[0],
  from: made.from,
});
