import type { AlertFact } from './alerts.facts.js';

/** A route of an alert with what `escalation` is told of it. `a` are alerts, `r` their routes. */
export interface RouteFactRow {
  readonly route_id: string;
  readonly alert_id: string;
  readonly team_id: string;
  readonly policy_id: string | null;
  readonly group_key: string;
  readonly urgency: 'ring' | 'inform';
  readonly integration_id: string;
  readonly severity: AlertFact['severity'];
  readonly title: string;
  readonly full_title: string | null;
  readonly description: string;
  readonly service: string | null;
  readonly last_received_at: Date;
}

export const ROUTE_FACT_COLUMNS = `r.id as route_id, a.id as alert_id, r.team_id, r.policy_id, r.group_key, r.urgency,
  a.integration_id, a.severity, a.title, a.full_title, a.description, a.service, a.last_received_at`;

export const factOfRoute = (row: RouteFactRow): AlertFact => ({
  alertId: row.alert_id,
  routeId: row.route_id,
  teamId: row.team_id,
  policyId: row.policy_id ?? undefined,
  groupKey: row.group_key,
  integrationId: row.integration_id,
  severity: row.severity,
  title: row.title,
  message: [row.full_title, row.description].filter(Boolean).join('\n\n'),
  service: row.service ?? undefined,
  at: row.last_received_at,
  urgency: row.urgency,
});
