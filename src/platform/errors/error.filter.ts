import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { Metadata } from '@grpc/grpc-js';
import type { FastifyReply } from 'fastify';
import { type Observable, throwError } from 'rxjs';
import { inMetadata, inStatus } from './metadata.rules.js';
import { DomainError } from './domain-error.js';
import { ERRORS } from './error-table.js';

class Unexpected extends DomainError {
  readonly kind = 'unexpected';
  readonly code = 'UNEXPECTED';
}
class Unavailable extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'UNAVAILABLE';
}

/** Everything that leaves the house leaves in one form. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly log = new Logger(ErrorFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): Observable<never> | undefined {
    if (host.getType() === 'http') {
      // Nest and Fastify refuse some requests before we see them: no such route, broken JSON, too large.
      const refused = refusalOf(thrown);
      if (refused) {
        this.answer(host, refused.status, `HTTP_${refused.status}`, refused.title, {});
        return undefined;
      }
    }
    const error = this.known(thrown);
    const { http, grpc } = ERRORS[error.kind];
    if (host.getType() === 'rpc') return throwError(() => grpcError(grpc, error));
    this.answer(host, http, error.code, error.message, error.details);
    return undefined;
  }

  private known(thrown: unknown): DomainError {
    if (thrown instanceof DomainError) return thrown;
    this.log.error(thrown);
    return isDatabaseAway(thrown)
      ? new Unavailable('The database does not answer')
      : new Unexpected('Something went wrong here');
  }

  protected answer(host: ArgumentsHost, status: number, code: string, title: string, details: object): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent) return;
    const retryAfter =
      (details as { retryAfterSeconds?: number }).retryAfterSeconds ?? (status === 503 ? 5 : undefined);
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    void reply
      .status(status)
      .type('application/problem+json')
      .send({ type: 'about:blank', title, status, code, details });
  }
}

/** The code and the details also stand in the metadata, as JSON under `barry-error`. */
function grpcError(code: number, error: DomainError): object {
  const metadata = new Metadata();
  metadata.set('barry-error', inMetadata(error.code, error.message, error.details));
  return { code, message: inStatus(error.code, error.message), metadata };
}

function refusalOf(thrown: unknown): { readonly status: number; readonly title: string } | undefined {
  if (thrown instanceof HttpException) return { status: thrown.getStatus(), title: thrown.message };
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500
    ? { status, title: (thrown as Error).message }
    : undefined;
}

const AWAY =
  /ECONNREFUSED|ECONNRESET|terminat|Connection ended|timeout exceeded when trying to connect|57P0[123]|08\d{3}/;
const isDatabaseAway = (thrown: unknown): boolean =>
  thrown instanceof Error && AWAY.test(`${(thrown as { code?: string }).code ?? ''} ${thrown.message}`);
