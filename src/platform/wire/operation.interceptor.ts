import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Metadata, ServerUnaryCall } from '@grpc/grpc-js';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { FastifyRequest } from 'fastify';
import { AuditTrail, AuditWriter } from '../auth/audit-trail.js';
import { type Caller, callerOf } from '../auth/caller.js';
import { SecretBox } from '../auth/secret-box.js';
import { Clock } from '../clock/clock.js';
import { Transaction } from '../database/transaction.js';
import { DomainError } from '../errors/domain-error.js';
import { InvalidInput } from '../errors/invalid-input.js';
import { grpcOutput } from './grpc-codec.js';
import { checkedInput, isWrite, type Operation, operationOf } from './operation.js';

export class IdempotencyKeyReused extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'IDEMPOTENCY_KEY_REUSED';
}

/** Every write is one transaction: what changed, its audit row and its idempotency key stand or fall together. */
@Injectable()
export class OperationInterceptor implements NestInterceptor {
  constructor(
    private readonly transaction: Transaction,
    private readonly audit: AuditTrail,
    private readonly writer: AuditWriter,
    private readonly clock: Clock,
    private readonly box: SecretBox,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const operation = operationOf(context.getHandler());
    if (!operation) return next.handle();
    return from(this.answer(operation, context, next));
  }

  private async answer(operation: Operation, context: ExecutionContext, next: CallHandler): Promise<unknown> {
    // Also where the handler takes none: what nobody asked for is refused, not ignored.
    checkedInput(operation, context);
    const act = (): Promise<unknown> => lastValueFrom(next.handle() as Observable<unknown>);
    const view = await this.transaction.on(operation.pool ?? 'api', () =>
      isWrite(operation)
        ? this.write(operation, context, act)
        : this.transaction.whileWanted(isGoneOf(context), act),
    );
    return context.getType() === 'rpc' ? grpcOutput(operation.output, view) : view;
  }

  private write(
    operation: Operation,
    context: ExecutionContext,
    act: () => Promise<unknown>,
  ): Promise<unknown> {
    const caller = callerOf(context);
    const key = idempotencyKeyOf(context);
    return this.transaction.run(async () => {
      const known = key === undefined ? undefined : await this.recall(operation, caller, key, context);
      if (known) return known.view;
      const { result, note } = await this.audit.collect(act);
      if (operation.audit) await this.writer.write(note.action ?? operation.audit, caller, note);
      if (key !== undefined) await this.remember(operation, caller, key, result);
      return result;
    });
  }

  /** The row is inserted first, so a second request with the key waits for the first to commit. */
  private async recall(
    operation: Operation,
    caller: Caller,
    key: string,
    context: ExecutionContext,
  ): Promise<{ readonly view: unknown } | undefined> {
    const hash = requestHash(operation, context);
    const who = caller.userId ?? caller.address;
    const made = await this.transaction.query(
      `insert into idempotency_keys (who, key, operation, request_hash, created_at) values ($1, $2, $3, $4, $5)
       on conflict (who, key) do nothing returning key`,
      [who, key, operation.rpc, hash, this.clock.now()],
    );
    if (made.length > 0) return undefined;
    const [row] = await this.transaction.query<{ operation: string; request_hash: string; view: string }>(
      `select operation, request_hash, view from idempotency_keys where who = $1 and key = $2`,
      [who, key],
    );
    if (!row || row.operation !== operation.rpc || row.request_hash !== hash)
      throw new IdempotencyKeyReused('This Idempotency-Key was used for another request');
    return { view: JSON.parse(this.box.open(row.view, `${who} ${key}`)) as unknown };
  }

  /** Sealed, because some answers hold a secret that is shown once. */
  private async remember(operation: Operation, caller: Caller, key: string, view: unknown): Promise<void> {
    const who = caller.userId ?? caller.address;
    const sealed = this.box.seal(JSON.stringify(view ?? {}), `${who} ${key}`);
    await this.transaction.query(
      `update idempotency_keys set view = $3 where who = $1 and key = $2 and operation = $4`,
      [who, key, JSON.stringify(sealed), operation.rpc],
    );
  }
}

/** Cancelled, past its deadline, or without a connection. */
function isGoneOf(context: ExecutionContext): () => boolean {
  if (context.getType() === 'rpc') {
    const call = context.getArgByIndex<ServerUnaryCall<unknown, unknown>>(2);
    return () => call.cancelled;
  }
  const { socket } = context.switchToHttp().getRequest<FastifyRequest>();
  return () => socket.destroyed;
}

function idempotencyKeyOf(context: ExecutionContext): string | undefined {
  const key =
    context.getType() === 'rpc'
      ? context.switchToRpc().getContext<Metadata>().get('idempotency-key')[0]
      : context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key'];
  if (key === undefined || key === '') return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(key))
    throw new InvalidInput('An Idempotency-Key has 1 to 128 visible ASCII characters');
  return key;
}

function requestHash(operation: Operation, context: ExecutionContext): string {
  const said =
    context.getType() === 'rpc'
      ? context.switchToRpc().getData<unknown>()
      : (({ params, query, body }) => ({ params, query, body }))(
          context.switchToHttp().getRequest<FastifyRequest>(),
        );
  return createHash('sha256')
    .update(JSON.stringify([operation.rpc, said]))
    .digest('base64url');
}
