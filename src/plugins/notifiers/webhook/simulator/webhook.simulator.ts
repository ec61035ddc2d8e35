import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { generate } from 'selfsigned';
import type { GatewaySimulator, Mode } from '../../../kit/testing/simulator.js';
import { answerAs, isStranger } from '../../../kit/testing/strangers.js';

export interface ReceivedHook {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}
export interface WebhookSimulator extends GatewaySimulator {
  readonly origin: string;
  /** Connections that were opened, whatever was said on them. */
  readonly connections: number;
}

const [SECRET, OTHER_SECRET, KEY] = ['s3cret-of-the-hook', 'wr0ng-of-the-hook', 's3cret-key'];
const OLD_SECONDS = 300;

/** Somebody's server: believes only what is signed and fresh, as the README tells its author to write it. */
export async function webhookSimulator(): Promise<WebhookSimulator> {
  const certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  const requests: unknown[] = [];
  const state = { mode: 'up' as Mode, connections: 0 };
  const sockets = new Set<Socket>();

  const answer = (
    path: string,
    headers: IncomingHttpHeaders,
    body: string,
    response: ServerResponse,
  ): void => {
    const say = (status: number, more: Record<string, string> = {}, text = ''): void =>
      void response.writeHead(status, more).end(text);
    requests.push({ path, headers, body: JSON.parse(body) as Record<string, unknown> });
    if (state.mode === 'hang') return;
    if (isStranger(state.mode))
      return answerAs(state.mode, {
        head: (status, more) => void response.writeHead(status, more),
        body: response,
        socket: response.socket ?? undefined,
      });
    if (state.mode === 'throttled') return say(429, { 'retry-after': '2' });
    if (state.mode === 'down') return say(503);
    if (!isGenuine(String(headers['barry-signature']), body)) return say(401);
    if (path.startsWith('/gone')) return say(410);
    if (path.startsWith('/moved')) return say(302, { location: `${origin}/team` });
    if (path.startsWith('/page')) return say(404, { 'content-type': 'text/html' }, `<html>${KEY}</html>`);
    if (path.startsWith('/login')) return say(200, { 'content-type': 'text/html' }, '<html>Sign in</html>');
    if (path.startsWith('/ok')) return say(200, { 'content-type': 'text/html; charset=UTF-8' }, 'ok');
    say(202);
  };
  const server = createServer({ key: certificate.private, cert: certificate.cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      answer(request.url ?? '/', request.headers, Buffer.concat(chunks).toString(), response),
    );
  });
  server.on('tlsClientError', () => undefined);
  server.prependListener('connection', (socket: Socket) => {
    state.connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    if (state.mode === 'refused') socket.destroy();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;

  return {
    get mode() {
      return state.mode;
    },
    set mode(mode: Mode) {
      state.mode = mode;
    },
    get connections() {
      return state.connections;
    },
    origin,
    requests,
    ca: certificate.cert,
    settings: { secret: SECRET, privateHosts: ['localhost'] },
    wrongSettings: { secret: OTHER_SECRET, privateHosts: ['localhost'] },
    target: { url: `${origin}/team?key=${KEY}` },
    deadTarget: { url: `${origin}/gone` },
    secrets: [SECRET, OTHER_SECRET, KEY],
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function isGenuine(header: string, body: string): boolean {
  const [, seconds = '', mac = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  const expected = createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest();
  const given = Buffer.from(mac, 'hex');
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
  return isSigned && Math.abs(Date.now() / 1000 - Number(seconds)) < OLD_SECONDS;
}
