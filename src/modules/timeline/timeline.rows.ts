import type { EventView } from './timeline.dto.js';

export interface EventRow {
  readonly position: string;
  readonly at: Date;
  readonly kind: string;
  readonly team_ids: readonly string[];
  readonly audience: readonly string[] | null;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly user_id: string | null;
  readonly escalation_id: string | null;
  readonly call_id: string | null;
  readonly ring_id: string | null;
  readonly device_id: string | null;
  readonly alert_id: string | null;
  readonly incident_id: string | null;
  readonly integration_id: string | null;
  readonly params: Record<string, string>;
}
export const EVENT_COLUMNS = `position, at, kind, team_ids, audience, actor_id, actor_name, user_id, escalation_id, call_id,
  ring_id, device_id, alert_id, incident_id, integration_id, params`;

const OPTIONAL = [
  ['actorId', 'actor_id'],
  ['actorName', 'actor_name'],
  ['userId', 'user_id'],
  ['escalationId', 'escalation_id'],
  ['callId', 'call_id'],
  ['ringId', 'ring_id'],
  ['deviceId', 'device_id'],
  ['alertId', 'alert_id'],
  ['incidentId', 'incident_id'],
  ['integrationId', 'integration_id'],
] as const;

export const eventViewOf = (row: EventRow): EventView => ({
  position: row.position,
  at: row.at.toISOString(),
  kind: row.kind,
  teamIds: [...row.team_ids],
  ...Object.fromEntries(
    OPTIONAL.flatMap(([field, column]) => (row[column] === null ? [] : [[field, row[column]]])),
  ),
  params: row.params,
});
