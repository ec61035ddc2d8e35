import { Injectable } from '@nestjs/common';
import type { SignalResult } from '../../plugins/kit/index.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import { Metrics } from '../../platform/observability/metrics.js';
import {
  applied,
  distinctKeys,
  eventsOf,
  keyFor,
  keyText,
  NO_KEY,
  routedAlert,
  type Sorted,
  sortedOf,
  type Touched,
  wantedOf,
} from './batch.rules.js';
import { FactsTeller } from './facts-teller.service.js';
import type { IngestItem } from './ingest.js';
import { IngestQueries } from './ingest.queries.js';
import { RoutingQueries } from './routing.queries.js';
import type { RoutingTable } from './routing.rules.js';
import { cleaned } from './signal.rules.js';

const NOTHING: RoutingTable = { teams: new Map(), services: new Map(), servicesById: new Map(), windows: [] };

/** The one door of every alert, whoever invents it. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly store: IngestQueries,
    private readonly routing: RoutingQueries,
    private readonly teller: FactsTeller,
    private readonly events: EventLog,
    private readonly metrics: Metrics,
  ) {}

  /** Joins the transaction that runs; one result per item, in their order. */
  ingest(items: readonly IngestItem[]): Promise<readonly SignalResult[]> {
    const [first] = items;
    if (!first) return Promise.resolve([]);
    return this.transaction.run(async () => {
      const keyed = await this.keyed(items);
      const named = keyed.filter(({ item }) => item.key !== NO_KEY);
      const keys = distinctKeys(named.map(({ origin, item }) => keyFor(origin, item)));
      // One way to the database and back: locks first, then what they guard.
      const [, newest, table] = await Promise.all([
        this.store.lock(keys),
        this.store.newest(keys),
        this.tableFor(named, first.receivedAt),
      ]);
      const { results, touched } = applied(keyed, new Map(newest.map((one) => [keyText(one), one.state])));
      await this.save(touched, table, first.receivedAt);
      for (const { effect } of results) this.metrics.alerts.inc({ effect });
      return results;
    }, 'intake');
  }

  private async keyed(items: readonly IngestItem[]): Promise<readonly Sorted[]> {
    const clean = items.map((item) => ({ ...item, signal: cleaned(item.signal) }));
    const refs = clean.flatMap(({ origin, signal }) =>
      signal.ref && signal.ref.by !== 'dedupKey'
        ? [{ integrationId: origin.integrationId, by: signal.ref.by, value: signal.ref.value }]
        : [],
    );
    const known = await this.store.keysOfRefs(refs);
    return clean.map((item) => sortedOf(item, item.signal, known, newId));
  }

  /** Nothing here waits for what it writes: the facts are told meanwhile, and the numbers are asked for at the end. */
  private async save(touched: readonly Touched[], table: RoutingTable, at: Date): Promise<void> {
    const opened = touched.filter(({ happened }) => happened.has('opened'));
    const older = touched.filter(({ happened }) => !happened.has('opened'));
    const routed = opened.map((alert) => routedAlert(alert, table, newId));
    const routes = routed.flatMap((one) => one.routes);
    const all = [...routed.map(({ alert }) => alert), ...older];
    const [numbers, , teams] = await Promise.all([
      this.store.insert(routed.map(({ alert }) => alert)),
      this.store.update(older.map(({ state }) => state)),
      this.teller.tell(all, routes, at),
    ]);
    await this.events.append(
      all.flatMap(({ state, ...rest }) =>
        eventsOf(
          { ...rest, state: { ...state, number: state.number ?? numbers.get(state.alertId) } },
          teams.get(state.alertId) ?? [],
        ),
      ),
    );
  }

  private tableFor(items: readonly Sorted[], at: Date): Promise<RoutingTable> {
    return items.length === 0 ? Promise.resolve(NOTHING) : this.routing.table(wantedOf(items, at));
  }
}
