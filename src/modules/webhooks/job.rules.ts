import type { AnyAlertSource, Delivery, IntakeProblem, Reading, Signal } from '../../plugins/kit/index.js';
import type { AlertOrigin } from '../alerts/index.js';
import type { Arrival } from './arrival.js';
import type { KnownIntegration } from './integration-keys.service.js';
import { bytesWithoutKey, withoutKey, withoutProofs } from './key.rules.js';
import { largestBodyOf } from './request-body.js';
import type { DeliveryOutcomeName, DeliveryRow } from './webhooks.rows.js';

/** A delivery on its way into the database. */
export interface Job {
  readonly integration: KnownIntegration;
  readonly origin: AlertOrigin;
  readonly row: DeliveryRow;
  readonly signals: readonly Signal[];
  /** Signals of our own about this delivery: not among the sender's results. */
  readonly ownSignals: readonly Signal[];
  /** Of the whole delivery: the same bytes within a minute are a retry. */
  readonly bodyKey?: string | undefined;
  readonly problem?: IntakeProblem | undefined;
  /** Names of the signs of life in it. */
  readonly beats?: readonly string[] | undefined;
}

export const UNREADABLE_KEY = 'barry:unreadable';
const UNPROVED_KEY = 'barry:unproved';
const TOO_LARGE_KEY = 'barry:too-large';
const OVERFLOW_KEY = 'barry:overflow';
/** No delivery says that it is over; whoever took the last one must not silence the next for ever. */
const ofHour = (key: string, at: Date): string => `${key}:${at.toISOString().slice(0, 13)}`;

export const originOf = (
  { row, rules, severities }: KnownIntegration,
  missingKey: 'hash' | 'unique',
): AlertOrigin => ({
  integrationId: row.id,
  name: row.name,
  source: row.source,
  teamId: row.team_id,
  serviceId: row.service_id ?? undefined,
  mode: row.mode === 'shadow' ? 'shadow' : 'live',
  missingKey,
  severities,
  trustsAcknowledgements: row.trusts_acknowledgements,
  rules,
  resolveAfter: row.resolve_after ?? undefined,
});

/** What is kept of an arrival, before anything is known of its effect. */
export function rowOf(
  arrival: Arrival,
  integrationId: string,
  key: string | undefined,
  outcome: DeliveryOutcomeName,
  more: { readonly issues?: readonly string[]; readonly reading?: unknown } = {},
): DeliveryRow {
  const { delivery } = arrival;
  return {
    id: arrival.deliveryId,
    integration_id: integrationId,
    received_at: delivery.receivedAt,
    method: delivery.method,
    path: withoutKey(`${delivery.path}${queryShown(delivery.query)}`, key),
    address: arrival.address,
    headers: withoutProofs(delivery.headers),
    content_type: delivery.headers['content-type'] ?? '',
    body: arrival.route.credential ? bytesWithoutKey(delivery.rawBody, key) : Buffer.from(delivery.rawBody),
    body_bytes: arrival.bodyBytes,
    outcome,
    issues: more.issues ?? [],
    reading: more.reading ?? null,
    results: [],
  };
}

/** Of the query what may be kept, so that it can be read again. */
function queryShown(query: Delivery['query']): string {
  const kept = Object.entries(withoutProofs(query));
  return kept.length === 0 ? '' : `?${new URLSearchParams(kept).toString()}`;
}

export const isDeclaredJson = (arrival: Arrival): boolean =>
  /json/i.test(arrival.delivery.headers['content-type'] ?? '');

/** A monitor that cannot be read must wake somebody. */
export const unreadableAlert = (name: string, issues: readonly string[]): Signal => ({
  action: 'trigger',
  kind: 'monitoring-fault',
  severity: 'high',
  dedupKey: UNREADABLE_KEY,
  title: `${name}: a delivery could not be read`,
  description: issues.join('\n'),
});

/** It may be an alert, and nobody can say: the sender is told to try again, and somebody here has to look. */
export const unprovedAlert = (name: string, at: Date): Signal => ({
  action: 'trigger',
  kind: 'monitoring-fault',
  severity: 'high',
  dedupKey: ofHour(UNPROVED_KEY, at),
  title: `${name}: a delivery cannot be proved`,
  description:
    'The certificate of its sender cannot be fetched: this installation has no way there at the moment. The sender was told to try again; the delivery is kept. Where there is never a way, switch the check of the signature off in the options.',
});

