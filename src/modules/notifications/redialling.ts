import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import type { SendOutcome } from '../../plugins/kit/index.js';
import { NotifierInstances } from './notifier-instances.js';
import type { OutboxRow } from './outbox.js';

/** With the send itself it stays below the lease. */
const ASK_MS = 1_500;

/** What is particular about a telephone call: nobody must be called twice for it, and another provider can make it. */
@Injectable()
export class Redialling {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly instances: NotifierInstances,
  ) {}

  /** The row as it is to be sent now; or what an earlier try, that nobody has recorded, has become already. */
  async prepare(row: OutboxRow): Promise<OutboxRow | SendOutcome> {
    if (row.kind !== 'phone' || row.tries === 1) return row;
    const other = this.instances.after(row.instance, 'phone');
    try {
      const found = await this.earlierTry(row);
      if (found) return found;
    } catch {
      // In doubt whether somebody was rung, ring again rather than stay silent: by another one, if there is one.
      if (!other) return { outcome: 'retry', reason: 'the provider cannot be asked about an earlier try' };
    }
    if (other) return this.handedOver(row, other.name);
    // It may have rung already, and the provider can never be asked: better told than called twice.
    if (!this.instances.get(row.instance)?.channel.find)
      return { outcome: 'rejected', reason: 'sent before a crash, perhaps', scope: 'message' };
    return row;
  }

  /** As far as its provider knows of it. @throws where it does not answer in time */
  async earlierTry(row: OutboxRow): Promise<SendOutcome | undefined> {
    const channel = this.instances.get(row.instance)?.channel;
    if (!channel?.find) return undefined;
    const [made] = await this.transaction.query<{ created_at: Date }>(
      `select created_at from outbox where id = $1`,
      [row.id],
      'ring',
    );
    if (!made) return undefined;
    const deadline = this.clock.deadline(ASK_MS);
    try {
      return await Promise.race([
        channel.find(row.id, row.target, made.created_at),
        new Promise<never>((_, reject) =>
          deadline.signal.addEventListener('abort', () => reject(new Error(`no answer within ${ASK_MS} ms`))),
        ),
      ]);
    } finally {
      deadline.cancel();
    }
  }

  /** A provider that refuses is no reason to give up, or to wait, while there is another that was not asked. */
  elsewhere(row: OutboxRow, outcome: SendOutcome): SendOutcome {
    if (row.kind !== 'phone' || row.tries >= this.instances.thatSend('phone').length) return outcome;
    if (outcome.outcome !== 'retry' && outcome.outcome !== 'rejected') return outcome;
    return { outcome: 'retry', reason: outcome.reason, afterMs: 0 };
  }

  /** Written before it is sent: whoever takes the row after a crash asks the one that was asked last. */
  private async handedOver(row: OutboxRow, instance: string): Promise<OutboxRow> {
    await this.transaction.query(
      `update outbox set instance = $2 where id = $1 and lease_token = $3`,
      [row.id, instance, row.lease_token],
      'ring',
    );
    return { ...row, instance };
  }
}
