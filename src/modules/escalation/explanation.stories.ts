import type { RouteState } from '../notifications/index.js';
import type { Call, CallLogRow, CallStatus } from './call.state.js';
import type { Acceptance, LogRow, RunStatus } from './escalation.state.js';
import type { StepLookup } from './lookup.js';
import type { Instant, UserId } from './policy.js';

/** One version of an escalation as it is kept: with how it came to its people, and who did it. */
export interface RunRow extends LogRow {
  readonly lookup: readonly StepLookup[];
  readonly actorName?: string | undefined;
}

export interface CallRowKept extends CallLogRow {
  readonly actorName?: string | undefined;
}

/** One call with its whole log. */
export interface CallStory {
  readonly callId: string;
  readonly userId: UserId;
  readonly cycle: number;
  readonly step: number;
  readonly tryNumber: number;
  readonly startedAt: Instant;
  /** As it is now. */
  readonly call: Call;
  readonly rows: readonly CallRowKept[];
  readonly declineReason?: string | undefined;
}

/** One message that was to leave for a call. */
export interface Sending {
  readonly callId: string;
  readonly kind: 'ring' | 'phone';
  readonly deviceId?: string | undefined;
  readonly notifier: string;
  readonly state: 'waiting' | 'done' | 'failed' | 'dropped';
  readonly outcome?: string | undefined;
  readonly at: Instant;
}

/** An escalation as far as its explanation needs it. */
export interface RunStory {
  readonly status: RunStatus;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly acceptances: readonly Acceptance[];
  readonly policyName: string;
  readonly steps: readonly {
    readonly targets: readonly { readonly kind: 'user' | 'team' | 'schedule'; readonly id: string }[];
    readonly order: 'listed' | 'random' | 'round-robin' | 'least-recently-called';
    readonly simultaneous: number;
    readonly ringSeconds: number;
  }[];
  readonly rows: readonly RunRow[];
  readonly calls: readonly CallStory[];
}

export type Distrust = Exclude<RouteState, 'closed'>;

export const isLiveCall = (status: CallStatus): boolean => status === 'calling' || status === 'reading';
