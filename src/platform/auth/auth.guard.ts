import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import type { Metadata, ServerUnaryCall } from '@grpc/grpc-js';
import type { FastifyRequest } from 'fastify';
import { Transaction } from '../database/transaction.js';
import { Senders } from '../http/senders.js';
import { isWrite, type Operation, operationOf } from '../wire/operation.js';
import { Authority, Forbidden, Unauthenticated } from './authority.js';
import { type Caller, nobody, setCaller } from './caller.js';
import { RequestRate } from './request-rate.js';
import { Config } from '../config/config.js';
import { isSecure } from '../http/secure-request.js';
import { isSameSecret } from './same-secret.js';
import { type ApiModule, callerIn } from './scopes.rules.js';

/** What a request brought along to prove who sent it. */
export interface Credentials {
  readonly bearer?: string | undefined;
  readonly cookie?: string | undefined;
  readonly address: string;
  readonly agent: string;
}

/** Implemented by `access`: nobody for no credential, Unauthenticated for a bad one. */
export abstract class Authenticator {
  abstract authenticate(credentials: Credentials): Promise<Caller>;

  /** Those of them whose credential still holds, as they are now, by the id of their credential. */
  abstract standing(callers: readonly Caller[]): Promise<ReadonlyMap<string, Caller>>;
}

const ALLOW = 'barry:allow';
/** For the few handlers that are no operations: streams, browser sign-in, health, intake. */
export const Allow = (right: string): MethodDecorator & ClassDecorator => SetMetadata(ALLOW, right);

const OF_MODULE = 'barry:of-module';
/** Whose they are, for tokens that may enter some modules only. */
export const OfModule = (module: ApiModule): MethodDecorator => SetMetadata(OF_MODULE, module);

export const CSRF_HEADER = 'x-barry-csrf';
export const SESSION_COOKIE = 'barry_session';
/** Over https: a browser takes it from this very host only, so no neighbour can plant one. */
export const SECURE_SESSION_COOKIE = `__Host-${SESSION_COOKIE}`;

/** One door for both wires: who is it, and may they? */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly authority: Authority,
    private readonly rate: RequestRate,
    private readonly transaction: Transaction,
    private readonly senders: Senders,
    private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const operation = operationOf(context.getHandler());
    const allow = operation?.allow ?? allowOf(context);
    if (allow === undefined) throw new Forbidden('Nobody has said who may do this');
    const credentials =
      context.getType() === 'rpc' ? fromCall(context, this.senders) : this.fromRequest(context);
    const known =
      allow === 'public'
        ? nobody(credentials.address, credentials.agent)
        : await this.transaction.on(operation?.pool ?? 'api', () =>
            this.authenticator.authenticate(credentials),
          );
    const caller = callerIn(known, operation?.module ?? moduleOf(context));
    setCaller(context, caller);
    if (allow === 'public') return true;
    if (caller.kind === 'nobody') throw new Unauthenticated('Sign in first');
    if (context.getType() !== 'rpc') checkCsrf(context, caller, operation ? isWrite(operation) : false);
    if (!operation?.unlimited)
      this.rate.take(caller.credentialId ?? caller.address, caller.requestsPerMinute);
    this.check(caller, allow, operation);
    return true;
  }

  private fromRequest(context: ExecutionContext): Credentials {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    // A plain one may have been planted by whoever speaks for a neighbour of this host without TLS.
    const name = isSecure(request, this.config) ? SECURE_SESSION_COOKIE : SESSION_COOKIE;
    return {
      bearer: bearerOf(request.headers.authorization),
      cookie: cookieOf(request.headers.cookie, name),
      address: this.senders.of(request),
      agent: (request.headers['user-agent'] ?? '').slice(0, 200),
    };
  }

  private check(caller: Caller, allow: string, operation: Operation | undefined): void {
    if (allow === 'ring') {
      // A ring is also open to its owner's own credentials; the service looks whose it is.
      if (caller.kind === 'ring' || (caller.userId && caller.scopes.has('ring'))) return;
      throw new Forbidden('This is not your ring');
    }
    if (caller.kind === 'ring') throw new Forbidden('A receipt token is good for its ring only');
    if (allow === 'signed-in') {
      if (operation) checkScope(caller, operation);
      return;
    }
    if (!this.authority.mayAnywhere(caller, allow))
      throw new Forbidden('You may not do this', { right: allow });
  }
}

/** What every person may is for a token a matter of its scopes all the same. */
function checkScope(caller: Caller, operation: Operation): void {
  if (caller.granted === undefined || operation.withoutScope) return;
  const scope = isWrite(operation) ? 'write' : 'read';
  if (!caller.scopes.has(scope))
    throw new Forbidden('This token was not given the scope for this', {
      scope: `${operation.module}:${scope}`,
    });
}

const moduleOf = (context: ExecutionContext): string | undefined =>
  Reflect.getMetadata(OF_MODULE, context.getHandler()) as string | undefined;

function allowOf(context: ExecutionContext): string | undefined {
  return (Reflect.getMetadata(ALLOW, context.getHandler()) ??
    Reflect.getMetadata(ALLOW, context.getClass())) as string | undefined;
}

function checkCsrf(context: ExecutionContext, caller: Caller, writes: boolean): void {
  if (!caller.csrfToken) return;
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  if (!writes && (request.method === 'GET' || request.method === 'HEAD')) return;
  if (!isSameSecret(String(request.headers[CSRF_HEADER] ?? ''), caller.csrfToken))
    throw new Forbidden(`Writes of a cookie session carry ${CSRF_HEADER}`);
}

function fromCall(context: ExecutionContext, senders: Senders): Credentials {
  const metadata = context.switchToRpc().getContext<Metadata>();
  const first = (name: string): string => String(metadata.get(name)[0] ?? '');
  return {
    bearer: bearerOf(first('authorization')),
    // Without the port, which is another one with every connection.
    address:
      senders.behind(
        peerOf(context).replace(/:\d+$/, ''),
        metadata.get('x-forwarded-for').map(String).join(','),
      ) || 'grpc',
    agent: first('user-agent').slice(0, 200),
  };
}

const peerOf = (context: ExecutionContext): string =>
  context.getArgByIndex<ServerUnaryCall<unknown, unknown> | undefined>(2)?.getPeer() ?? '';

const bearerOf = (header: string | undefined): string | undefined =>
  /^bearer (\S{1,2000})$/i.exec(header ?? '')?.[1];

export function cookieOf(header: string | undefined, name: string): string | undefined {
  const pair = (header ?? '').split(/;\s*/).find((part) => part.startsWith(`${name}=`));
  return pair?.slice(name.length + 1) || undefined;
}
