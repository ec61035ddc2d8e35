import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Wake } from '../../platform/events/wake.js';

interface Wait {
  readonly ringId: string;
  readonly revision: number;
  over(): void;
}

/** Devices that wait for their ring to change. However many wait, one statement asks for all of them. */
@Injectable()
export class RingWaits {
  private readonly waits = new Set<Wait>();
  private isLooking = false;
  private isAsked = false;

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    wake: Wake,
  ) {
    wake.on('numbered', () => this.look());
  }

  /** Until the ring is not at `revision` any more or over, at most so long. */
  async change(ringId: string, revision: number, waitSeconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = this.clock.after(waitSeconds * 1000, () => wait.over());
      const wait: Wait = {
        ringId,
        revision,
        over: () => {
          timer.cancel();
          this.waits.delete(wait);
          resolve();
        },
      };
      this.waits.add(wait);
      this.look();
    });
  }

  private look(): void {
    this.isAsked = true;
    if (this.isLooking) return;
    this.isLooking = true;
    void this.lookOn().finally(() => (this.isLooking = false));
  }

  private async lookOn(): Promise<void> {
    while (this.isAsked && this.waits.size > 0) {
      this.isAsked = false;
      const waiting = [...this.waits];
      const unchanged = await this.unchanged(waiting);
      for (const wait of waiting) if (!unchanged.has(keyOf(wait.ringId, wait.revision))) wait.over();
    }
  }

  private async unchanged(waiting: readonly Wait[]): Promise<ReadonlySet<string>> {
    try {
      const rows = await this.transaction.query<{ id: string; revision: number }>(
        `select id, revision from ring_sessions where id = any($1::uuid[]) and ended_at is null`,
        [[...new Set(waiting.map(({ ringId }) => ringId))]],
        'ring',
      );
      return new Set(rows.map(({ id, revision }) => keyOf(id, revision)));
    } catch {
      // Each looks for itself, and says what it gets.
      return new Set();
    }
  }
}

const keyOf = (ringId: string, revision: number): string => `${ringId.toLowerCase()} ${revision}`;
