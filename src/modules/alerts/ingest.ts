import type { Signal } from '../../plugins/kit/index.js';
import type { ResolveAfter } from './expiry.rules.js';
import type { Rulebook } from './rules.rules.js';
import type { SeverityWords } from './severity.rules.js';

/** What alerts need to know of whoever sends them. */
export interface AlertOrigin {
  readonly integrationId: string;
  readonly name: string;
  /** Plugin id of the alert source; `api` and `house` for our own. */
  readonly source: string;
  /** Absent: nobody's, so that the catch-all team gets what nothing else routes. */
  readonly teamId?: string | undefined;
  /** The service whose alerts come this way, where the signal names none. */
  readonly serviceId?: string | undefined;
  readonly mode: 'live' | 'shadow';
  readonly missingKey: 'hash' | 'unique';
  /** What it opens calls nobody, and this is why; what it resolves is resolved. */
  readonly quiet?: 'stale' | undefined;
  /** Absent: the source's own translation stands. */
  readonly severities?: SeverityWords | undefined;
  /** An acknowledgement at the source stops the ringing; otherwise it is shown, and ringing goes on. */
  readonly trustsAcknowledgements?: boolean | undefined;
  /** Absent: it has none. */
  readonly rules?: Rulebook | undefined;
  /** How long an alert of it may hear nothing before it counts as over. Absent: for ever. */
  readonly resolveAfter?: ResolveAfter | undefined;
}

export interface IngestItem {
  readonly origin: AlertOrigin;
  readonly signal: Signal;
  readonly deliveryId?: string | undefined;
  readonly receivedAt: Date;
  /** When it came first, where it is read once more. */
  readonly saidAt?: Date | undefined;
  /** `body`: the same bytes came a moment ago; `id`: the sender's own id of this message was taken already. */
  readonly repeat?: 'body' | 'id' | undefined;
}

/** Our own door for people and scripts; it needs no row of an integration. */
export const API_ORIGIN: AlertOrigin = {
  integrationId: '00000000-0000-7000-8000-000000000001',
  name: 'API',
  source: 'api',
  mode: 'live',
  missingKey: 'hash',
};

/** What the house itself has found out: that another Barry is silent. */
export const HOUSE_ORIGIN: AlertOrigin = {
  integrationId: '00000000-0000-7000-8000-000000000002',
  name: 'Barry',
  source: 'house',
  mode: 'live',
  missingKey: 'hash',
};

/**
 * Of the integration by which the house tries itself: its alerts ring canaries and nobody else. It has a row and a key
 * like any other, so that the whole way is tried.
 */
export const CANARY_INTEGRATION_ID = '00000000-0000-7000-8000-000000000003';

export const isOwnOrigin = (integrationId: string): boolean =>
  [API_ORIGIN, HOUSE_ORIGIN].some((origin) => origin.integrationId === integrationId);

/** Ours, which no integration stands behind. */
export const ownOrigin = (source: string): AlertOrigin | undefined =>
  [API_ORIGIN, HOUSE_ORIGIN].find((origin) => origin.source === source);
