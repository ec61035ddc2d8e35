import { Injectable, Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ERRORS } from '../../platform/errors/error-table.js';
import { SIGNATURE_HEADER } from './heartbeat.js';
import { WatchedService } from './watched.service.js';

const LARGEST_BODY = 16 * 1024;

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
}

/** The door of other Barries, outside of `/api`: they prove themselves by a signature. */
@Injectable()
export class HeartbeatsDoor {
  private readonly log = new Logger(HeartbeatsDoor.name);

  constructor(private readonly watched: WatchedService) {}

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { name } = request.params as { readonly name: string };
    const signature = request.headers[SIGNATURE_HEADER];
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    await this.watched.hear(name, typeof signature === 'string' ? signature : undefined, body);
    return reply.status(204).send();
  }

  /** Nothing that a stranger sends may end anything but its own answer. */
  problemOf(error: unknown): Problem {
    if (error instanceof DomainError)
      return { status: ERRORS[error.kind].http, code: error.code, title: error.message };
    const status = (error as { readonly statusCode?: unknown } | null)?.statusCode;
    if (typeof status === 'number' && status < 500)
      return { status, code: `HTTP_${status}`, title: 'Not understood' };
    this.log.error(error, 'a heartbeat was not kept');
    return { status: 503, code: 'UNAVAILABLE', title: 'Try again' };
  }
}

/** In a room of its own, where bodies stay the bytes that were signed. */
export async function mountHeartbeats(app: NestFastifyApplication): Promise<void> {
  await app
    .getHttpAdapter()
    .getInstance()
    .register(async (room) => {
      const door = (): HeartbeatsDoor => app.get<HeartbeatsDoor>(HeartbeatsDoor, { strict: false });
      room.removeAllContentTypeParsers();
      room.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_BODY }, (_, body, done) =>
        done(null, body),
      );
      room.setErrorHandler((error, _, reply) => {
        const { status, code, title } = door().problemOf(error);
        return reply
          .status(status)
          .header('content-type', 'application/problem+json')
          .send({ type: 'about:blank', title, status, code, details: {} });
      });
      room.post('/heartbeats/:name', (request, reply) => door().answer(request, reply));
    });
}
