import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';

/** What became of one message of a ring or of a telephone call. */
export interface Trail {
  readonly kind: 'ring' | 'update' | 'phone';
  readonly ringId: string | undefined;
  readonly revision: number | undefined;
  readonly callId: string | undefined;
  readonly deviceId: string | undefined;
  /** The notifier's name, as configured. */
  readonly notifier: string;
  readonly state: 'waiting' | 'done' | 'failed' | 'dropped';
  readonly outcome: string | undefined;
  /** When it was sent, given up or written. */
  readonly at: Date;
}

interface TrailRow {
  readonly kind: Trail['kind'];
  readonly ring_id: string | null;
  readonly revision: number | null;
  readonly call_id: string | null;
  readonly device_id: string | null;
  readonly instance: string;
  readonly state: Trail['state'];
  readonly outcome: string | null;
  readonly at: Date;
}

/** By which ways messages left, for whoever explains it; kept as long as the outbox keeps them. */
@Injectable()
export class SendTrail {
  constructor(private readonly transaction: Transaction) {}

  async of(ringIds: readonly string[], callIds: readonly string[]): Promise<readonly Trail[]> {
    if (ringIds.length + callIds.length === 0) return [];
    const rows = await this.transaction.query<TrailRow>(
      `select kind, ring_id, revision, call_id, device_id, instance, state, outcome, coalesce(done_at, created_at) as at
       from outbox where (kind in ('ring', 'update') and ring_id = any($1::uuid[])) or (kind = 'phone' and call_id = any($2::uuid[]))
       order by created_at, id`,
      [ringIds, callIds],
    );
    return rows.map((row) => ({
      kind: row.kind,
      ringId: row.ring_id ?? undefined,
      revision: row.revision ?? undefined,
      callId: row.call_id ?? undefined,
      deviceId: row.device_id ?? undefined,
      notifier: row.instance,
      state: row.state,
      outcome: row.outcome ?? undefined,
      at: row.at,
    }));
  }
}
