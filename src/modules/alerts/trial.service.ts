import { Injectable } from '@nestjs/common';
import type { Signal } from '../../plugins/kit/index.js';
import { newId } from '../../platform/database/new-id.js';
import { applied, keyOf, type NewRoute, NO_KEY, routedAlert, type Sorted } from './batch.rules.js';
import type { AlertOrigin } from './ingest.js';
import { RoutingQueries } from './routing.queries.js';
import { askedTeams } from './routing.rules.js';
import { ruled, ruleFor } from './rules.rules.js';
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
    const sorted = signals.map((sent): Sorted => {
      const clean = cleaned(sent);
      const rule = origin.rules && ruleFor(origin.rules, clean, at);
      const signal = ruled(clean, rule);
      const key = keyOf(signal, origin, new Map(), newId);
      return {
        origin,
        rule,
        item: { signal, key, newAlertId: newId(), originName: origin.name, receivedAt: at },
      };
    });
    const table = await this.routing.table({
      teams: sorted.flatMap(({ item: { signal }, rule }) => [
        ...askedTeams(signal.teams, signal.labels),
        ...(rule?.teamIds ?? []),
      ]),
      services: sorted.flatMap(({ item: { signal } }) => signal.service ?? []),
      serviceIds: origin.serviceId === undefined ? [] : [origin.serviceId],
      catchAll: origin.teamId === undefined,
      at,
    });
    return sorted.map((one) => {
      const { touched } = applied([one], new Map());
      const opened = touched.filter(({ happened }) => happened.has('opened'));
      return {
        signal: one.item.signal,
        dedupKey: one.item.key === NO_KEY ? '' : one.item.key,
        rule: one.rule?.name,
        routes: opened.flatMap((alert) => routedAlert(alert, table, newId).routes),
      };
    });
  }
}
