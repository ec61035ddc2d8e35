import { Injectable, Logger } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import type { SendOutcome } from '../../plugins/kit/index.js';
import { AddressesService } from '../devices/index.js';
import type { OutboxRow } from './outbox.js';
import { PhoneCosts } from './phone-costs.service.js';
import { SendReports, type Sent } from './send-reports.js';
import { afterOutcome, type NextOfRow } from './sender.rules.js';

const LARGEST_BATCH = 100;
/** One writes, one gets ready: more would only wait for each other's rows. */
const AT_ONCE = 2;
export const EXPIRED: SendOutcome = { outcome: 'rejected', reason: 'expired', scope: 'message' };

interface Waiting {
  readonly row: OutboxRow;
  readonly outcome: SendOutcome;
  readonly done: () => void;
}

/** Outcomes wait until a connection is free, then are recorded together, with all that follows from them. */
@Injectable()
export class OutcomeRecorder {
  private readonly log = new Logger(OutcomeRecorder.name);
  private waiting: Waiting[] = [];
  private busy = 0;

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly modules: ModuleRef,
    private readonly addresses: AddressesService,
    private readonly costs: PhoneCosts,
  ) {}

  /** Resolves when it is written, or given up: then the lease runs out and the row is taken again. */
  record(row: OutboxRow, outcome: SendOutcome): Promise<void> {
    return new Promise((done) => {
      this.waiting.push({ row, outcome, done });
      this.pump();
    });
  }

  private pump(): void {
    while (this.busy < AT_ONCE && this.waiting.length > 0) {
      const batch = this.waiting.splice(0, LARGEST_BATCH);
      this.busy += 1;
      void this.flush(batch).finally(() => {
        this.busy -= 1;
        for (const { done } of batch) done();
        this.pump();
      });
    }
  }

  private async flush(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.transaction.run(() => this.write(batch), 'ring');
    } catch (error) {
      if (batch.length === 1)
        return this.log.error({ err: error, row: batch[0]?.row.id }, 'an outcome could not be recorded');
      this.log.warn({ err: error }, `${batch.length} outcomes could not be recorded together`);
      const half = Math.ceil(batch.length / 2);
      await this.flush(batch.slice(0, half));
      await this.flush(batch.slice(half));
    }
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    const now = this.clock.now();
    const next = batch.map((one) => ({ ...one, next: afterOutcome(one.outcome, one.row, now) }));
    const held = await this.hold(next, now);
    const mine = next.filter(({ row }) => held.has(row.id));
    for (const { row, outcome } of mine)
      if (outcome.outcome === 'gone' && row.address_id)
        await this.addresses.markGone(row.address_id, outcome.since);
    const sent = mine.flatMap(({ row, outcome, next: { state } }): readonly Sent[] => {
      if (state === 'done') return [{ row, became: 'sent' }];
      // Too late is nobody's refusal: the call's own timer is due as well, and rings anew.
      if (state !== 'failed' || (outcome === EXPIRED && row.kind !== 'phone')) return [];
      return [{ row, became: outcome.outcome === 'gone' ? 'gone' : 'refused' }];
    });
    await this.costs.begun(
      sent.flatMap(({ row, became }) => (row.kind === 'phone' && became === 'sent' ? [row] : [])),
      now,
    );
    if (sent.length > 0) await this.reports.learnt(sent, now);
  }

  /** Under the lease: whoever lost it changes nothing. */
  private async hold(
    next: readonly { readonly row: OutboxRow; readonly next: NextOfRow }[],
    now: Date,
  ): Promise<ReadonlySet<string>> {
    const rows = await this.transaction.query<{ id: string }>(
      `update outbox o set state = given.state, outcome = given.why, external_id = given.external_id,
         is_fault = given.tells = 'fault', route = case when given.tells <> 'nothing' then o.route end,
         not_before = coalesce(given.again_at, o.not_before), lease_token = null, lease_until = null,
         done_at = case when given.state = 'waiting' then null else $2::timestamptz end
       from jsonb_to_recordset($1::jsonb) as given(id uuid, lease_token uuid, state text, why text, external_id text,
         tells text, again_at timestamptz)
       where o.id = given.id and o.lease_token = given.lease_token and o.state = 'waiting' returning o.id`,
      [
        JSON.stringify(
          next.map(({ row, next: { state, why, externalId, againAt, tells } }) => ({
            id: row.id,
            lease_token: row.lease_token,
            state,
            why,
            external_id: externalId,
            tells,
            again_at: againAt,
          })),
        ),
        now,
      ],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Bound by `escalation`, which stands above this module: looked up when needed. */
  private get reports(): SendReports {
    return this.modules.get(SendReports, { strict: false });
  }
}
