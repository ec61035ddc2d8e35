import type { Severity } from '../../platform/wire/schemas.js';

/** A call that a script asks for, with no alert behind it. */
export interface HookCall {
  readonly integrationId: string;
  /** Whose hook it is. */
  readonly integrationName: string;
  readonly teamId: string;
  readonly title: string;
  readonly message: string;
  readonly severity: Severity;
  /** Absent: the default policy of `teamId`. */
  readonly target?:
    | { readonly kind: 'team'; readonly teamId: string }
    | { readonly kind: 'policy'; readonly policyId: string }
    | { readonly kind: 'people'; readonly userIds: readonly string[] }
    | undefined;
}

export interface HookCallStarted {
  readonly escalationId: string;
  readonly number: number;
}

/** Implemented by `escalation`, bound in its module; runs in the caller's transaction, which also holds the idempotency key. */
export abstract class CallHookStarter {
  abstract start(call: HookCall): Promise<HookCallStarted>;
}
