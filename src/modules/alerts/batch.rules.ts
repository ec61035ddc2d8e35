import type { SignalResult } from '../../plugins/kit/index.js';
import type { NewEvent } from '../../platform/events/event-log.js';
import { type AlertState, decide, type Decision, type Happened, type Keyed } from './dedup.rules.js';
import { type AlertOrigin, CANARY_INTEGRATION_ID, type IngestItem, ownOrigin } from './ingest.js';
import { askedTeams, CATCH_ALL, type Routed, routesOf, type RoutingTable } from './routing.rules.js';
import type { NoRingReason } from './alerts.dto.js';
import { withExpiry } from './expiry.rules.js';
import { windowFor } from './maintenance.rules.js';
import type { RoutingRule } from './rules.dto.js';
import { boundedKey, groupKeyOf, keyOfContent, shownTitle } from './signal.rules.js';

export interface StateKey {
  readonly integrationId: string;
  readonly key: string;
}

export interface NewRoute extends Routed {
  readonly routeId: string;
  readonly alertId: string;
  readonly groupKey: string;
  readonly reason?: NoRingReason | undefined;
}

/** One alert that this batch touched, with all that happened to it. */
export interface Touched {
  readonly origin: AlertOrigin;
  readonly state: AlertState;
  readonly happened: ReadonlySet<Happened>;
  readonly teams: readonly string[];
  readonly rule?: RoutingRule | undefined;
  readonly notes: readonly { readonly note: string; readonly actor?: string | undefined }[];
}

/** A follow-up that names no alert. */
export const NO_KEY = '';

export interface Sorted {
  readonly origin: AlertOrigin;
  readonly item: Keyed;
  /** Of the integration's rules the one that holds for what was sent. */
  readonly rule?: RoutingRule | undefined;
}

export const keyFor = (origin: AlertOrigin, item: Keyed): StateKey => ({
  integrationId: origin.integrationId,
  key: item.key,
});
export const keyText = ({ integrationId, key }: StateKey): string => `${integrationId} ${key}`;
export const distinctKeys = (keys: readonly StateKey[]): readonly StateKey[] => [
  ...new Map(keys.map((key) => [keyText(key), key])).values(),
];

export function keyOf(
  signal: IngestItem['signal'],
  origin: AlertOrigin,
  known: ReadonlyMap<string, string>,
  makeId: () => string,
): string {
  const { ref } = signal;
  if (ref && ref.by !== 'dedupKey')
    return known.get(`${origin.integrationId} ${ref.by} ${ref.value.toLowerCase()}`) ?? NO_KEY;
  const said = ref?.value ?? signal.dedupKey;
  if (said !== undefined) return boundedKey(said);
  if (origin.missingKey === 'hash') return keyOfContent(signal);
  return signal.action === 'trigger' ? makeId() : NO_KEY;
}

/** One signal after the other; what the first did is what the next one meets. */
export function applied(
  items: readonly Sorted[],
  newest: Map<string, AlertState>,
): { readonly results: readonly SignalResult[]; readonly touched: readonly Touched[] } {
  const touched = new Map<string, Touched>();
  const results = items.map(({ origin, item, rule }): SignalResult => {
    const place = keyText(keyFor(origin, item));
    const decided = decide(item.key === NO_KEY ? undefined : newest.get(place), item);
    const decision =
      decided.alert && decided.happened.length > 0
        ? { ...decided, alert: withExpiry(decided.alert, origin.resolveAfter) }
        : decided;
    if (decision.alert) newest.set(place, decision.alert);
    if (decision.alert && decision.happened.length > 0) {
      const before = touched.get(decision.alert.alertId);
      touched.set(decision.alert.alertId, together(before, decision.alert, decision, { origin, item, rule }));
    }
    const { action } = item.signal;
    return { action, dedupKey: item.key, effect: decision.effect, alertId: decision.alert?.alertId };
  });
  return { results, touched: [...touched.values()] };
}

function together(
  before: Touched | undefined,
  state: AlertState,
  { happened }: Decision,
  { origin, item, rule }: Sorted,
): Touched {
  const { note, actor } = item.signal;
  return {
    origin,
    state,
    happened: new Set([...(before?.happened ?? []), ...happened]),
    teams: before?.teams ?? askedTeams(item.signal.teams, item.signal.labels),
    rule: before?.rule ?? rule,
    notes: [...(before?.notes ?? []), ...(note === undefined ? [] : [{ note, actor }])],
  };
}

function reasonOf(
  { mode, quiet }: AlertOrigin,
  { urgency }: Routed,
  isInMaintenance: boolean,
): NoRingReason | undefined {
  if (mode === 'shadow') return 'shadow';
  if (quiet) return quiet;
  if (urgency === 'record') return 'record-only';
  return isInMaintenance ? 'maintenance' : undefined;
}

export function routedAlert(
  alert: Touched,
  table: RoutingTable,
  makeId: () => string,
): { readonly alert: Touched; readonly routes: readonly NewRoute[] } {
  const { state, origin, teams, rule } = alert;
  const found = routesOf({ ...state, teams, rule }, origin, table);
  const { integrationId } = origin;
  const subject = { ...state, title: state.fullTitle ?? state.title, groupKey: state.sourceGroupKey };
  const isInMaintenance = (teamId: string): boolean =>
    windowFor(table.windows, { teamId, integrationId, subject }, state.lastReceivedAt) !== undefined;
  const routes = found.map((route): NewRoute => ({
    ...route,
    routeId: makeId(),
    alertId: state.alertId,
    groupKey: groupKeyOf(route.teamId, origin.integrationId, state),
    reason: reasonOf(origin, route, isInMaintenance(route.teamId)),
  }));
  const isUnrouted = found.every(({ because }) => because === CATCH_ALL);
  if (!isUnrouted) return { alert, routes };
  const full = `Unrouted alert: ${state.fullTitle ?? state.title}`;
  const title = shownTitle(full);
  return {
    alert: { ...alert, state: { ...state, title, fullTitle: title === full ? undefined : full } },
    routes,
  };
}

export function eventsOf(
  { state, origin, happened, notes }: Touched,
  teamIds: readonly string[],
): readonly NewEvent[] {
  // Once a minute, for nobody to read.
  if (origin.integrationId === CANARY_INTEGRATION_ID) return [];
  const kinds: readonly string[] = happened.has('opened')
    ? ['alert.opened']
    : happened.has('updated') && !happened.has('resolved')
      ? ['alert.updated']
      : [];
  const also = (['acknowledged', 'resolved'] as const).filter((what) => happened.has(what));
  const base = {
    at: state.lastReceivedAt,
    teamIds,
    alertId: state.alertId,
    ...(ownOrigin(origin.source) ? {} : { integrationId: origin.integrationId }),
  };
  const params = { number: String(state.number ?? ''), title: state.title, severity: state.severity };
  return [
    ...[...kinds, ...also.map((what) => `alert.${what}`)].map((kind) => ({ ...base, kind, params })),
    ...notes.map(({ note, actor }) => ({
      ...base,
      kind: 'alert.noted',
      ...(actor === undefined ? {} : { actor: { name: actor } }),
      params: { ...params, note },
    })),
  ];
}
