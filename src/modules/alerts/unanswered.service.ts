import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Transaction } from '../../platform/database/transaction.js';
import { AlertFacts } from './alerts.facts.js';
import { IngestQueries } from './ingest.queries.js';
import { factOfRoute, ROUTE_FACT_COLUMNS, type RouteFactRow } from './route-facts.js';

/** By then whoever opened it has committed or failed. */
const SETTLED_MS = 10_000;
/** An answer, once given, stays: what is older was looked at before. */
const LOOK_BACK_MS = 10 * 60_000;
const MOST = 50;

/** Firing alerts for which nobody was called, and nothing says why not. There must be none; the auditor asks. */
@Injectable()
export class UnansweredAlerts {
  constructor(
    private readonly transaction: Transaction,
    private readonly store: IngestQueries,
    private readonly modules: ModuleRef,
  ) {}

  /** Alerts that were routed to nobody at all: a matter of the settings, not of the engine. */
  async unrouted(now: Date): Promise<readonly string[]> {
    const rows = await this.transaction.query<{ id: string }>(
      `select id from alerts a where status = 'firing' and first_received_at between $1 and $2
         and not exists (select 1 from alert_routes r where r.alert_id = a.id)
       order by first_received_at limit ${MOST}`,
      spanBefore(now),
      'reports',
    );
    return rows.map(({ id }) => id);
  }

  /** Tells `escalation` of them anew. Gives the alerts that were told of. */
  async answer(now: Date): Promise<readonly string[]> {
    const rows = await this.transaction.query<RouteFactRow>(
      `select ${ROUTE_FACT_COLUMNS} from alerts a join alert_routes r on r.alert_id = a.id
       where a.status = 'firing' and a.first_received_at between $1 and $2
         and r.urgency <> 'record' and r.reason is null and r.escalation_id is null
       order by r.team_id, r.group_key, a.id limit ${MOST}`,
      spanBefore(now),
      'reports',
    );
    if (rows.length > 0)
      await this.transaction.run(async () => {
        await this.store.answer(await this.facts.opened(rows.map(factOfRoute), 'with-others'));
      }, 'intake');
    return [...new Set(rows.map((row) => row.alert_id))];
  }

  private get facts(): AlertFacts {
    return this.modules.get<AlertFacts>(AlertFacts, { strict: false });
  }
}

const spanBefore = (now: Date): readonly [Date, Date] => [
  new Date(now.getTime() - LOOK_BACK_MS),
  new Date(now.getTime() - SETTLED_MS),
];
