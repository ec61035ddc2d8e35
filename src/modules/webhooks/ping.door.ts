import { Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Pinged, Pings } from './pings.service.js';

const PING = /^\/ping\/([^/?#]{1,300})\/?(?:[?#]|$)/;
const METHODS = new Set(['GET', 'HEAD', 'POST']);

const ANSWERS: Readonly<Record<Pinged, { readonly status: number; readonly text: string }>> = {
  heard: { status: 200, text: 'OK\n' },
  unknown: { status: 404, text: 'not found\n' },
  away: { status: 503, text: 'unavailable, try again\n' },
  'tried-too-often': { status: 429, text: 'too many wrong keys from this address\n' },
};
const RETRY_AFTER_SECONDS: Readonly<Partial<Record<Pinged, number>>> = { away: 5, 'tried-too-often': 60 };

/** The addresses of heartbeats: any script can say that it is alive, and nothing of what it sends is read. */
@Injectable()
export class PingDoor {
  constructor(private readonly pings: Pings) {}

  take(key: string, { ip }: FastifyRequest): Promise<Pinged> {
    return this.pings.take(key, ip);
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
  const retryAfter = RETRY_AFTER_SECONDS[outcome];
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  void reply.send(text);
}
