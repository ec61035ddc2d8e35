import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { ScimUnknown } from './scim.errors.js';
import type { Resource } from './scim.views.js';

const NO_CONTENT = 204;

/** What is answered, in the form of RFC 7644: its media type, and the version and place of a resource in the head too. */
export class ScimAnswers implements NestInterceptor {
  intercept(
    context: ExecutionContext,
    next: CallHandler<object | undefined>,
  ): Observable<string | undefined> {
    const { method } = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((said) => {
        if (reply.statusCode === NO_CONTENT) return undefined;
        if (said === undefined) throw new ScimUnknown('There is no such thing');
        if (isResource(said)) {
          void reply.header('etag', said.meta.version);
          if (method === 'POST') void reply.header('location', said.meta.location);
        }
        void reply
          .header('content-type', 'application/scim+json; charset=utf-8')
          .header('cache-control', 'no-store');
        return JSON.stringify(said);
      }),
    );
  }
}

const isResource = (said: object): said is Resource =>
  typeof (said as { meta?: { version?: unknown } }).meta?.version === 'string';
