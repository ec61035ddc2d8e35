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

  /** Undefined: this address is somebody else's. */
  async answer({ method, url, ip }: FastifyRequest): Promise<Pinged | undefined> {
    const [, key] = PING.exec(url) ?? [];
    return key === undefined || !METHODS.has(method) ? undefined : this.pings.take(key, ip);
  }
}

/** Before any body parser: a log of ten megabytes behind a ping is none of ours. Called once, before the house listens. */
export function mountPings(app: NestFastifyApplication): void {
  const door = (): PingDoor => app.get<PingDoor>(PingDoor, { strict: false });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
      const outcome = await door().answer(request);
      if (outcome === undefined) return undefined;
      const { status, text } = ANSWERS[outcome];
      void reply.status(status).header('content-type', 'text/plain; charset=utf-8');
      void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
      const retryAfter = RETRY_AFTER_SECONDS[outcome];
      if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
      return reply.send(text);
    });
}
