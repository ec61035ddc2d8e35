import type { SignalResult } from '../../plugins/kit/index.js';
import type { ResolveAfter, RoutingRule } from '../alerts/index.js';
import type { DeliveryView, IntegrationView, SeverityWord } from './webhooks.dto.js';

export interface IntegrationRow {
  readonly id: string;
  readonly team_id: string;
  readonly name: string;
  readonly source: string;
  readonly mode: IntegrationView['mode'];
  readonly service_id: string | null;
  readonly options_sealed: string;
  readonly key_sealed: string;
  readonly key_hint: string;
  readonly created_at: Date;
  readonly version: number;
  readonly last_delivery_at: Date | null;
  readonly last_problem: string | null;
  readonly last_problem_at: Date | null;
  readonly delivery_count: string;
  readonly is_faulty: boolean;
  readonly rules: readonly RoutingRule[];
  /** Of a delivery that proved itself. */
  readonly last_heard_at: Date | null;
  readonly silent_after_seconds: number | null;
  readonly silent_from: Date | null;
  readonly silent_since: Date | null;
  readonly resolve_after: ResolveAfter | null;
  readonly trusts_acknowledgements: boolean;
  readonly severity_words: readonly SeverityWord[];
}
export const INTEGRATION_COLUMNS = `id, team_id, name, source, mode, service_id, options_sealed, key_sealed, key_hint, created_at,
  version, last_delivery_at, last_problem, last_problem_at, delivery_count, is_faulty, rules,
  last_heard_at, silent_after_seconds, silent_from, silent_since, resolve_after, trusts_acknowledgements, severity_words`;

export const integrationViewOf = (row: IntegrationRow, options: unknown): IntegrationView => ({
  integrationId: row.id,
  teamId: row.team_id,
  name: row.name,
  source: row.source,
  mode: row.mode,
  ...(row.service_id === null ? {} : { serviceId: row.service_id }),
  options,
  keyHint: row.key_hint,
  createdAt: row.created_at.toISOString(),
  ...(row.last_delivery_at === null ? {} : { lastDeliveryAt: row.last_delivery_at.toISOString() }),
  ...(row.last_problem === null ? {} : { lastProblem: row.last_problem }),
  ...(row.last_problem_at === null ? {} : { lastProblemAt: row.last_problem_at.toISOString() }),
  deliveryCount: Number(row.delivery_count),
  ...(row.silent_after_seconds === null ? {} : { silentAfterSeconds: row.silent_after_seconds }),
  ...(row.silent_since === null ? {} : { silentSince: row.silent_since.toISOString() }),
  ...(row.resolve_after === null
    ? {}
    : { resolveAfter: { ...row.resolve_after, byKind: [...row.resolve_after.byKind] } }),
  trustsAcknowledgements: row.trusts_acknowledgements,
  severityTable: { words: [...row.severity_words] },
  version: row.version,
});

export type DeliveryOutcomeName = DeliveryView['outcome'];

export interface DeliveryRow {
  readonly id: string;
  readonly integration_id: string;
  readonly received_at: Date;
  readonly method: string;
  readonly path: string;
  readonly address: string;
  readonly headers: Record<string, string>;
  readonly content_type: string;
  readonly body: Buffer;
  readonly body_bytes: number;
  readonly outcome: DeliveryOutcomeName;
  readonly issues: readonly string[];
  readonly reading: unknown;
  readonly results: readonly SignalResult[];
}
export const DELIVERY_COLUMNS =
  'id, integration_id, received_at, method, path, address, headers, content_type, body, body_bytes, outcome, issues, reading, results';

/** As it is shown: a mail of ten megabytes is nothing to look at, and there are fifty on a page. */
export const SHOWN_COLUMNS = DELIVERY_COLUMNS.replace(
  ' body,',
  ' substring(body from 1 for 1048576) as body,',
);

const REPLACED = new TextDecoder('utf-8', { fatal: false });

export const deliveryViewOf = (row: DeliveryRow): DeliveryView => ({
  deliveryId: row.id,
  integrationId: row.integration_id,
  receivedAt: row.received_at.toISOString(),
  method: row.method,
  path: row.path,
  address: row.address,
  headers: row.headers,
  contentType: row.content_type,
  body: REPLACED.decode(row.body),
  bodyBytes: row.body_bytes,
  outcome: row.outcome,
  issues: [...row.issues],
  ...(row.reading === null ? {} : { reading: row.reading }),
  results: row.results.map(({ action, dedupKey, effect, alertId }) => ({
    action,
    dedupKey,
    effect,
    ...(alertId === undefined ? {} : { alertId }),
  })),
});
