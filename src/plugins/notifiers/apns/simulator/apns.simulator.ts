import { createHash, generateKeyPairSync, type KeyObject, randomUUID, verify } from 'node:crypto';
import {
  createSecureServer,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { generate } from 'selfsigned';
import type { GatewaySimulator, Mode } from '../../../kit/testing/simulator.js';
import { answerAs, isStranger, type Stranger } from '../../../kit/testing/strangers.js';

/** One push as it arrived. */
export interface ReceivedPush {
  readonly token: string;
  readonly headers: IncomingHttpHeaders;
  readonly payload: Record<string, unknown>;
}
/** What can go wrong below the answers. */
export type Trouble = 'none' | 'goaway' | 'empty-503' | 'html' | 'black-hole' | 'old-token';
export interface ApnsSimulator extends GatewaySimulator {
  /** What a phone does with a push that APNs took for it. */
  onPush: (push: ReceivedPush) => void;
  /** The first so many pushes meet it; then all is well. */
  trouble(what: Trouble, times?: number): void;
  /** One more phone, by a name of your own. */
  register(
    name: string,
    push?: 'voip' | 'alert',
  ): { readonly token: string; readonly push: 'voip' | 'alert' };
  /** Connections that were opened. */
  readonly connections: number;
}

const NOBODY = '0'.repeat(64);
const BUNDLE_ID = 'jp.example.barry';
const GONE_SINCE_MS = 1_760_000_000_000;
const MAX_BYTES: Readonly<Record<string, number>> = { voip: 5120 };
const HOUR_SECONDS = 3600;
const tokenOf = (name: string): string => createHash('sha256').update(name).digest('hex');

type Verdict = readonly [status: number, reason?: string, more?: object];

/** APNs' provider API over HTTP/2 and TLS: checks the provider token, the headers, the topic, the size. */
export async function apnsSimulator(): Promise<ApnsSimulator> {
  const [own, other] = [newKey(), newKey()];
  const certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const requests: unknown[] = [];
  const phones = new Map<string, 'voip' | 'alert'>();
  const [sessions, sockets] = [new Set<Http2Session>(), new Set<Socket>()];
  const state = { mode: 'up' as Mode, trouble: 'none' as Trouble, times: 0, connections: 0 };

  const server = createSecureServer({ key: certificate.private, cert: certificate.cert });
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session)).on('error', () => undefined);
  });
  server.on('sessionError', () => undefined).on('tlsClientError', () => undefined);
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    const chunks: Buffer[] = [];
    stream
      .on('error', () => undefined)
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const body = Buffer.concat(chunks);
        const token = /^\/3\/device\/(\w+)$/.exec(headers[':path'] ?? '')?.[1] ?? '';
        const payload = JSON.parse(body.toString()) as Record<string, unknown>;
        if (token !== NOBODY) requests.push({ token, headers: { ...headers }, payload });
        if (state.mode === 'hang') return;
        if (isStranger(state.mode)) return stranger(state.mode, stream);
        const trouble = state.times > 0 ? state.trouble : 'none';
        state.times -= 1;
        if (met(trouble, stream)) return;
        const aged = trouble === 'old-token' ? ([403, 'ExpiredProviderToken'] as const) : undefined;
        const [status, reason, more] = aged ?? verdict(token, headers, body);
        if (status === 200) simulator.onPush({ token, headers, payload });
        answer(stream, status, reason === undefined ? '' : JSON.stringify({ reason, ...more }));
      });
  });

  function verdict(token: string, headers: IncomingHttpHeaders, body: Buffer): Verdict {
    if (state.mode === 'throttled') return [429, 'TooManyRequests'];
    if (state.mode === 'down') return [503, 'ServiceUnavailable'];
    const fault = tokenFault(headers, own.publicKey) ?? headerFault(headers, body);
    if (fault) return fault;
    if (token === tokenOf('gone')) return [410, 'Unregistered', { timestamp: GONE_SINCE_MS }];
    const push = phones.get(token);
    if (push === undefined) return [400, 'BadDeviceToken'];
    return (push === 'voip') === (headers['apns-push-type'] === 'voip')
      ? [200]
      : [400, 'DeviceTokenNotForTopic'];
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // The client keeps its connection, so "refused" is a front door that slams.
  const door = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    state.connections += 1;
    if (state.mode === 'refused') return void socket.destroy();
    server.emit('connection', socket);
  });
  await new Promise<void>((listening) => door.listen(0, '127.0.0.1', listening));
  const { port } = door.address() as AddressInfo;

  const register = (name: string, push: 'voip' | 'alert' = 'alert') => {
    phones.set(tokenOf(name), push);
    return { token: tokenOf(name), push };
  };
  const account = {
    keyId: 'KEY1234567',
    teamId: 'TEAM123456',
    bundleId: BUNDLE_ID,
    environment: 'sandbox',
    gateway: { address: '127.0.0.1', port },
  };
  const simulator: ApnsSimulator = {
    onPush: () => undefined,
    get mode() {
      return state.mode;
    },
    set mode(mode: Mode) {
      state.mode = mode;
    },
    get connections() {
      return state.connections;
    },
    requests,
    ca: certificate.cert,
    register,
    trouble: (what, times = 1) => void Object.assign(state, { trouble: what, times }),
    settings: { ...account, key: own.pem },
    wrongSettings: { ...account, key: other.pem },
    target: register('phone'),
    deadTarget: { token: tokenOf('gone'), push: 'alert' },
    secrets: [own.pem.slice(40, 100), other.pem.slice(40, 100), tokenOf('phone')],
    close: () =>
      new Promise<void>((closed) => {
        for (const session of sessions) session.destroy();
        for (const socket of sockets) socket.destroy();
        server.close();
        door.close(() => closed());
      }),
  };
  return simulator;
}

