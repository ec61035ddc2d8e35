import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Loops } from '../../platform/clock/loop.js';
import { Transaction } from '../../platform/database/transaction.js';

const HOUR_MS = 3_600_000;
const LOOK_EVERY_MS = 10 * 60_000;
const KEYS_FOR_MS = 24 * HOUR_MS;
/** Ended sessions stay a while, for whoever asks where they were used from. */
const SESSIONS_FOR_MS = 30 * 24 * HOUR_MS;
const BATCH = 5_000;

/** Deletes what has served its time. The audit log is not among it. */
@Injectable()
export class ForgettingEngine implements OnApplicationBootstrap {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly loops: Loops,
  ) {}

  onApplicationBootstrap(): void {
    this.loops.start({ name: 'forgetting', topics: [], pollMs: LOOK_EVERY_MS, tick: () => this.tick() });
  }

  async tick(): Promise<number> {
    const nowMs = this.clock.nowMs();
    const keys = await this.transaction.query(
      `delete from idempotency_keys where (who, key) in
         (select who, key from idempotency_keys where created_at < $1 order by created_at limit ${BATCH})
       returning key`,
      [new Date(nowMs - KEYS_FOR_MS)],
    );
    const sessions = await this.transaction.query(
      `delete from sessions where id in
         (select id from sessions where least(ended_at, expires_at) < $1 limit ${BATCH}) returning id`,
      [new Date(nowMs - SESSIONS_FOR_MS)],
    );
    return keys.length + sessions.length;
  }
}
