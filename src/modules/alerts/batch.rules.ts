import type { Severity, Signal, SignalResult } from '../../plugins/kit/index.js';
import type { NewEvent } from '../../platform/events/event-log.js';
import { type AlertState, decide, type Decision, type Happened, type Keyed } from './dedup.rules.js';
import { type AlertOrigin, CANARY_INTEGRATION_ID, type IngestItem, ownOrigin } from './ingest.js';
import {
  askedTeams,
  CATCH_ALL,
  type Routed,
  routesOf,
  type RoutingTable,
  type WantedOfTable,
} from './routing.rules.js';
import type { NoRingReason } from './alerts.dto.js';
import { withExpiry } from './expiry.rules.js';
import { windowFor } from './maintenance.rules.js';
import type { RoutingRule } from './rules.dto.js';
import { ruled, ruleFor, subjectOf } from './rules.rules.js';
import { translated } from './severity.rules.js';
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
}

/** As it came, made fit to be stored, with the key under which its alert is found. */
export const sortedOf = (
  { origin, receivedAt, saidAt, deliveryId, repeat }: Omit<IngestItem, 'signal'>,
  signal: Signal,
  known: ReadonlyMap<string, string>,
  makeId: () => string,
): Sorted => ({
  origin,
  item: {
    signal: translated(signal, origin.severities),
    key: keyOf(signal, origin, known, makeId),
    newAlertId: makeId(),
    originName: origin.name,
    receivedAt,
    saidAt: saidAt ?? receivedAt,
    deliveryId,
    repeat,
    isTrusted: origin.mode === 'live' && origin.quiet === undefined && origin.trustsAcknowledgements,
  },
});

/** What routing may ask for: of all that was said and of every rule, since nobody knows yet what of it is new. */
export const wantedOf = (items: readonly Sorted[], at: Date): WantedOfTable => ({
  teams: [
    ...new Set([
      ...items.flatMap(({ item: { signal } }) => askedTeams(signal.teams, signal.labels)),
      ...[...new Set(items.map(({ origin }) => origin.rules))].flatMap((book) => book?.teamIds ?? []),
    ]),
  ],
  services: items.flatMap(({ item: { signal } }) => signal.service ?? []),
  serviceIds: items.flatMap(({ origin }) => origin.serviceId ?? []),
  catchAll: items.some(({ origin }) => origin.teamId === undefined),
  at,
});

interface ByRules {
  readonly item: Keyed;
  readonly rule?: RoutingRule | undefined;
  /** The severity without any rule, where it is known. */
  readonly said?: Severity | undefined;
}

/**
 * Rules are asked about the alert as it would stand, not about what was sent just now: an update names only what has
 * changed, and no rule must lose an alert by that. It would stand with what its sender says of its severity: what one
 * rule has made of it must not be what the next one raises again, update by update.
 */
function byRules({ origin, item }: Sorted, latest: AlertState | undefined): ByRules {
  const before = latest && { ...latest, severity: latest.saidSeverity ?? latest.severity };
  const { alert } = decide(before, item);
  if (!alert) return { item };
  const rule = origin.rules && ruleFor(origin.rules, subjectOf(alert), item.receivedAt);
  return { item: { ...item, signal: ruled(item.signal, rule) }, rule, said: alert.severity };
}

const withSaid = (alert: AlertState, said: Severity | undefined): AlertState => ({
  ...alert,
  saidSeverity: said === alert.severity ? undefined : said,
});

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
  const results = items.map(({ origin, item: sent }): SignalResult => {
    const place = keyText(keyFor(origin, sent));
    const latest = sent.key === NO_KEY ? undefined : newest.get(place);
    const { item, rule, said } = byRules({ origin, item: sent }, latest);
    const decided = decide(latest, item);
    const decision =
      decided.alert && decided.happened.length > 0
        ? { ...decided, alert: withExpiry(withSaid(decided.alert, said), origin.resolveAfter) }
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
  { origin, item, rule }: Sorted & { readonly rule?: RoutingRule | undefined },
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
  const subject = subjectOf(state);
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
