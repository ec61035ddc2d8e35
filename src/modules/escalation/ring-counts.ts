import type { Transaction } from '../../platform/database/transaction.js';
import { heldUntil, isBudgeted, type RingBudget } from './budget.rules.js';
import type { Effect, Run } from './escalation.state.js';
import type { CandidatesByStep, Instant, UserId } from './policy.js';

/** When people were rung of late, as one transaction sees it: what it begins itself counts at once. */
export class RingCounts {
  /** Newest first; no longer than the budget. */
  private readonly rungAt = new Map<UserId, readonly Instant[]>();
  /** In this transaction, which no query sees yet. */
  private readonly begun = new Map<UserId, readonly Instant[]>();

  constructor(
    private readonly transaction: Transaction,
    private readonly budget: RingBudget,
    private readonly now: Date,
  ) {}

  /** One query for all that are not known yet; none where nobody can be held back. */
  async know(runs: readonly Run[], userIds: readonly UserId[]): Promise<void> {
    if (this.budget.rings === 0 || !runs.some(isBudgeted)) return;
    const missing = [...new Set(userIds)].filter((userId) => !this.rungAt.has(userId));
    if (missing.length === 0) return;
    const since = new Date(this.now.getTime() - this.budget.minutes * 60_000);
    const rows = await this.transaction.query<{ user_id: string; started_at: Date }>(
      `select asked.user_id, c.started_at from unnest($1::uuid[]) as asked(user_id)
         cross join lateral (select started_at from calls where user_id = asked.user_id and started_at > $2
             and not exists (select 1 from escalations e where e.id = calls.escalation_id and e.kind = 'test')
           order by started_at desc limit $3) c
       order by c.started_at desc`,
      [missing, since, this.budget.rings],
    );
    const found = Map.groupBy(rows, ({ user_id }) => user_id);
    for (const userId of missing)
      this.rungAt.set(
        userId,
        (found.get(userId) ?? []).map(({ started_at }) => started_at.getTime()),
      );
  }

  /** Of those who are known. */
  heldUntil(run: Run, userId: UserId): Instant | undefined {
    if (!isBudgeted(run)) return undefined;
    const rungAt = [...(this.begun.get(userId) ?? []), ...(this.rungAt.get(userId) ?? [])];
    return heldUntil(rungAt, this.budget, this.now.getTime());
  }

  marked(run: Run, candidates: CandidatesByStep): CandidatesByStep {
    return candidates.map((step) =>
      step.map((candidate) => {
        const until = this.heldUntil(run, candidate.userId);
        return until === undefined ? candidate : { ...candidate, heldUntil: until };
      }),
    );
  }

  count(effects: readonly Effect[]): void {
    for (const effect of effects)
      if (effect.kind === 'startCall')
        this.begun.set(effect.userId, [this.now.getTime(), ...(this.begun.get(effect.userId) ?? [])]);
  }
}
