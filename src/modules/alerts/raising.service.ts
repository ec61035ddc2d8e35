import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Signal } from '../../plugins/kit/index.js';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import type * as dto from './alerts.dto.js';
import { AlertUnknown, AlertUnnamed, AlertUnrouted } from './alerts.errors.js';
import { AlertsQueries } from './alerts.queries.js';
import { AlertsService } from './alerts.service.js';
import { type AlertOrigin, API_ORIGIN, ownOrigin } from './ingest.js';

/** Alerts that people and scripts raise, through the same door as every other. */
@Injectable()
export class RaisingService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly alerts: AlertsService,
    private readonly queries: AlertsQueries,
  ) {}

  async raise(input: z.output<typeof dto.RaiseAlertInput>): Promise<dto.AlertView> {
    const { team, ...said } = input;
    const signal: Signal = { action: 'trigger', ...said, teams: team === undefined ? [] : [team] };
    const [result] = await this.alerts.ingest([{ origin: API_ORIGIN, signal, receivedAt: this.clock.now() }]);
    await this.transaction.writeGathered();
    const after = await this.queries.get(result?.alertId ?? '');
    if (after.routes.length === 0)
      throw new AlertUnrouted(
        'Nobody would hear of it: name a team or a service that exists, or set a catch-all team',
      );
    this.audit.note({ targetId: after.alertId, targetName: after.title, after });
    return after;
  }

  async resolve(input: z.output<typeof dto.ResolveAlertInput>, caller: Caller): Promise<dto.AlertView> {
    const before = await this.named(input);
    const signal: Signal = {
      action: 'resolve',
      dedupKey: before.dedupKey,
      actor: caller.name,
      note: input.note || undefined,
    };
    if (before.status === 'firing')
      await this.alerts.ingest([
        { origin: await this.originOf(before), signal, receivedAt: this.clock.now() },
      ]);
    await this.transaction.writeGathered();
    const after = await this.queries.get(before.alertId);
    this.audit.note({ targetId: after.alertId, targetName: after.title, before, after });
    return after;
  }

  private async named(input: z.output<typeof dto.ResolveAlertInput>): Promise<dto.AlertView> {
    if (input.alertId !== undefined) return this.queries.get(input.alertId);
    if (!input.dedupKey) throw new AlertUnnamed('Say which alert, by alertId or by dedupKey');
    const [row] = await this.transaction.query<{ id: string }>(
      `select id from alerts where integration_id = $1 and dedup_key = $2 order by number desc limit 1`,
      [API_ORIGIN.integrationId, input.dedupKey],
    );
    if (!row) throw new AlertUnknown('There is no alert with this key', { dedupKey: input.dedupKey });
    return this.queries.get(row.id);
  }

  /** Of whichever integration it came: what a person says is done is done. */
  private async originOf(alert: dto.AlertView): Promise<AlertOrigin> {
    const integrationId = (ownOrigin(alert.source) ?? alert).integrationId ?? API_ORIGIN.integrationId;
    const mode = alert.routes.some(({ reason }) => reason === 'shadow') ? 'shadow' : 'live';
    return { integrationId, name: alert.integrationName, source: alert.source, mode, missingKey: 'hash' };
  }
}
