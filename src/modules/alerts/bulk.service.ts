import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail, AuditWriter } from '../../platform/auth/audit-trail.js';
import { Authority, Forbidden } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type * as dto from './alerts.dto.js';
import { QuietAlerts } from './quiet-alerts.service.js';
import { RaisingService } from './raising.service.js';

const ACTION = { snooze: 'alert.snoozed', resolve: 'alert.resolved' } as const;

type Acted = z.output<typeof dto.ActedAlert>;

/** The same for many alerts, in one transaction: what is refused for one leaves the others alone. */
@Injectable()
export class BulkService {
  constructor(
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly writer: AuditWriter,
    private readonly quiet: QuietAlerts,
    private readonly raising: RaisingService,
  ) {}

  /** @throws Forbidden, to whoever may do none of it */
  async act(
    input: z.output<typeof dto.ActOnAlertsInput>,
    caller: Caller,
  ): Promise<z.output<typeof dto.ActedAlerts>> {
    if (input.action === 'resolve') this.authority.require(caller, 'alerts.raise');
    const alertIds = [...new Set(input.alertIds)];
    // All at once and in their order: two who act on the same alerts must not wait for each other.
    await this.quiet.hold(alertIds);
    const results: Acted[] = [];
    for (const alertId of alertIds) results.push(await this.one(alertId, input, caller));
    if (results.every(({ code }) => code === 'FORBIDDEN'))
      throw new Forbidden('You may not do this', { right: 'alerts.snooze' });
    const done = results.filter((result) => result.done).length;
    this.audit.note({
      targetName: `${alertIds.length} alerts`,
      after: { action: input.action, done, refused: results.length - done },
    });
    return { results };
  }

  /** Each has an audit row of its own, as if it had been done alone. */
  private async one(
    alertId: string,
    { action, minutes, note: words }: z.output<typeof dto.ActOnAlertsInput>,
    caller: Caller,
  ): Promise<Acted> {
    const given = { alertId, ...(words === undefined ? {} : { note: words }) };
    try {
      const { note } = await this.audit.collect(() =>
        action === 'snooze'
          ? this.quiet.snooze({ ...given, minutes }, caller)
          : this.raising.resolve(given, caller),
      );
      await this.writer.write(ACTION[action], caller, note);
      return { alertId, done: true };
    } catch (error) {
      // Refusals come before anything is written; whatever else went wrong undoes all of it.
      if (!(error instanceof DomainError) || error.kind === 'unavailable' || error.kind === 'unexpected')
        throw error;
      return { alertId, done: false, code: error.code, message: error.message };
    }
  }
}
