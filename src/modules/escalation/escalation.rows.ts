import type { PolicySnapshot } from '../policies/index.js';
import type { Call } from './call.state.js';
import type { Run, RunKind, RunStatus } from './escalation.state.js';
import type { Severity } from './policy.js';

export interface Released {
  readonly userId: string;
  readonly at: string;
}

export interface EscalationRow {
  readonly id: string;
  readonly number: number;
  readonly team_id: string;
  readonly policy_id: string | null;
  readonly kind: RunKind;
  readonly status: RunStatus;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly group_key: string | null;
  readonly snapshot: PolicySnapshot;
  readonly run: Run;
  readonly version: number;
  readonly due_at: Date | null;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly parent_id: string | null;
  readonly incident_id: string | null;
  readonly incident_number: number | null;
  /** Responders whose part has ended, because somebody took over. */
  readonly released: readonly Released[];
  readonly started_by_id: string | null;
  readonly started_by_name: string | null;
}

/** When a device, the phone or the call itself reached a stage. */
export interface StageMark {
  readonly deviceId?: string | undefined;
  readonly stage: string;
  readonly at: string;
}

export interface CallRow {
  readonly id: string;
  readonly escalation_id: string;
  readonly key: string;
  readonly cycle: number;
  readonly step: number;
  readonly user_id: string;
  readonly try: number;
  readonly status: Exclude<Call['status'], 'new'>;
  readonly state: Call;
  readonly stages: readonly StageMark[];
  readonly version: number;
  readonly due_at: Date | null;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly decline_reason: string | null;
}

export const instantOrNull = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
