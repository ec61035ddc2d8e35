import { Injectable, Logger } from '@nestjs/common';
import { SecretBox } from '../../platform/auth/secret-box.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import { Outside } from '../../platform/outside/outside.js';
import { afterVisit, onlyHost, VISIT_AGAIN_MS } from './handshake.rules.js';
import { type HandshakeRow, HANDSHAKES, toldOf } from './handshakes.service.js';

const MOST_A_TURN = 5;

/** Visits the addresses that are due: outside of any transaction, by the guarded way out, never in anybody's request. */
@Injectable()
export class HandshakesEngine {
  private readonly log = new Logger(HandshakesEngine.name);

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly box: SecretBox,
    private readonly outside: Outside,
  ) {}

  /** How many were visited, well or not. */
  async tick(): Promise<number> {
    const rows = await this.take(this.clock.now());
    for (const row of rows) await this.visit(row);
    return rows.length;
  }

  /** Moved on first: whoever dies now leaves them to be visited again, which does no harm. */
  private take(now: Date): Promise<readonly (HandshakeRow & { readonly tries: number })[]> {
    return this.transaction.query(
      `with taken as (
         update integration_handshakes set due_at = $2, tries = tries + 1
         where id in (select id from integration_handshakes where due_at <= $1 order by due_at limit $3
           for update skip locked)
         returning id, tries)
       select h.*, taken.tries from (${HANDSHAKES}) h join taken on taken.id = h.id`,
      [now, new Date(now.getTime() + VISIT_AGAIN_MS), MOST_A_TURN],
      'reports',
    );
  }

  private async visit(row: HandshakeRow & { readonly tries: number }): Promise<void> {
    const url = this.box.open(row.url_sealed, `handshake ${row.id}`);
    const { state, failure } = afterVisit(await this.outside.get(url, onlyHost(row.host)), row.tries);
    const now = this.clock.now();
    await this.transaction.run(async () => {
      await this.transaction.query(
        `update integration_handshakes set state = $2, failure = $3,
           due_at = case when $2 = 'due' then due_at end,
           confirmed_at = case when $2 = 'confirmed' then $4::timestamptz end
         where id = $1 and state = 'due'`,
        [row.id, state, failure ?? null, now],
      );
      await this.events.append([toldOf(row, now)]);
    });
    if (failure !== undefined) this.log.warn(`${row.host} was not visited for ${row.name}: ${failure}`);
  }
}
