import { Injectable } from '@nestjs/common';
import { PoliciesService, Reachability } from '../policies/index.js';
import type { EscalationRow } from './escalation.rows.js';
import type { CandidatesByStep } from './policy.js';

/** Who could be called by each step now: duty, membership and reach, resolved when a step starts. */
@Injectable()
export class CandidateLists {
  constructor(
    private readonly policies: PoliciesService,
    private readonly reachability: Reachability,
  ) {}

  async of(
    row: Pick<EscalationRow, 'id' | 'team_id' | 'snapshot' | 'run'>,
    now: Date,
  ): Promise<CandidatesByStep> {
    const steps = await this.policies.candidates(row.snapshot, {
      at: now,
      severity: row.run.severity,
      seed: `${row.id}/${row.run.cycle}`,
      lastCalledAt: (userIds) => this.reachability.lastCalledAt(userIds),
    });
    const reachable = await this.reachability.reachable([...new Set(steps.flat())], now);
    return steps.map((userIds) => userIds.map((userId) => ({ userId, reachable: reachable.has(userId) })));
  }
}
