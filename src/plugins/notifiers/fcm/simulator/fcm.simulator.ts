import { generateKeyPairSync, verify } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { generate } from 'selfsigned';
import {
  type GatewaySimulator,
  httpGateway,
  type HttpReply,
  type Mode,
} from '../../../kit/testing/simulator.js';
import { answerAs, isStranger } from '../../../kit/testing/strangers.js';

/** One message as a phone receives it. */
export interface ReceivedData {
  readonly token: string;
  readonly data: Record<string, string>;
  readonly android: { readonly priority?: string; readonly ttl?: string; readonly collapse_key?: string };
}
export interface FcmSimulator extends GatewaySimulator {
  /** One more phone; `requests` says who got what. */
  register(token: string): { readonly token: string };
  uninstall(token: string): void;
  /** What a phone does with a message that FCM took for it. */
  onMessage: (message: ReceivedData) => void;
  /** Something in between answers in FCM's place, with this status. */
  htmlStatus: number | undefined;
  project: 'on' | 'missing' | 'forbidden';
  /** Access tokens that Google gave out. */
  readonly tokensIssued: number;
  /** Connections that were opened to FCM. */
  readonly connections: number;
  /** From now on FCM takes no access token that was given out before. */
  revokeAccess(): void;
}

interface Asked {
  readonly message: ReceivedData;
  readonly validate_only?: boolean;
}

const HOST = 'fcm.googleapis.com';
const PROJECT = 'barry-test';
const MAX_BYTES = 4096;
const MAX_TTL_SECONDS = 2_419_200;
const FCM_ERROR = 'type.googleapis.com/google.firebase.fcm.v1.FcmError';
const BAD_REQUEST = 'type.googleapis.com/google.rpc.BadRequest';
const FAULTS: Readonly<Record<string, readonly [number, string]>> = {
  UNREGISTERED: [404, 'NOT_FOUND'],
  SENDER_ID_MISMATCH: [403, 'PERMISSION_DENIED'],
  QUOTA_EXCEEDED: [429, 'RESOURCE_EXHAUSTED'],
  UNAVAILABLE: [503, 'UNAVAILABLE'],
  INTERNAL: [500, 'INTERNAL'],
  INVALID_ARGUMENT: [400, 'INVALID_ARGUMENT'],
  THIRD_PARTY_AUTH_ERROR: [401, 'UNAUTHENTICATED'],
};

