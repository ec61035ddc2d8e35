import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import { EventLog, type NewEvent } from '../../platform/events/event-log.js';
import { AlertLinks, AlertsQueries } from '../alerts/index.js';
import { EscalationReader, StillOnItEnd } from '../escalation/index.js';
import { TeamNewsService } from '../notifications/index.js';
import { PeopleQueries } from '../people/index.js';
import type * as dto from './incidents.dto.js';
import { IncidentStatusRefused, IncidentUnknown, LinkedAlertUnknown } from './incidents.errors.js';
import { IncidentsQueries } from './incidents.queries.js';
import { type CommentRow, commentViewOf } from './incidents.rows.js';
import { isOver, mayBecome, timesAfter } from './status.rules.js';

type Incident = dto.IncidentView;

interface Opening {
  readonly title: string;
  readonly severity: Incident['severity'];
  readonly teamId: string;
  readonly alertIds: readonly string[];
  readonly escalationId?: string | undefined;
  readonly startedAt: Date;
}

@Injectable()
export class IncidentsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly people: PeopleQueries,
    private readonly alerts: AlertsQueries,
    private readonly links: AlertLinks,
    private readonly escalations: EscalationReader,
    private readonly queries: IncidentsQueries,
    private readonly stillOnIt: StillOnItEnd,
    private readonly rooms: TeamNewsService,
  ) {}

  async create(input: z.output<typeof dto.CreateIncidentInput>, caller: Caller): Promise<Incident> {
    const now = this.clock.now();
    await this.people.team(input.teamId);
    this.authority.require(caller, 'incidents.write', input.teamId);
    const alerts = await this.knownAlerts(input.alertIds);
    const startedAt = new Date(
      Math.min(now.getTime(), ...alerts.map((alert) => Date.parse(alert.startedAt))),
    );
    const incidentId = await this.open({ ...input, startedAt }, caller, now);
    if (input.text.trim()) await this.write(incidentId, input.text.trim(), caller, now);
    return this.queries.get(incidentId);
  }

  /** Whoever asks second gets the one that there is. */
  async openFromEscalation(escalationId: string, caller: Caller): Promise<Incident> {
    const now = this.clock.now();
    const escalation = await this.escalations.forIncident(escalationId);
    this.authority.require(caller, 'incidents.write', escalation.teamId);
    if (escalation.incidentId !== undefined) return this.queries.get(escalation.incidentId);
    const { title, severity, teamId, alertIds, startedAt } = escalation;
    const opening = { title, severity, teamId, alertIds, escalationId, startedAt: new Date(startedAt) };
    return this.queries.get(await this.open(opening, caller, now));
  }

  update(input: z.output<typeof dto.UpdateIncidentInput>, caller: Caller): Promise<Incident> {
    return this.change(input.incidentId, caller, async (before, now) => {
      ChangedMeanwhile.unlessSame(input.version, before.version);
      if (input.teamId !== undefined) {
        await this.people.team(input.teamId);
        this.authority.require(caller, 'incidents.write', input.teamId);
      }
      const status = input.status ?? before.status;
      if (!mayBecome(before.status, status))
        throw new IncidentStatusRefused(`An incident that is ${before.status} cannot become ${status}`, {
          from: before.status,
          to: status,
        });
      const was = { mitigatedAt: dateOf(before.mitigatedAt), resolvedAt: dateOf(before.resolvedAt) };
      const times = status === before.status ? was : timesAfter(was, status, now);
      await this.transaction.query(
        `update incidents set title = $2, status = $3, severity = $4, team_id = $5, mitigated_at = $6, resolved_at = $7,
           last_word_at = $8, version = version + 1 where id = $1`,
        [
          before.incidentId,
          input.title ?? before.title,
          status,
          input.severity ?? before.severity,
          input.teamId ?? before.teamId,
          times.mitigatedAt ?? null,
          times.resolvedAt ?? null,
          now,
        ],
      );
      if (isOver(status) && !isOver(before.status))
        await this.stillOnIt.incidentOver(before.incidentId, caller);
      const changed = (['status', 'severity', 'title', 'teamId'] as const).filter(
        (field) => input[field] !== undefined && input[field] !== before[field],
      );
      return Object.fromEntries(
        changed.flatMap((field) => [
          [field, String(input[field])],
          [`${field}Before`, before[field]],
        ]),
      );
    });
  }

  linkAlerts(input: z.output<typeof dto.LinkAlertsInput>, caller: Caller): Promise<Incident> {
    return this.change(input.incidentId, caller, async (before, now) => {
      const alerts = await this.knownAlerts(input.alertIds);
      await this.link(before, input.alertIds, now);
      await this.transaction.query(
        `update incidents set last_word_at = $2, version = version + 1 where id = $1`,
        [before.incidentId, now],
      );
      const added = alerts.filter(({ alertId }) => !before.alertIds.includes(alertId));
      return { alerts: added.map(({ number }) => String(number)).join(' ') };
    });
  }

  async comment(input: z.output<typeof dto.AddCommentInput>, caller: Caller): Promise<dto.CommentView> {
    const now = this.clock.now();
    const before = await this.locked(input.incidentId);
    this.authority.require(caller, 'incidents.comment', before.teamId);
    const comment = await this.write(before.incidentId, input.text, caller, now);
    this.audit.note({ targetId: before.incidentId, targetName: before.title, after: comment });
    return comment;
  }

  private async open(opening: Opening, caller: Caller, now: Date): Promise<string> {
    const incidentId = newId();
    const [row] = await this.transaction.query<{ number: number }>(
      `insert into incidents (id, title, status, severity, team_id, escalation_id, opened_by, opened_by_name, started_at,
         created_at, last_word_at) values ($1, $2, 'open', $3, $4, $5, $6, $7, $8, $9, $9) returning number`,
      [
        incidentId,
        opening.title,
        opening.severity,
        opening.teamId,
        opening.escalationId ?? null,
        caller.userId ?? null,
        caller.name,
        opening.startedAt,
        now,
      ],
    );
    const incident = { incidentId, number: row?.number ?? 0 };
    await this.link(incident, opening.alertIds, now);
    if (opening.escalationId !== undefined)
      await this.escalations.linkIncident(opening.escalationId, incident);
    const view = await this.queries.get(incidentId);
    this.audit.note({ targetId: incidentId, targetName: view.title, after: view });
    const more = opening.escalationId === undefined ? {} : { escalationId: opening.escalationId };
    await this.events.append([{ ...this.news('incident.opened', view, caller, now), ...more }]);
    await this.tellRooms(view, caller, now);
    return incidentId;
  }

  private tellRooms(incident: Incident, caller: Caller, now: Date): Promise<void> {
    const { incidentId, number, teamId, title, status, version } = incident;
    return this.rooms.tell(
      {
        key: `news/${incidentId}/${version}/status`,
        teamId,
        kind: 'incident-status',
        words: { title: `INC-${number} ${title}`, who: [caller.name], status },
        link: `/incidents/${incidentId}`,
      },
      now,
    );
  }

  private async change(
    incidentId: string,
    caller: Caller,
    act: (before: Incident, now: Date) => Promise<Readonly<Record<string, string>>>,
  ): Promise<Incident> {
    const now = this.clock.now();
    const before = await this.locked(incidentId);
    this.authority.require(caller, 'incidents.write', before.teamId);
    const params = await act(before, now);
    const after = await this.queries.get(incidentId);
    this.audit.note({ targetId: incidentId, targetName: after.title, before, after });
    const news = this.news('incident.updated', after, caller, now);
    await this.events.append([{ ...news, params: { ...news.params, ...params } }]);
    if (after.status !== before.status) await this.tellRooms(after, caller, now);
    return after;
  }

  private async write(incidentId: string, text: string, caller: Caller, now: Date): Promise<dto.CommentView> {
    const [row] = await this.transaction.query<CommentRow>(
      `insert into comments (id, incident_id, user_id, user_name, text, created_at) values ($1, $2, $3, $4, $5, $6)
       returning id, incident_id, user_id, user_name, text, created_at`,
      [newId(), incidentId, caller.userId ?? null, caller.name, text, now],
    );
    await this.transaction.query(`update incidents set last_word_at = $2 where id = $1`, [incidentId, now]);
    const comment = commentViewOf(row as CommentRow);
    const news = this.news('incident.commented', await this.queries.get(incidentId), caller, now);
    await this.events.append([{ ...news, params: { ...news.params, commentId: comment.commentId } }]);
    return comment;
  }

  /** The row is locked: one change of an incident after the other. */
  private async locked(incidentId: string): Promise<Incident> {
    const rows = await this.transaction.query(`select id from incidents where id = $1 for update`, [
      incidentId,
    ]);
    if (rows.length === 0) throw new IncidentUnknown('There is no such incident', { incidentId });
    return this.queries.get(incidentId);
  }

  private async link(
    incident: { readonly incidentId: string; readonly number: number },
    alertIds: readonly string[],
    now: Date,
  ): Promise<void> {
    if (alertIds.length === 0) return;
    await this.transaction.query(
      `insert into incident_alerts (incident_id, alert_id, linked_at)
       select $1, alert_id, $3 from unnest($2::uuid[]) as alert_id on conflict do nothing`,
      [incident.incidentId, alertIds, now],
    );
    await this.links.linkToIncident(alertIds, incident);
  }

  private async knownAlerts(alertIds: readonly string[]) {
    const alerts = await this.alerts.byIds(alertIds);
    const unknown = alertIds.find((alertId) => !alerts.some((alert) => alert.alertId === alertId));
    if (unknown !== undefined) throw new LinkedAlertUnknown('There is no such alert', { alertId: unknown });
    return alerts;
  }

  private news(kind: string, incident: Incident, caller: Caller, at: Date): NewEvent {
    return {
      kind,
      at,
      teamIds: [incident.teamId],
      actor: { userId: caller.userId, name: caller.name },
      incidentId: incident.incidentId,
      params: { number: String(incident.number), title: incident.title, severity: incident.severity },
    };
  }
}

const dateOf = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);
