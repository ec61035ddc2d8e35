import type { Severity } from './policy.js';

export interface RingSessionRow {
  readonly id: string;
  readonly device_id: string;
  readonly user_id: string;
  readonly revision: number;
  readonly status: 'ringing' | 'answered' | 'over';
  readonly reason: string | null;
  readonly title: string;
  readonly severity: Severity;
  readonly team: string;
  readonly ring_seconds: number;
  readonly expires_at: Date;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  /** Stands for nothing but tests. */
  readonly is_test: boolean;
}

export const SESSION_COLUMNS = `id, device_id, user_id, revision, status, reason, title, severity, team, ring_seconds,
  expires_at, started_at, ended_at, is_test`;
