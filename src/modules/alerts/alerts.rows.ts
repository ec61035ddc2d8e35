import type { Severity } from '../../platform/wire/schemas.js';
import { ownOrigin } from './ingest.js';
import type { AlertView, NoRingReason, ServiceView } from './alerts.dto.js';

export interface ServiceRow {
  readonly id: string;
  readonly team_id: string;
  readonly slug: string;
  readonly name: string;
  readonly policy_id: string | null;
  readonly created_at: Date;
  readonly version: number;
}
export const SERVICE_COLUMNS = 'id, team_id, slug, name, policy_id, created_at, version';

export const serviceViewOf = (row: ServiceRow): ServiceView => ({
  serviceId: row.id,
  teamId: row.team_id,
  slug: row.slug,
  name: row.name,
  ...(row.policy_id === null ? {} : { policyId: row.policy_id }),
  createdAt: row.created_at.toISOString(),
  version: row.version,
});

interface RouteJson {
  readonly teamId: string;
  readonly policyId: string | null;
  readonly urgency: AlertView['routes'][number]['urgency'];
  readonly because: string;
  readonly rule: string | null;
  readonly urgencyByRule: boolean | null;
  readonly reason: NoRingReason | null;
  readonly escalationId: string | null;
  readonly escalationNumber: number | null;
}

export interface AlertRow {
  readonly id: string;
  readonly number: string;
  readonly integration_id: string;
  readonly integration_name: string;
  readonly source: string;
  readonly source_group_key: string | null;
  readonly dedup_key: string;
  readonly status: AlertView['status'];
  readonly severity: Severity;
  readonly source_severity: string | null;
  readonly kind: AlertView['kind'];
  readonly title: string;
  readonly full_title: string | null;
  readonly description: string;
  readonly service: string | null;
  readonly component: string | null;
  readonly host: string | null;
  readonly environment: string | null;
  readonly labels: Record<string, string>;
  readonly details: unknown;
  readonly links: AlertView['links'];
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly first_received_at: Date;
  readonly last_received_at: Date;
  readonly count: number;
  readonly acknowledged_by: string | null;
  readonly acknowledged_at: Date | null;
  readonly suppressed: string | null;
  readonly suppressed_until: Date | null;
  readonly expires_at: Date | null;
  readonly incident_id: string | null;
  readonly incident_number: number | null;
  readonly delivery_ids: readonly string[];
  readonly routes: readonly RouteJson[];
}
export const ALERT_COLUMNS = `alerts.id, alerts.number, integration_id, integration_name, source, source_group_key, dedup_key, status, severity,
  source_severity, kind, title, full_title, description, service, component, host, environment, labels, details, links,
  started_at, ended_at, first_received_at, last_received_at, count, acknowledged_by, acknowledged_at, suppressed, suppressed_until, expires_at, incident_id,
  incident_number, delivery_ids,
  coalesce((select jsonb_agg(jsonb_build_object('teamId', team_id, 'policyId', policy_id, 'urgency', urgency,
      'because', because, 'rule', rule, 'urgencyByRule', case when is_fixed then true end, 'reason', reason, 'escalationId', escalation_id, 'escalationNumber', escalation_number) order by alert_routes.id)
    from alert_routes where alert_routes.alert_id = alerts.id), '[]') as routes`;

/** Absent instead of null. */
const present = <T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };

export type QuietBy = AlertView['routes'][number]['maintenance'];

/** `quietBy` is asked of routes that a maintenance window keeps quiet. */
export function alertViewOf(
  row: AlertRow,
  teamName: (teamId: string) => string,
  quietBy: (teamId: string) => QuietBy,
): AlertView {
  return {
    alertId: row.id,
    number: Number(row.number),
    ...(ownOrigin(row.source) ? {} : { integrationId: row.integration_id }),
    integrationName: row.integration_name,
    source: row.source,
    dedupKey: row.dedup_key,
    status: row.status,
    severity: row.severity,
    kind: row.kind,
    title: row.title,
    description: [row.full_title, row.description].filter(Boolean).join('\n\n'),
    labels: row.labels,
    links: row.links,
    startedAt: row.started_at.toISOString(),
    firstReceivedAt: row.first_received_at.toISOString(),
    lastReceivedAt: row.last_received_at.toISOString(),
    count: row.count,
    ...present({
      sourceSeverity: row.source_severity,
      service: row.service,
      component: row.component,
      host: row.host,
      environment: row.environment,
      details: row.details,
      endedAt: row.ended_at?.toISOString(),
      acknowledgedBy: row.acknowledged_by,
      acknowledgedAt: row.acknowledged_at?.toISOString(),
      suppressed: row.suppressed,
      suppressedUntil: row.suppressed_until?.toISOString(),
      expiresAt: row.expires_at?.toISOString(),
      incidentId: row.incident_id,
      incidentNumber: row.incident_number,
    }),
    routes: row.routes.map(({ teamId, urgency, because, ...rest }) => {
      const maintenance =
        row.status === 'firing' && rest.reason === 'maintenance' ? quietBy(teamId) : undefined;
      return {
        teamId,
        teamName: teamName(teamId),
        urgency,
        because,
        ...present(rest),
        ...(maintenance === undefined ? {} : { maintenance }),
      };
    }),
    deliveryIds: [...row.delivery_ids],
  };
}
