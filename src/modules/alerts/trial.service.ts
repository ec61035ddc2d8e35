import { Injectable } from '@nestjs/common';
import type { Signal } from '../../plugins/kit/index.js';
import { newId } from '../../platform/database/new-id.js';
import { applied, type NewRoute, NO_KEY, routedAlert, sortedOf, wantedOf } from './batch.rules.js';
import type { AlertOrigin } from './ingest.js';
import { RoutingQueries } from './routing.queries.js';
import { ruled } from './rules.rules.js';
import { cleaned } from './signal.rules.js';

export interface TriedItem {
  readonly signal: Signal;
  readonly dedupKey: string;
  readonly rule?: string | undefined;
  readonly routes: readonly NewRoute[];
}

/** What would become of signals if they came now and nothing were open; by the very rules that decide it when they come. */
@Injectable()
export class RoutingTrials {
  constructor(private readonly routing: RoutingQueries) {}

  async try(origin: AlertOrigin, signals: readonly Signal[], at: Date): Promise<readonly TriedItem[]> {
    const sorted = signals.map((sent) =>
      sortedOf({ origin, receivedAt: at }, cleaned(sent), new Map(), newId),
    );
    const table = await this.routing.table(wantedOf(sorted, at));
    return sorted.map((one) => {
      const { touched } = applied([one], new Map());
      const opened = touched.filter(({ happened }) => happened.has('opened'));
      const rule = opened[0]?.rule;
      return {
        signal: ruled(one.item.signal, rule),
        dedupKey: one.item.key === NO_KEY ? '' : one.item.key,
        rule: rule?.name,
        routes: opened.flatMap((alert) => routedAlert(alert, table, newId).routes),
      };
    });
  }
}
