import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { TokenScope } from './scopes.rules.js';

export type OrgRoleName = 'admin' | 'member' | 'read-only';
export type TeamRoleName = 'owner' | 'responder' | 'observer';
export type ScopeName = 'read' | 'write' | 'ring';

/** Who asks, as proved by what the request carried. */
export interface Caller {
  /** `ring`: a receipt token; `house`: Barry himself; `nobody`: no credential. */
  readonly kind: 'session' | 'token' | 'device' | 'ring' | 'house' | 'nobody';
  readonly userId?: string | undefined;
  readonly name: string;
  readonly orgRole?: OrgRoleName | undefined;
  readonly teams: ReadonlyMap<string, TeamRoleName>;
  /** Before the module that is asked; of a token, by what it was given. */
  readonly scopes: ReadonlySet<ScopeName>;
  /** Of a token: what it was given when it was made, for all modules or for some. */
  readonly granted?: ReadonlySet<TokenScope> | undefined;
  /** Of a token, where it has a rate of its own. */
  readonly requestsPerMinute?: number | undefined;
  /** Of the session, token or device token. */
  readonly credentialId?: string | undefined;
  /** The cookie session's proof that the page is ours. */
  readonly csrfToken?: string | undefined;
  readonly deviceId?: string | undefined;
  /** What a receipt token is good for, and nothing else. */
  readonly ring?: { readonly ringId: string; readonly deviceId: string } | undefined;
  readonly address: string;
  readonly agent: string;
  readonly locale: 'en' | 'ja';
}

const NONE = { teams: new Map<string, TeamRoleName>(), scopes: new Set<ScopeName>() } as const;

export const nobody = (address = '', agent = ''): Caller => ({
  kind: 'nobody',
  name: 'nobody',
  ...NONE,
  address,
  agent,
  locale: 'en',
});

export const house: Caller = { kind: 'house', name: 'Barry', ...NONE, address: '', agent: '', locale: 'en' };

const callers = new WeakMap<object, Caller>();

/** The request on HTTP, the metadata on gRPC: the object that lives as long as the call. */
const carrierOf = (context: ExecutionContext): object =>
  context.getType() === 'rpc'
    ? context.switchToRpc().getContext<object>()
    : context.switchToHttp().getRequest<object>();

export const setCaller = (context: ExecutionContext, caller: Caller): void =>
  void callers.set(carrierOf(context), caller);
export const callerOf = (context: ExecutionContext): Caller => callers.get(carrierOf(context)) ?? nobody();

/** Who asks; the guard has put it there. */
export const TheCaller = createParamDecorator((_: unknown, context: ExecutionContext) => callerOf(context));
