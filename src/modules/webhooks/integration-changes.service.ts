import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { AlertExpiry } from '../alerts/index.js';
import { KEPT_KEYS } from './heartbeat.rules.js';
import { HeartbeatsService } from './heartbeats.service.js';
import { SilenceService } from './silence.service.js';
import type { IntegrationRow } from './webhooks.rows.js';

/** What a change of an integration means for what listens to it. Nothing that it did not hear counts as silence. */
@Injectable()
export class IntegrationChanges {
  constructor(
    private readonly clock: Clock,
    private readonly heartbeats: HeartbeatsService,
    private readonly silence: SilenceService,
    private readonly expiry: AlertExpiry,
  ) {}

  /** In the transaction of the change. */
  async follow(before: IntegrationRow, after: IntegrationRow, caller: Caller): Promise<void> {
    const now = this.clock.now();
    // What was missed on trial rang nobody, and what is missed on trial is to ring nobody any more.
    const switched = before.mode !== after.mode;
    const said = after.mode === 'off' ? 'switched the integration off' : 'changed the integration';
    const why = { note: `${caller.name} ${said}.`, actor: caller.name };
    if (switched) await this.heartbeats.restartOf(after.id, why.note, caller);
    if (switched || before.silent_after_seconds !== after.silent_after_seconds)
      await this.silence.restart(before, why, now);
    if (!isDeepStrictEqual(before.resolve_after, after.resolve_after))
      await this.expiry.restart(after.id, after.resolve_after ?? undefined, { now, spared: KEPT_KEYS });
  }

  async removed(row: IntegrationRow, caller: Caller): Promise<void> {
    const why = { note: `${caller.name} removed the integration.`, actor: caller.name };
    await this.heartbeats.removeOf(row.id, caller);
    await this.silence.restart(row, why, this.clock.now());
  }
}