/** The same delivery without the alerts that the database refused. */
export function notStored(job: Job): Job {
  const issues = ['its alerts could not be stored'];
  return {
    ...job,
    signals: [],
    ownSignals: [unreadableAlert(job.origin.name, issues)],
    bodyKey: undefined,
    problem: { kind: 'unreadable', issues },
    row: { ...job.row, outcome: 'unreadable', issues },
  };
}

export const readableAgain: Signal = {
  action: 'resolve',
  dedupKey: UNREADABLE_KEY,
  note: 'The next delivery could be read.',
};

export const tooLargeAlert = (name: string, { bodyBytes, delivery, route }: Arrival): Signal => ({
  action: 'trigger',
  kind: 'monitoring-fault',
  severity: 'warning',
  dedupKey: ofHour(TOO_LARGE_KEY, delivery.receivedAt),
  title: `${name}: a delivery was too large`,
  description: `${bodyBytes} bytes were sent; at most ${largestBodyOf(route) / 1024} KiB are read. The first 64 KiB are kept with the delivery.`,
});

/** As they are stored: where the source says that a trigger without a key is always a new one, each gets one. */
export const keyedSignals = (
  { missingKey }: Pick<AnyAlertSource, 'missingKey'>,
  signals: readonly Signal[],
  deliveryId: string,
): readonly Signal[] => (missingKey === 'unique' ? withKeys(signals, deliveryId) : signals);

/** A new alert without a key gets one that is known before it is stored: the answer can tell it even from the spool. */
export const withKeys = (signals: readonly Signal[], deliveryId: string): readonly Signal[] =>
  signals.map((signal, index) =>
    signal.action === 'trigger' && signal.dedupKey === undefined && signal.ref === undefined
      ? { ...signal, dedupKey: index === 0 ? deliveryId : `${deliveryId}:${index}` }
      : signal,
  );

export const overflowAlert = (name: string, at: Date): Signal => ({
  action: 'trigger',
  kind: 'monitoring-fault',
  severity: 'high',
  dedupKey: ofHour(OVERFLOW_KEY, at),
  title: `${name}: more alerts than can be opened one by one`,
  description:
    'Each count of this alert is a delivery whose alerts were not opened. The deliveries are kept.',
});

/** While too many come, only what opens nothing goes through: a resolve that is lost would ring on. */
export const withoutTriggers = (signals: readonly Signal[]): readonly Signal[] =>
  signals.filter(({ action }) => action !== 'trigger');

export const beatsOf = (reading: Reading): readonly string[] =>
  reading.outcome === 'heartbeat'
    ? [reading.name]
    : reading.outcome === 'signals'
      ? (reading.heartbeats ?? [])
      : [];

/** What a reading comes to, before anybody acts on it: the same for what comes in and for what is read once more. */
export interface Told {
  readonly outcome: DeliveryOutcomeName;
  readonly signals: readonly Signal[];
  readonly issues: readonly string[];
  readonly reading: unknown;
  /** Names of the signs of life in it. */
  readonly beats: readonly string[];
}

export function toldOf(reading: Reading): Told {
  const none = { signals: [], issues: [], beats: beatsOf(reading), reading: readingShown(reading) };
  switch (reading.outcome) {
    case 'signals':
      // A package of others may never have been held against the contract.
      if (reading.signals.length + none.beats.length === 0 && reading.warnings?.length)
        return { ...none, outcome: 'unreadable', issues: reading.warnings };
      return { ...none, outcome: 'accepted', signals: reading.signals, issues: reading.warnings ?? [] };
    case 'ignored':
      return { ...none, outcome: 'ignored', issues: [reading.reason] };
    case 'unreadable':
      return { ...none, outcome: 'unreadable', issues: reading.issues };
    default:
      return { ...none, outcome: reading.outcome };
  }
}

/** Nobody reads more of them at a delivery, and the delivery itself has them all. */
const MOST_SHOWN = 500;

/** As shown at the delivery: what was read, not what became of it. */
export const readingShown = (reading: Reading): unknown =>
  reading.outcome === 'signals'
    ? {
        outcome: reading.outcome,
        signals: reading.signals.slice(0, MOST_SHOWN),
        ...(reading.signals.length > MOST_SHOWN ? { moreSignals: reading.signals.length - MOST_SHOWN } : {}),
        ...(reading.heartbeats ? { heartbeats: reading.heartbeats } : {}),
      }
    : reading.outcome === 'handshake'
      ? { outcome: reading.outcome }
      : reading;
