import { Injectable, Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ERRORS } from '../../platform/errors/error-table.js';
import { bodyOf, type Delivery, type HttpAnswer } from '../../plugins/kit/index.js';
import { CallbacksService } from './callbacks.service.js';

const LARGEST_BODY = 64 * 1024;

interface Place {
  readonly instance: string;
  readonly ref: string;
}

/** The door of the providers, outside of `/api`: they prove themselves in ways of their own. */
@Injectable()
export class CallbacksDoor {
  private readonly log = new Logger(CallbacksDoor.name);

  constructor(
    private readonly callbacks: CallbacksService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async answer(request: FastifyRequest): Promise<HttpAnswer> {
    const { instance, ref } = request.params as Place;
    try {
      return await this.callbacks.receive(instance, ref, this.deliveryOf(request));
    } catch (error) {
      return this.faultAnswer(error);
    }
  }

  /** Nothing that a stranger sends may end anything but its own answer. */
  faultAnswer(error: unknown): HttpAnswer {
    if (error instanceof DomainError) return problem(ERRORS[error.kind].http, error.code, error.message);
    const status = (error as { readonly statusCode?: unknown } | null)?.statusCode;
    if (typeof status === 'number' && status < 500)
      return problem(status, `HTTP_${status}`, 'Not understood');
    this.log.error(error, 'a callback was not answered');
    return problem(503, 'UNAVAILABLE', 'Try again');
  }

  /** As the provider had to write it: what it was given, not what a proxy made of it. */
  private deliveryOf(request: FastifyRequest): Delivery {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : value,
      ]),
    );
    const url = `${this.config.publicUrl}${request.url}`;
    const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    return {
      method: request.method,
      path: request.url.split('?')[0] ?? '/',
      url,
      params: { ...(request.params as Record<string, string>) },
      query: Object.fromEntries(URL.parse(url)?.searchParams ?? []),
      headers,
      rawBody,
      body: bodyOf(rawBody, headers['content-type']),
      receivedAt: this.clock.now(),
    };
  }
}

const problem = (status: number, code: string, title: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: { type: 'about:blank', title, status, code, details: {} },
});

/** In a room of its own, where bodies stay the bytes that were sent: signatures are over them. */
export async function mountCallbacks(app: NestFastifyApplication): Promise<void> {
  await app
    .getHttpAdapter()
    .getInstance()
    .register(async (room) => {
      const door = (): CallbacksDoor => app.get<CallbacksDoor>(CallbacksDoor, { strict: false });
      room.removeAllContentTypeParsers();
      room.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_BODY }, (_, body, done) =>
        done(null, body),
      );
      room.setErrorHandler((error, _, reply) => {
        const { status, headers = {}, body } = door().faultAnswer(error);
        return reply.status(status).headers(headers).send(body);
      });
      room.route({
        method: ['GET', 'POST'],
        url: '/callbacks/:instance/:ref',
        handler: async (request, reply) => {
          const { status, headers = {}, body } = await door().answer(request);
          return reply
            .status(status)
            .headers(headers)
            .send(body ?? '');
        },
      });
    });
}
