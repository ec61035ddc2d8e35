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
  keyOf,
  keyText,
  NO_KEY,
  routedAlert,
  type Sorted,
  type Touched,
} from './batch.rules.js';
import { FactsTeller } from './facts-teller.service.js';
import type { IngestItem } from './ingest.js';
import { IngestQueries } from './ingest.queries.js';
import { RoutingQueries } from './routing.queries.js';
import type { RoutingTable } from './routing.rules.js';
import { cleaned } from './signal.rules.js';

const NOTHING: RoutingTable = { teams: new Map(), services: new Map(), servicesById: new Map() };

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
      if (keys.length > 0) await this.store.lock(keys);
      const newest = keys.length > 0 ? await this.store.newest(keys) : [];
      const { results, touched } = applied(keyed, new Map(newest.map((one) => [keyText(one), one.state])));
      await this.save(touched, first.receivedAt);
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
    return clean.map(({ origin, signal, receivedAt, deliveryId, repeat }) => ({
      origin,
      item: {
        signal,
        key: keyOf(signal, origin, known, newId),
        newAlertId: newId(),
        originName: origin.name,
        receivedAt,
        deliveryId,
        repeat,
      },
    }));
  }

  private async save(touched: readonly Touched[], at: Date): Promise<void> {
    const opened = touched.filter(({ happened }) => happened.has('opened'));
    const table = await this.tableFor(opened);
    const routed = opened.map((alert) => routedAlert(alert, table, newId));
    const numbers = await this.store.insert(routed.map(({ alert }) => alert));
    await this.store.update(
      touched.filter(({ happened }) => !happened.has('opened')).map(({ state }) => state),
    );
    await this.store.insertRoutes(
      routed.flatMap(({ routes }) => routes),
      at,
    );
    const final = new Map(routed.map(({ alert }) => [alert.state.alertId, alert]));
    const all = touched.map((alert): Touched => {
      const { state, ...rest } = final.get(alert.state.alertId) ?? alert;
      return { ...rest, state: { ...state, number: state.number ?? numbers.get(state.alertId) } };
    });
    const teams = await this.teller.tell(
      all,
      routed.flatMap(({ routes }) => routes),
    );
    await this.events.append(all.flatMap((alert) => eventsOf(alert, teams.get(alert.state.alertId) ?? [])));
  }

  private tableFor(opened: readonly Touched[]): Promise<RoutingTable> {
    if (opened.length === 0) return Promise.resolve(NOTHING);
    return this.routing.table({
      teams: opened.flatMap(({ teams }) => teams),
      services: opened.flatMap(({ state }) => state.service ?? []),
      serviceIds: opened.flatMap(({ origin }) => origin.serviceId ?? []),
      catchAll: opened.some(({ origin }) => origin.teamId === undefined),
    });
  }
}
