import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Loops } from '../clock/loop.js';

/** Many times what the slowest turn can take: each of its statements is bounded by seconds. */
const STUCK_MS = 60_000;

/**
 * Whether a restart is the only help. A database that is away is none of this: it would be away after the restart
 * too, and what waits in memory would be lost.
 */
@Injectable()
export class Liveness {
  private readonly log = new Logger(Liveness.name);
  private databaseBackMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly loops: Loops,
  ) {}

  isAlive(): boolean {
    const now = this.clock.nowMs();
    // The clock asks the database every two seconds, on a connection of its own.
    if (!this.clock.isTrusted()) {
      this.databaseBackMs = now;
      return true;
    }
    const turn = this.loops.longestTurn();
    // A turn that was held up by the database has the same time again to go on by itself.
    if (!turn || Math.min(turn.ms, now - this.databaseBackMs) <= STUCK_MS) return true;
    this.log.error({ loop: turn.name, stuckMs: turn.ms }, 'a loop is stuck while the database answers');
    return false;
  }
}
