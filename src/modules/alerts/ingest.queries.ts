import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { RouteAnswer, UrgencyName } from './alerts.facts.js';
import type { NewRoute, StateKey } from './batch.rules.js';
import type { AlertState } from './dedup.rules.js';
import type { AlertOrigin } from './ingest.js';

/** Column, its type in SQL, and the field of the state. Both ways are made from this one list. */
const STATE: readonly (readonly [string, string, keyof AlertState])[] = [
  ['id', 'uuid', 'alertId'],
  ['dedup_key', 'text', 'dedupKey'],
  ['source_group_key', 'text', 'sourceGroupKey'],
  ['status', 'text', 'status'],
  ['severity', 'text', 'severity'],
  ['source_severity', 'text', 'sourceSeverity'],
  ['said_severity', 'text', 'saidSeverity'],
  ['kind', 'text', 'kind'],
  ['title', 'text', 'title'],
  ['full_title', 'text', 'fullTitle'],
  ['description', 'text', 'description'],
  ['service', 'text', 'service'],
  ['component', 'text', 'component'],
  ['host', 'text', 'host'],
  ['environment', 'text', 'environment'],
  ['labels', 'jsonb', 'labels'],
  ['details', 'jsonb', 'details'],
  ['links', 'jsonb', 'links'],
  ['started_at', 'timestamptz', 'startedAt'],
  ['ended_at', 'timestamptz', 'endedAt'],
  ['source_started_at', 'timestamptz', 'sourceStartedAt'],
  ['source_ended_at', 'timestamptz', 'sourceEndedAt'],
  ['first_received_at', 'timestamptz', 'firstReceivedAt'],
  ['last_received_at', 'timestamptz', 'lastReceivedAt'],
  ['count', 'integer', 'count'],
  ['acknowledged_by', 'text', 'acknowledgedBy'],
  ['acknowledged_at', 'timestamptz', 'acknowledgedAt'],
  ['acknowledgement_said_at', 'timestamptz', 'acknowledgementSaidAt'],
  ['acknowledgement_counts', 'boolean', 'acknowledgementCounts'],
  ['suppressed', 'text', 'suppressed'],
  ['suppressed_until', 'timestamptz', 'suppressedUntil'],
  ['source_expires_at', 'timestamptz', 'sourceExpiresAt'],
  ['expires_at', 'timestamptz', 'expiresAt'],
  ['previous_id', 'uuid', 'previousId'],
  ['delivery_ids', 'uuid[]', 'deliveryIds'],
];
const NAMES = STATE.map(([column]) => column).join(', ');
const TYPED = STATE.map(([column, type]) => `${column} ${type}`).join(', ');
/** Of the table `alerts` under this name, for {@link stateOf}. */
export const stateColumns = (table: string): string =>
  [...STATE.map(([column]) => column), 'number'].map((column) => `${table}.${column}`).join(', ');
const CHANGED = STATE.filter(([column]) => column !== 'id')
  .map(([column]) => `${column} = given.${column}`)
  .join(', ');

export interface RouteRow {
  readonly id: string;
  readonly alert_id: string;
  readonly team_id: string;
  readonly policy_id: string | null;
  readonly urgency: UrgencyName;
  readonly group_key: string;
  readonly reason: string | null;
  readonly is_fixed: boolean;
}

type Row = Readonly<Record<string, unknown>>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NUMBER = /^\d{1,15}$/;

/** What `ingest` reads and writes, a whole batch at a time. */
@Injectable()
export class IngestQueries {
  constructor(private readonly transaction: Transaction) {}