/** FCM's v1 API over TLS, and Google's token endpoint. A token that is named like a fault is answered with it. */
export async function fcmSimulator(): Promise<FcmSimulator> {
  const [own, other] = [serviceAccount(), serviceAccount()];
  const certificate = await generate([{ name: 'commonName', value: HOST }], {
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: HOST }] }],
  });
  const requests: unknown[] = [];
  const phones = new Set<string>(['ok-device-t0ken']);
  const state = { mode: 'up' as Mode, tokensIssued: 0, connections: 0, access: new Set<string>() };

  const google = await httpGateway(['oauth2.googleapis.com'], ({ body }) => {
    const assertion = new URLSearchParams(body.toString()).get('assertion') ?? '';
    const [header = '', claims = '', signature = ''] = assertion.split('.');
    const bytes = Buffer.from(signature, 'base64url');
    if (!verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), own.publicKey, bytes))
      return { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' } };
    state.tokensIssued += 1;
    const access = `ya29.g00gle-token-${state.tokensIssued}`;
    state.access.add(access);
    return { status: 200, body: { access_token: access, expires_in: 3599, token_type: 'Bearer' } };
  });

  function answer(request: IncomingMessage, body: string): HttpReply {
    const status = simulator.htmlStatus;
    if (status !== undefined)
      return {
        status,
        headers: { 'content-type': 'text/html' },
        body: '<html>Sign in to the network</html>',
      };
    if (!state.access.has((request.headers.authorization ?? '').replace(/^Bearer /, '')))
      return plainFault(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
    if (simulator.project === 'missing' || request.url !== `/v1/projects/${PROJECT}/messages:send`)
      return plainFault(404, 'NOT_FOUND', 'Requested entity was not found.');
    if (simulator.project === 'forbidden')
      return plainFault(403, 'PERMISSION_DENIED', "Permission 'cloudmessaging.messages.create' denied");
    const { message, validate_only: isDry } = JSON.parse(body) as Asked;
    if (isDry !== true) requests.push(message);
    if (state.mode === 'throttled') return { ...fcmFault('QUOTA_EXCEEDED'), headers: { 'retry-after': '2' } };
    if (state.mode === 'down') return fcmFault('UNAVAILABLE');
    const fault = faultOf(message);
    if (fault) return fcmFault('INVALID_ARGUMENT', fault);
    if (message.token in FAULTS)
      return {
        ...fcmFault(message.token),
        ...(message.token === 'QUOTA_EXCEEDED' && { headers: { 'retry-after': '60' } }),
      };
    if (!phones.has(message.token)) return fcmFault('INVALID_ARGUMENT', 'message.token');
    if (isDry !== true) simulator.onMessage(message);
    return { status: 200, body: { name: `projects/${PROJECT}/messages/0:${requests.length}` } };
  }

  const sockets = new Set<Socket>();
  const server = createServer({ key: certificate.private, cert: certificate.cert }, (request, response) => {
    void textOf(request).then((body) => {
      if (state.mode === 'refused') return request.socket.destroy();
      if (isStranger(state.mode)) {
        requests.push('unread');
        return answerAs(state.mode, {
          head: (status, headers) => void response.writeHead(status, headers),
          body: response,
          socket: request.socket,
        });
      }
      const reply = answer(request, body);
      if (state.mode !== 'hang') write(response, reply);
      return undefined;
    });
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    state.connections += 1;
    if (state.mode === 'refused') socket.destroy();
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;

  const account = {
    projectId: PROJECT,
    clientEmail: `barry@${PROJECT}.iam.gserviceaccount.com`,
    gateway: { address: '127.0.0.1', port },
  };
  const simulator: FcmSimulator = {
    get mode() {
      return state.mode;
    },
    set mode(mode: Mode) {
      state.mode = mode;
      google.mode = mode;
    },
    get tokensIssued() {
      return state.tokensIssued;
    },
    get connections() {
      return state.connections;
    },
    requests,
    fetch: google.fetch,
    ca: certificate.cert,
    htmlStatus: undefined,
    project: 'on',
    register: (token) => {
      phones.add(token);
      return { token };
    },
    uninstall: (token) => void phones.delete(token),
    onMessage: () => undefined,
    revokeAccess: () => state.access.clear(),
    settings: { ...account, privateKey: own.pem },
    wrongSettings: { ...account, privateKey: other.pem },
    target: { token: 'ok-device-t0ken' },
    deadTarget: { token: 'UNREGISTERED' },
    secrets: [own.pem.slice(60, 120), other.pem.slice(60, 120), 'ya29.g00gle-token', 'ok-device-t0ken'],
    close: async () => {
      await google.close();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
  return simulator;
}

function serviceAccount() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { publicKey, pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** The field that is not as it should be. */
function faultOf({ token, data, android }: ReceivedData): string | undefined {
  if (!token) return 'message.token';
  const values = Object.entries<unknown>(data);
  if (values.some(([, value]) => typeof value !== 'string')) return 'message.data';
  if (values.reduce((sum, [name, value]) => sum + Buffer.byteLength(name + String(value)), 0) > MAX_BYTES)
    return 'message.data';
  const ttl = /^(\d+)(\.\d+)?s$/.exec(android.ttl ?? '0s')?.[1];
  if (ttl === undefined || Number(ttl) > MAX_TTL_SECONDS) return 'message.android.ttl';
  return ['high', 'normal'].includes(android.priority ?? '') ? undefined : 'message.android.priority';
}

function fcmFault(errorCode: string, field?: string): HttpReply {
  const [code, status] = FAULTS[errorCode] ?? [400, 'INVALID_ARGUMENT'];
  const details: object[] = [{ '@type': FCM_ERROR, errorCode }];
  if (field)
    details.push({ '@type': BAD_REQUEST, fieldViolations: [{ field, description: 'Invalid value' }] });
  return { status: code, body: { error: { code, status, message: 'The request was refused.', details } } };
}

const plainFault = (code: number, status: string, message: string): HttpReply => ({
  status: code,
  body: { error: { code, status, message } },
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function write(response: ServerResponse, { status, headers, body }: HttpReply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
