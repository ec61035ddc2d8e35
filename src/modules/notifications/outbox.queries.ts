import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';

export interface OutboxState {
  readonly waiting: number;
  /** Since when the oldest that may leave has waited; absent when none does. */
  readonly oldestAt: Date | undefined;
}

/** How the outbox stands. Finished rows are not looked at, however many there are. */
@Injectable()
export class OutboxQueries {
  constructor(private readonly transaction: Transaction) {}

  async state(now: Date): Promise<OutboxState> {
    const [row] = await this.transaction.query<{ waiting: number; oldest: Date | null }>(
      `select count(*)::int as waiting, min(not_before) filter (where not_before <= $1) as oldest
       from outbox where state = 'waiting'`,
      [now],
      'reports',
    );
    return { waiting: row?.waiting ?? 0, oldestAt: row?.oldest ?? undefined };
  }

  /** What should have left before then and is in nobody's hands; oldest first. */
  async overdue(
    before: Date,
    most: number,
  ): Promise<readonly { readonly id: string; readonly kind: string }[]> {
    return this.transaction.query<{ id: string; kind: string }>(
      `select id, kind from outbox where state = 'waiting' and not_before < $1
         and (lease_until is null or lease_until < $1)
       order by not_before limit $2`,
      [before, most],
      'reports',
    );
  }
}