function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return { publicKey, pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** A session's own socket may not be touched: what would reset it destroys it. */
function stranger(mode: Stranger, stream: ServerHttp2Stream): void {
  if (mode === 'reset') return stream.session?.destroy();
  answerAs(mode, {
    head: (status, headers) => stream.respond({ ':status': status, ...headers }),
    body: stream,
    socket: undefined,
  });
}

/** True: no answer is due any more. */
function met(trouble: Trouble, stream: ServerHttp2Stream): boolean {
  switch (trouble) {
    case 'none':
    case 'old-token':
      return false;
    case 'goaway':
      stream.session?.goaway(0, 0, Buffer.from('{"reason":"Shutdown"}'));
      stream.session?.destroy();
      return true;
    case 'empty-503':
      answer(stream, 503, '');
      return true;
    case 'html':
      answer(stream, 400, '<html>Sign in to the network</html>');
      return true;
    case 'black-hole':
      return true;
  }
}

function tokenFault(headers: IncomingHttpHeaders, publicKey: KeyObject): Verdict | undefined {
  const token = /^bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const [header = '', claims = '', signature = ''] = token.split('.');
  if (!signature) return [403, 'MissingProviderToken'];
  const { alg, kid } = read(header);
  const { iss, iat } = read(claims);
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned || alg !== 'ES256' || kid !== 'KEY1234567' || iss !== 'TEAM123456')
    return [403, 'InvalidProviderToken'];
  return Date.now() / 1000 - Number(iat) > HOUR_SECONDS ? [403, 'ExpiredProviderToken'] : undefined;
}

function headerFault(headers: IncomingHttpHeaders, body: Buffer): Verdict | undefined {
  const type = String(headers['apns-push-type']);
  if (!['voip', 'alert', 'background'].includes(type)) return [400, 'InvalidPushType'];
  if (headers['apns-topic'] !== `${BUNDLE_ID}${type === 'voip' ? '.voip' : ''}`)
    return [400, 'TopicDisallowed'];
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(String(headers['apns-id'])))
    return [400, 'BadMessageId'];
  if (!/^\d+$/.test(String(headers['apns-expiration']))) return [400, 'BadExpirationDate'];
  if (String(headers['apns-priority']) !== (type === 'background' ? '5' : '10')) return [400, 'BadPriority'];
  if (String(headers['apns-collapse-id'] ?? '').length > 64) return [400, 'BadCollapseId'];
  return body.length > (MAX_BYTES[type] ?? 4096) ? [413, 'PayloadTooLarge'] : undefined;
}

const read = (part: string) =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

function answer(stream: ServerHttp2Stream, status: number, body: string): void {
  stream.respond({ ':status': status, 'apns-id': randomUUID() });
  stream.end(body);
}
