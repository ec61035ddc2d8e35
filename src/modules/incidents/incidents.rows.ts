import type { ResponderOf } from '../escalation/index.js';
import type { CommentView, IncidentStatus, IncidentView } from './incidents.dto.js';

export interface IncidentRow {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly status: IncidentStatus;
  readonly severity: IncidentView['severity'];
  readonly team_id: string;
  readonly opened_by_name: string;
  readonly started_at: Date;
  readonly created_at: Date;
  readonly mitigated_at: Date | null;
  readonly resolved_at: Date | null;
  readonly last_word_at: Date;
  readonly version: number;
  readonly alert_ids: readonly string[];
  readonly comment_count: number;
}
export const INCIDENT_COLUMNS = `incidents.id, number, title, status, severity, team_id, opened_by_name, started_at, incidents.created_at,
  mitigated_at, resolved_at, last_word_at, version,
  array(select alert_id from incident_alerts where incident_id = incidents.id order by linked_at, alert_id) as alert_ids,
  (select count(*)::int from comments where incident_id = incidents.id) as comment_count`;

/** What other rooms know about it. */
export interface Around {
  readonly teamName: string;
  readonly escalationIds: readonly string[];
  readonly acceptances: readonly ResponderOf[];
  readonly firingAlerts: number;
}

export const incidentViewOf = (row: IncidentRow, around: Around): IncidentView => ({
  incidentId: row.id,
  number: row.number,
  title: row.title,
  status: row.status,
  severity: row.severity,
  teamId: row.team_id,
  teamName: around.teamName,
  responders: respondersOf(around.acceptances),
  alertIds: [...row.alert_ids],
  firingAlerts: around.firingAlerts,
  escalationIds: [...around.escalationIds],
  openedByName: row.opened_by_name,
  startedAt: row.started_at.toISOString(),
  createdAt: row.created_at.toISOString(),
  ...(row.mitigated_at === null ? {} : { mitigatedAt: row.mitigated_at.toISOString() }),
  ...(row.resolved_at === null ? {} : { resolvedAt: row.resolved_at.toISOString() }),
  lastWordAt: row.last_word_at.toISOString(),
  commentCount: row.comment_count,
  version: row.version,
});

/** Who took an escalation of it, once each, since their first yes; released only where they are from every one. */
function respondersOf(acceptances: readonly ResponderOf[]): IncidentView['responders'] {
  const byUser = Map.groupBy(acceptances, ({ userId }) => userId);
  return [...byUser.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const released = own.flatMap(({ releasedAt }) => (releasedAt === undefined ? [] : [releasedAt]));
    const isReleased = released.length === own.length;
    return [
      {
        userId: first.userId,
        name: first.name,
        since: first.at,
        ...(isReleased ? { releasedAt: released.sort().at(-1) ?? first.at } : {}),
      },
    ];
  });
}

export interface CommentRow {
  readonly id: string;
  readonly incident_id: string;
  readonly user_id: string | null;
  readonly user_name: string;
  readonly text: string;
  readonly created_at: Date;
}

export const commentViewOf = (row: CommentRow): CommentView => ({
  commentId: row.id,
  incidentId: row.incident_id,
  ...(row.user_id === null ? {} : { userId: row.user_id }),
  userName: row.user_name,
  text: row.text,
  createdAt: row.created_at.toISOString(),
});
