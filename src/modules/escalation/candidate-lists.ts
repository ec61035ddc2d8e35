import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import { PoliciesService, Reachability } from '../policies/index.js';
import type { EscalationRow } from './escalation.rows.js';
import type { CandidatesByStep } from './policy.js';

/** Who could be called by each step now: duty, membership and reach, resolved when a step starts. */
@Injectable()
export class CandidateLists {
  constructor(
    private readonly policies: PoliciesService,
    private readonly reachability: Reachability,
    private readonly transaction: Transaction,
  ) {}

  async of(
    row: Pick<EscalationRow, 'id' | 'team_id' | 'snapshot' | 'run'>,
    now: Date,
  ): Promise<CandidatesByStep> {
    const steps = await this.policies.candidates(row.snapshot, {
      at: now,
      severity: row.run.severity,
      seed: `${row.id}/${row.run.cycle}`,
      lastCalledAt: (userIds) => this.lastCalledAt(userIds),
    });
    const reachable = await this.reachability.reachable([...new Set(steps.flat())], now);
    return steps.map((userIds) => userIds.map((userId) => ({ userId, reachable: reachable.has(userId) })));
  }

  private async lastCalledAt(userIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const rows = await this.transaction.query<{ user_id: string; at: Date }>(
      `select user_id, max(started_at) as at from calls where user_id = any($1::uuid[]) group by user_id`,
      [userIds],
    );
    return new Map(rows.map((row) => [row.user_id, row.at]));
  }
}