  /** Whoever speaks of the same keys waits here, in the same order, so that two deliveries cannot open one alert twice. */
  async lock(keys: readonly StateKey[]): Promise<void> {
    if (keys.length === 0) return;
    const locks = [...new Set(keys.map(lockOf))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    await this.transaction.query(`select pg_advisory_xact_lock(lock) from unnest($1::bigint[]) as lock`, [
      locks.map(String),
    ]);
  }

  /** The newest alert of each key: the open one, if there is one. */
  async newest(keys: readonly StateKey[]): Promise<readonly (StateKey & { readonly state: AlertState })[]> {
    if (keys.length === 0) return [];
    const rows = await this.transaction.query<Row>(
      `select newest.* from unnest($1::uuid[], $2::text[]) as wanted(integration_id, dedup_key)
       cross join lateral (select integration_id, number, ${NAMES} from alerts
         where alerts.integration_id = wanted.integration_id and alerts.dedup_key = wanted.dedup_key
         order by number desc limit 1) as newest`,
      [keys.map((key) => key.integrationId), keys.map((key) => key.key)],
    );
    return rows.map((row) => {
      const state = stateOf(row);
      return { integrationId: String(row['integration_id']), key: state.dedupKey, state };
    });
  }

  /** The keys of alerts that a sender names by our id or number. */
  async keysOfRefs(
    refs: readonly { readonly integrationId: string; readonly by: 'id' | 'tiny'; readonly value: string }[],
  ): Promise<ReadonlyMap<string, string>> {
    if (refs.length === 0) return new Map();
    const rows = await this.transaction.query<{
      integration_id: string;
      id: string;
      number: string;
      key: string;
    }>(
      `select integration_id, id, number, dedup_key as key from alerts
       where integration_id = any($1::uuid[]) and (id = any($2::uuid[]) or number = any($3::bigint[]))`,
      [
        refs.map((ref) => ref.integrationId),
        // As what they are, or every alert of the integration would be looked at.
        refs.flatMap(({ by, value }) => (by === 'id' && UUID.test(value) ? [value] : [])),
        refs.flatMap(({ by, value }) => (by === 'tiny' && NUMBER.test(value) ? [value] : [])),
      ],
    );
    return new Map(
      rows.flatMap((row) => [
        [`${row.integration_id} id ${row.id}`, row.key] as const,
        [`${row.integration_id} tiny ${row.number}`, row.key] as const,
      ]),
    );
  }

  /** Gives the numbers back, by alert id. */
  async insert(
    alerts: readonly { readonly state: AlertState; readonly origin: AlertOrigin }[],
  ): Promise<ReadonlyMap<string, number>> {
    if (alerts.length === 0) return new Map();
    const rows = await this.transaction.query<{ id: string; number: string }>(
      `insert into alerts (integration_id, integration_name, source, ${NAMES})
       select integration_id, integration_name, source, ${NAMES} from jsonb_to_recordset($1::jsonb)
         as given(integration_id uuid, integration_name text, source text, ${TYPED})
       returning id, number`,
      [
        JSON.stringify(
          alerts.map(({ state, origin }) => ({
            integration_id: origin.integrationId,
            integration_name: origin.name,
            source: origin.source,
            ...rowOf(state),
          })),
        ),
      ],
    );
    return new Map(rows.map((row) => [row.id, Number(row.number)]));
  }

  async update(states: readonly AlertState[]): Promise<void> {
    if (states.length === 0) return;
    await this.transaction.query(
      `update alerts set ${CHANGED} from jsonb_to_recordset($1::jsonb) as given(${TYPED}) where alerts.id = given.id`,
      [JSON.stringify(states.map(rowOf))],
    );
  }

  /** With what became of each; `now` where more is to become of them in the same transaction. */
  async insertRoutes(
    routes: readonly (NewRoute & Omit<RouteAnswer, 'reason'>)[],
    at: Date,
    when: 'at-end' | 'now',
  ): Promise<void> {
    const rows = routes.map((route) => ({ ...route, at }));
    if (rows.length === 0) return;
    if (when === 'now') return this.writeRoutes(rows);
    await this.transaction.atEnd(this, rows, (all) => this.writeRoutes(all));
  }

  private async writeRoutes(rows: readonly object[]): Promise<void> {
    await this.transaction.query(
      `insert into alert_routes (id, alert_id, team_id, policy_id, urgency, because, rule, is_fixed, group_key, reason,
         created_at, escalation_id, escalation_number, standing)
       select "routeId", "alertId", "teamId", "policyId", urgency, because, rule, "isFixed", "groupKey", reason, at, "escalationId",
         "escalationNumber", standing
       from jsonb_to_recordset($1::jsonb) as given("routeId" uuid, "alertId" uuid, "teamId" uuid, "policyId" uuid,
         urgency text, because text, rule text, "isFixed" boolean, "groupKey" text, reason text, "escalationId" uuid, "escalationNumber" integer,
         standing text, at timestamptz)`,
      [JSON.stringify(rows)],
    );
  }

  async routesOf(alertIds: readonly string[]): Promise<readonly RouteRow[]> {
    if (alertIds.length === 0) return [];
    return this.transaction.query<RouteRow>(
      `select id, alert_id, team_id, policy_id, urgency, group_key, reason, is_fixed from alert_routes
       where alert_id = any($1::uuid[]) order by team_id, group_key, id`,
      [alertIds],
    );
  }

  async setUrgency(routeIds: readonly string[], urgency: UrgencyName): Promise<void> {
    if (routeIds.length === 0) return;
    await this.transaction.query(`update alert_routes set urgency = $2 where id = any($1::uuid[])`, [
      routeIds,
      urgency,
    ]);
  }

  async answer(answers: readonly RouteAnswer[]): Promise<void> {
    if (answers.length === 0) return;
    await this.transaction.query(
      `update alert_routes set reason = given.reason,
         escalation_id = coalesce(given."escalationId", escalation_id),
         escalation_number = coalesce(given."escalationNumber", escalation_number),
         standing = coalesce(given.standing, alert_routes.standing)
       from jsonb_to_recordset($1::jsonb) as given("routeId" uuid, "escalationId" uuid, "escalationNumber" integer, standing text, reason text)
       where alert_routes.id = given."routeId"`,
      [JSON.stringify(answers)],
    );
  }
}

const lockOf = ({ integrationId, key }: StateKey): bigint =>
  createHash('sha256').update(`${integrationId} ${key}`).digest().readBigInt64BE();

const rowOf = (state: AlertState): Row =>
  Object.fromEntries(STATE.map(([column, , field]) => [column, state[field]]));

/** @param row holds at least {@link stateColumns} */
export function stateOf(row: Row): AlertState {
  const fields = STATE.map(([column, , field]) => [field, row[column] ?? undefined] as const);
  return { ...Object.fromEntries(fields), number: Number(row['number']) } as unknown as AlertState;
}
