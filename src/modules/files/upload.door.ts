import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

const UPLOADS = '/api/v1/uploads';

class NoSuchType extends Error {
  readonly statusCode = 415;
}

/** Bytes as they come, at this one address only: nowhere else does a handler expect a stream. */
export function mountUploads(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser(
    'application/octet-stream',
    (request: FastifyRequest, payload: unknown, done: (error: Error | null, body?: unknown) => void) => {
      if (request.url.split('?', 1)[0] === UPLOADS) return done(null, payload);
      done(new NoSuchType('Unsupported Media Type'));
    },
  );
}
