import { type ArgumentsHost, Catch } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ErrorFilter } from '../../platform/errors/error.filter.js';
import { ERROR_SCHEMA } from './scim.views.js';

const STATUS: Readonly<Record<string, number>> = { CHANGED_MEANWHILE: 412 };
const SCIM_TYPE: Readonly<Record<string, string>> = {
  SCIM_TAKEN: 'uniqueness',
  INVALID_INPUT: 'invalidValue',
};

/** Our errors in the form of RFC 7644, section 3.12: the status is a text there. */
@Catch()
export class ScimErrors extends ErrorFilter {
  protected override answer(
    host: ArgumentsHost,
    status: number,
    code: string,
    title: string,
    details: { readonly scimType?: unknown; readonly retryAfterSeconds?: unknown },
  ): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent) return;
    const said = STATUS[code] ?? (status === 422 ? 400 : status);
    const scimType = typeof details.scimType === 'string' ? details.scimType : SCIM_TYPE[code];
    if (typeof details.retryAfterSeconds === 'number')
      void reply.header('retry-after', String(details.retryAfterSeconds));
    void reply
      .status(said)
      .header('content-type', 'application/scim+json; charset=utf-8')
      .send(
        JSON.stringify({
          schemas: [ERROR_SCHEMA],
          status: String(said),
          ...(scimType === undefined ? {} : { scimType }),
          detail: `${title} (${code})`,
        }),
      );
  }
}
