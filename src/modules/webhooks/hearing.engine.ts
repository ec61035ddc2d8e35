import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Chores } from '../../platform/clock/chores.js';
import { Transaction } from '../../platform/database/transaction.js';
import { AlertExpiry } from '../alerts/index.js';
import { DEAF_AFTER_MS, heardUpTo } from './hearing.rules.js';
import { HeartbeatBook } from './heartbeat-book.service.js';
import { Pings } from './pings.service.js';
import { SilenceService } from './silence.service.js';
import { Spool } from './spool.engine.js';

const EVERY_MS = 5_000;
/** What has still not come home then does not keep everybody else's silence from being heard. */
const LONGEST_SPOOL_MS = 15 * 60_000;

interface Ears {
  readonly listening_since: Date;
  readonly spooled_since: Date | null;
  readonly looked_before: Date | null;
}

/**
 * Believes silence: of heartbeats, of integrations, of alerts. Only while everything that was said can have been heard:
 * not just after nobody listened, and not while a spool still holds what came before.
 */
@Injectable()
export class HearingEngine implements OnModuleInit {
  constructor(
    private readonly chores: Chores,
    private readonly transaction: Transaction,
    private readonly spool: Spool,
    private readonly pings: Pings,
    private readonly book: HeartbeatBook,
    private readonly silence: SilenceService,
    private readonly expiry: AlertExpiry,
  ) {}

  onModuleInit(): void {
    this.chores.add({ name: 'hearing', everyMs: EVERY_MS, run: (now) => this.run(now) });
  }

  async run(now: Date): Promise<void> {
    const { listening_since: since, spooled_since: spooled, looked_before: before } = await this.look(now);
    if (spooled && now.getTime() - spooled.getTime() < LONGEST_SPOOL_MS) return;
    const asOf = heardUpTo(now, before);
    const done = await Promise.allSettled([
      this.book.look(now, { asOf, listeningSince: since }),
      this.silence.look(now, since),
      this.expiry.run(now, since),
    ]);
    for (const one of done) if (one.status === 'rejected') throw one.reason;
  }

  /** Other processes say by `spooled_until` that theirs is not empty yet. */
  private async look(now: Date): Promise<Ears> {
    const holds = this.pings.isHolding || (await this.spool.isWaiting());
    const [ears] = await this.transaction.query<Ears>(
      `with before as (select looked_at from intake_ears)
       insert into intake_ears as ears (looked_at, listening_since, spooled_since)
       values ($1, $1, case when $3 then $1::timestamptz end)
       on conflict (one) do update set looked_at = $1,
         listening_since = case when ears.looked_at < $2 or ears.looked_at > $1 then $1 else ears.listening_since end,
         spooled_since = case when $3 or ears.spooled_until > $1 then coalesce(ears.spooled_since, $1) end
       returning listening_since, spooled_since, (select looked_at from before) as looked_before`,
      [now, new Date(now.getTime() - DEAF_AFTER_MS), holds],
      'intake',
    );
    return ears ?? { listening_since: now, spooled_since: null, looked_before: null };
  }
}
