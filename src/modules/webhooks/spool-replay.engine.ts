import { Injectable, Logger } from '@nestjs/common';
import { sqlStateOf, UNIQUE_VIOLATION } from '../../platform/database/transaction.js';
import { mayBeOneRow } from '../../platform/database/batch-failure.js';
import { IntakeService } from './intake.service.js';
import { Spool } from './spool.engine.js';
import { Unheard } from './unheard.queries.js';

/** A turn of the loop stays short, however much was written down: one that does not come back counts as stuck. */
const MOST_A_TURN = 50;

/** Brings home what was spooled, oldest first, as soon as the database answers again. */
@Injectable()
export class SpoolReplay {
  private readonly log = new Logger(SpoolReplay.name);

  constructor(
    private readonly spool: Spool,
    private readonly intake: IntakeService,
    private readonly unheard: Unheard,
  ) {}

  /** How many came home. */
  async tick(): Promise<number> {
    if (await this.spool.isWaiting()) await this.unheard.say();
    let done = 0;
    for (const file of await this.spool.list()) {
      const spooled = await this.spool.read(file);
      if (!spooled) continue;
      try {
        await this.intake.resume(spooled.arrival, spooled.integrationId).catch(ignoreStored);
      } catch (error) {
        // What is to blame alone waits alone: it stays for the next turn, and those behind it come home.
        if (!mayBeOneRow(error)) throw error;
        this.log.error({ err: error }, `the spooled delivery ${file} cannot be brought home`);
        continue;
      }
      await this.spool.remove(file);
      done += 1;
      if (done === MOST_A_TURN) break;
    }
    return done;
  }
}

/** The delivery has the id of its row: stored before a crash, it is not stored again. */
function ignoreStored(error: unknown): void {
  if (sqlStateOf(error) !== UNIQUE_VIOLATION) throw error;
}
