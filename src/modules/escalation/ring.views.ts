import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import { AlertsQueries, type AlertView } from '../alerts/index.js';
import { ReceiptAddresses } from '../notifications/index.js';
import { PeopleQueries } from '../people/index.js';
import { stageOf } from './call.state.js';
import { CALL_COLUMNS } from './calls.store.js';
import type { RingView } from './escalation.dto.js';
import type { CallRow, EscalationRow } from './escalation.rows.js';
import { ESCALATION_COLUMNS } from './escalations.store.js';
import type { RingSessionRow } from './ring-session.rows.js';
import { callView } from './views.rules.js';

type RingCall = RingView['calls'][number];

/** What a device shows: everything that a woken person needs, in one answer. */
@Injectable()
export class RingViews {
  constructor(
    private readonly transaction: Transaction,
    private readonly people: PeopleQueries,
    private readonly alerts: AlertsQueries,
    private readonly receipts: ReceiptAddresses,
  ) {}

  async one(session: RingSessionRow): Promise<RingView> {
    const mine = await this.transaction.query<CallRow>(
      `select ${CALL_COLUMNS} from calls where id in
         (select call_id from ring_session_calls where ring_id = $1 and ($2 or until_revision is null))
         and ($3 or not exists (select 1 from escalations e where e.id = calls.escalation_id and e.kind = 'test'))
       order by started_at, id`,
      [session.id, session.ended_at !== null, session.is_test],
    );
    const calls = await this.calls(mine, session);
    return {
      ringId: session.id,
      revision: session.revision,
      deviceId: session.device_id,
      status: session.status,
      ...(session.reason === null ? {} : { reason: session.reason }),
      card: {
        ringId: session.id,
        revision: session.revision,
        title: session.title,
        severity: session.severity,
        team: session.team,
        count: session.status === 'over' ? 0 : mine.length,
        expiresAt: session.expires_at.toISOString(),
        ringSeconds: session.ring_seconds,
        receipt: this.receiptOf(session),
      },
      ...(session.is_test ? { test: true } : {}),
      calls,
    };
  }

  private receiptOf({ id, device_id, expires_at }: RingSessionRow): RingView['card']['receipt'] {
    const { token, urls } = this.receipts.of({ ringId: id, deviceId: device_id }, expires_at);
    return { token, urls: [...urls] };
  }

  private async calls(mine: readonly CallRow[], session: RingSessionRow): Promise<RingCall[]> {
    if (mine.length === 0) return [];
    const ids = [...new Set(mine.map((call) => call.escalation_id))];
    const [escalations, everybody, links] = await Promise.all([
      this.transaction.query<EscalationRow>(
        `select ${ESCALATION_COLUMNS} from escalations where id = any($1::uuid[])`,
        [ids],
      ),
      this.transaction.query<CallRow>(
        `select ${CALL_COLUMNS} from calls where escalation_id = any($1::uuid[]) order by started_at, id`,
        [ids],
      ),
      this.transaction.query<{ escalation_id: string; alert_id: string }>(
        `select escalation_id, alert_id from escalation_alerts where escalation_id = any($1::uuid[]) order by joined_at limit 50`,
        [ids],
      ),
    ]);
    const userIds = [
      ...everybody.map((call) => call.user_id),
      ...escalations.flatMap((e) => e.run.acceptances.map((a) => a.userId)),
    ];
    const [users, teams, alerts] = await Promise.all([
      this.people.usersByIds([...new Set(userIds)]),
      this.people.teamsByIds([...new Set(escalations.map((e) => e.team_id))]),
      this.alerts.byIds(links.map((link) => link.alert_id)),
    ]);
    const byId = new Map(escalations.map((row) => [row.id, row]));
    const known = {
      user: (userId: string) => users.get(userId)?.name ?? '',
      team: (teamId: string) => teams.get(teamId)?.name ?? '',
      device: () => '',
      now: new Date(0),
    };
    return mine.flatMap((call) => {
      const escalation = byId.get(call.escalation_id);
      if (!escalation) return [];
      const view = callView(call, known);
      const own = alerts.filter((alert) =>
        links.some((l) => l.escalation_id === escalation.id && l.alert_id === alert.alertId),
      );
      const service = own.find((alert) => alert.service)?.service;
      return [
        {
          callId: call.id,
          escalationId: escalation.id,
          escalationNumber: escalation.number,
          status: view.status,
          escalationStatus: escalation.status === 'new' ? ('delayed' as const) : escalation.status,
          title: escalation.title,
          message: escalation.message,
          severity: escalation.run.severity,
          // Of a test: no team calls.
          team: escalation.kind === 'test' ? session.team : known.team(escalation.team_id),
          ...(service === undefined ? {} : { service }),
          startedAt: view.startedAt,
          ...(view.ringUntil === undefined ? {} : { ringUntil: view.ringUntil }),
          ...(view.decideBy === undefined ? {} : { decideBy: view.decideBy }),
          alerts: own.map((alert) => ({
            alertId: alert.alertId,
            title: alert.title,
            description: alert.description,
            severity: alert.severity,
            ...(alert.host === undefined ? {} : { host: alert.host }),
            ...(alert.service === undefined ? {} : { service: alert.service }),
            startedAt: alert.startedAt,
            ...suppressionOf(alert, escalation.team_id),
            links: alert.links.map(({ kind, url }) => ({ kind, url })),
          })),
          others: latestOf(
            everybody.filter((c) => c.escalation_id === escalation.id && c.user_id !== call.user_id),
          ).map((other) => ({
            name: known.user(other.user_id),
            status: other.status,
            stage: stageOf(other.state),
            ...(other.decline_reason ? { declineReason: other.decline_reason } : {}),
          })),
          takenBy: escalation.run.acceptances.map((a) => known.user(a.userId)),
          ...(escalation.kind === 'test' ? { test: true } : {}),
          ...(escalation.incident_id === null ? {} : { incidentId: escalation.incident_id }),
        },
      ];
    });
  }
}

/** The last call of each person. */
function latestOf(calls: readonly CallRow[]): readonly CallRow[] {
  return [...new Map(calls.map((call) => [call.user_id, call])).values()];
}

/** Of an alert that still fires: the snooze before the maintenance of the team that calls. Another team's says nothing here. */
function suppressionOf(
  alert: AlertView,
  teamId: string,
): {
  readonly suppressed?: string;
  readonly suppressedUntil?: string;
} {
  if (alert.status !== 'firing') return {};
  const window = alert.routes.find((route) => route.teamId === teamId)?.maintenance;
  const why = alert.suppressed ?? (window && 'maintenance');
  const until = alert.suppressed === undefined ? window?.until : alert.suppressedUntil;
  return {
    ...(why === undefined ? {} : { suppressed: why }),
    ...(until === undefined ? {} : { suppressedUntil: until }),
  };
}
