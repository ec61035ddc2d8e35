import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Chores } from '../../platform/clock/chores.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import type { AlertView } from './alerts.dto.js';
import { AlertOver } from './alerts.errors.js';
import { AlertFacts } from './alerts.facts.js';
import { AlertsQueries } from './alerts.queries.js';
import { IngestQueries } from './ingest.queries.js';
import { MAINTENANCE_COLUMNS, MaintenanceQueries } from './maintenance.queries.js';
import {
  isOpen,
  type MaintenanceRow,
  type MaintenanceWindow,
  windowFor,
  windowOf,
} from './maintenance.rules.js';
import { subjectOf, type SubjectRow } from './subject.rules.js';
import { factOfRoute, ROUTE_FACT_COLUMNS, type RouteFactRow } from './route-facts.js';

const EVERY_MS = 5_000;
const MOST = 200;

interface QuietRow extends Omit<RouteFactRow, keyof SubjectRow>, SubjectRow {
  readonly reason: 'maintenance' | 'snoozed';
  readonly suppressed_until: Date | null;
}

/** Alerts that call nobody for a while: a maintenance window covers them, or somebody has snoozed them. */
@Injectable()
export class QuietAlerts implements OnModuleInit {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly chores: Chores,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly alerts: AlertsQueries,
    private readonly store: IngestQueries,
    private readonly maintenance: MaintenanceQueries,
    private readonly modules: ModuleRef,
  ) {}

  onModuleInit(): void {
    this.chores.add({ name: 'quiet-alerts', everyMs: EVERY_MS, run: (now) => this.run(now) });
  }

  /** What rings for it alone stops; told to `escalation` as if it were over, until it is called again. @throws AlertOver */
  async snooze(
    input: { readonly alertId: string; readonly minutes: number; readonly note?: string | undefined },
    caller: Caller,
  ): Promise<AlertView> {
    const now = this.clock.now();
    const before = await this.alerts.get(input.alertId);
    for (const { teamId } of before.routes) this.authority.require(caller, 'alerts.snooze', teamId);
    await this.hold([input.alertId]);
    const until = new Date(now.getTime() + input.minutes * 60_000);
    const [held] = await this.transaction.query<{ id: string }>(
      `update alerts set suppressed = $2, suppressed_until = $3 where id = $1 and status = 'firing' returning id`,
      [input.alertId, input.minutes > 0 ? 'snoozed' : null, input.minutes > 0 ? until : null],
    );
    if (!held)
      throw new AlertOver('The alert is over: there is nothing to snooze', { alertId: input.alertId });
    if (input.minutes > 0) {
      const rows = await this.transaction.query<RouteFactRow>(
        `update alert_routes r set reason = 'snoozed' from alerts a
         where a.id = r.alert_id and a.id = $1 and r.urgency = 'ring'
           and coalesce(r.reason, 'joined') in ('joined', 'storm', 'maintenance', 'snoozed')
         returning ${ROUTE_FACT_COLUMNS}`,
        [input.alertId],
      );
      if (rows.length > 0) await this.facts.resolved(rows.map(factOfRoute));
    }
    await this.events.append([
      {
        kind: 'alert.snoozed',
        at: now,
        teamIds: before.routes.map(({ teamId }) => teamId),
        actor: { userId: caller.userId, name: caller.name },
        alertId: before.alertId,
        params: {
          number: String(before.number),
          title: before.title,
          severity: before.severity,
          until: input.minutes > 0 ? until.toISOString() : '',
          ...(input.note ? { note: input.note } : {}),
        },
      },
    ]);
    await this.transaction.writeGathered();
    const after = await this.alerts.get(before.alertId);
    this.audit.note({ targetId: after.alertId, targetName: after.title, before, after });
    return after;
  }

  async run(now: Date): Promise<void> {
    await this.followWindows(now);
    await this.callAgain(now);
  }

  /** A window that begins does not stop what rings: it asks whoever is called whether it should. */
  private async followWindows(now: Date): Promise<void> {
    await this.transaction.run(async () => {
      const rows = await this.transaction.query<
        MaintenanceRow & { open_since: Date | null; created_by: string | null }
      >(
        `select ${MAINTENANCE_COLUMNS}, open_since, created_by from maintenance_windows
         where (starts_at <= $1 and ends_at > $1) or open_since is not null order by id for update skip locked`,
        [now],
      );
      for (const row of rows) {
        const open = isOpen(row, now);
        if (open === (row.open_since !== null)) continue;
        await this.transaction.query(`update maintenance_windows set open_since = $2 where id = $1`, [
          row.id,
          open ? now : null,
        ]);
        if (open) await this.begun(windowOf(row), row.created_by ?? undefined, now);
      }
    }, 'intake');
  }

  private async begun(window: MaintenanceWindow, createdBy: string | undefined, now: Date): Promise<void> {
    const { row } = window;
    const ringing = await this.transaction.query<QuietRow>(
      `select ${QUIET_COLUMNS} from alert_routes r join alerts a on a.id = r.alert_id
       where a.status = 'firing' and r.team_id = $1 and r.standing = 'live' limit ${MOST}`,
      [row.team_id],
    );
    const alertIds = ringing
      .filter((one) => windowFor([window], coveredOf(one), now))
      .map((one) => one.alert_id);
    if (alertIds.length === 0) return;
    await this.facts.maintenanceBegan({
      maintenanceId: row.id,
      teamId: row.team_id,
      name: row.name,
      createdBy,
      alertIds,
    });
  }

  /** Those that fire still and that nothing keeps quiet any more. */
  private async callAgain(now: Date): Promise<void> {
    const found = await this.quiet(now, undefined);
    if (found.length === 0) return;
    await this.transaction.run(async () => {
      await this.hold(found.map((row) => row.alert_id));
      // Somebody may have resolved or snoozed it between our look and our lock.
      const rows = await this.quiet(
        now,
        found.map((row) => row.route_id),
      );
      if (rows.length === 0) return;
      await this.transaction.query(
        `update alerts set suppressed = null, suppressed_until = null where id = any($1::uuid[])`,
        [rows.filter(({ reason }) => reason === 'snoozed').map((row) => row.alert_id)],
      );
      const facts = rows.map(factOfRoute);
      const answers = await this.facts.opened(facts, 'with-others');
      await this.store.answer(answers);
    }, 'intake');
  }

  private async quiet(now: Date, routeIds: readonly string[] | undefined): Promise<readonly QuietRow[]> {
    const [windows, rows] = await Promise.all([
      this.maintenance.at(now),
      this.transaction.query<QuietRow>(
        `select ${QUIET_COLUMNS} from alert_routes r join alerts a on a.id = r.alert_id
         where r.reason in ('maintenance', 'snoozed') and a.status = 'firing'
           and ($1::uuid[] is null or r.id = any($1))
           and (r.reason = 'maintenance' or a.suppressed_until is null or a.suppressed_until <= $2)
         order by r.team_id, r.group_key, a.id`,
        [routeIds ?? null, now],
      ),
    ]);
    return rows.filter((row) => windowFor(windows, coveredOf(row), now) === undefined).slice(0, MOST);
  }

  /** As `ingest` does: nobody else speaks of these alerts until we have. */
  async hold(alertIds: readonly string[]): Promise<void> {
    const keys = await this.transaction.query<{ integration_id: string; dedup_key: string }>(
      `select integration_id, dedup_key from alerts where id = any($1::uuid[])`,
      [[...new Set(alertIds)]],
    );
    await this.store.lock(keys.map((row) => ({ integrationId: row.integration_id, key: row.dedup_key })));
  }

  /** Bound by `escalation`, which stands above this module: looked up when needed. */
  private get facts(): AlertFacts {
    return this.modules.get<AlertFacts>(AlertFacts, { strict: false });
  }
}

const QUIET_COLUMNS = `${ROUTE_FACT_COLUMNS}, r.reason, a.dedup_key, a.source_group_key, a.source_severity, a.kind, a.component,
  a.host, a.environment, a.labels, a.suppressed_until`;

const coveredOf = (row: QuietRow): Parameters<typeof windowFor>[1] => ({
  teamId: row.team_id,
  integrationId: row.integration_id,
  subject: subjectOf(row),
});
