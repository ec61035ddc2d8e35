import { Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Senders } from '../../platform/http/senders.js';
import { type Pinged, Pings } from './pings.service.js';
import { isPreview } from './preview.rules.js';

const PING = /^\/ping\/([^/?#]{1,300})\/?(?:[?#]|$)/;
/** HEAD as well, to be told that it is none of them: whoever looks whether a page is there sends it. */
const METHODS = new Set(['GET', 'HEAD', 'POST']);

const ANSWERS: Readonly<Record<Pinged, { readonly status: number; readonly text: string }>> = {
  heard: { status: 200, text: 'OK\n' },
  unknown: { status: 404, text: 'not found\n' },
  looked: { status: 405, text: 'HEAD is no beat: use GET or POST\n' },
  previewed: { status: 403, text: 'a preview of a link is no beat\n' },
  away: { status: 503, text: 'unavailable, try again\n' },
  'tried-too-often': { status: 429, text: 'too many wrong keys from this address\n' },
};
const RETRY_AFTER_SECONDS: Readonly<Partial<Record<Pinged, number>>> = { away: 5, 'tried-too-often': 60 };

/** The addresses of heartbeats: any script can say that it is alive, and nothing of what it sends is read. */
@Injectable()
export class PingDoor {
  constructor(
    private readonly pings: Pings,
    private readonly senders: Senders,
  ) {}

  async take(key: string, request: FastifyRequest): Promise<Pinged> {
    const { method, headers } = request;
    // Not even looked up: no chat and no scanner of mail may keep alive what is dead.
    if (method === 'HEAD') return this.pings.refused('looked');
    if (method === 'GET' && isPreview(headers)) return this.pings.refused('previewed');
    return this.pings.take(key, this.senders.of(request));
  }
}

/** Before any body parser: a log of ten megabytes behind a ping is none of ours. Called once, before the house listens. */
export function mountPings(app: NestFastifyApplication): void {
  const door = (): PingDoor => app.get<PingDoor>(PingDoor, { strict: false });
  app
    .getHttpAdapter()
    .getInstance()
    // Not async: what is somebody else's goes on at once.
    .addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, goOn: (error?: Error) => void) => {
      const key = keyIn(request);
      if (key === undefined) return goOn();
      door()
        .take(key, request)
        .then((outcome) => send(reply, outcome))
        .catch(goOn);
    });
}

/** Undefined: this address is somebody else's. */
const keyIn = ({ method, url }: FastifyRequest): string | undefined =>
  url.startsWith('/ping/') && METHODS.has(method) ? PING.exec(url)?.[1] : undefined;

function send(reply: FastifyReply, outcome: Pinged): void {
  const { status, text } = ANSWERS[outcome];
  void reply.status(status).header('content-type', 'text/plain; charset=utf-8');
  void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
  if (status === 405) void reply.header('allow', 'GET, POST');
  const retryAfter = RETRY_AFTER_SECONDS[outcome];
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  void reply.send(text);
}
