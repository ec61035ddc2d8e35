import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';

/** It is said anew with every turn of who holds something. */
const SAID_MS = 10_000;

/** Tells the processes that judge silence: what was said is not all written down yet. */
@Injectable()
export class Unheard {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  async say(): Promise<void> {
    await this.transaction.query(
      `update intake_ears set spooled_until = $1`,
      [new Date(this.clock.nowMs() + SAID_MS)],
      'intake',
    );
  }
}
