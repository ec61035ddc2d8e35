import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Stands for a body that is no JSON: the door says so itself, in the form of SCIM. */
export const UNREADABLE: unique symbol = Symbol('unreadable');

/** Directories name their bodies by a type of their own. */
export function mountScim(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addContentTypeParser('application/scim+json', { parseAs: 'string' }, (_, body, done) => {
      try {
        done(null, body === '' ? undefined : JSON.parse(String(body)));
      } catch {
        done(null, UNREADABLE);
      }
    });
}
