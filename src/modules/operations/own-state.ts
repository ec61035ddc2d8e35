import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { EngineViews } from '../escalation/index.js';
import { Spool } from '../webhooks/index.js';
import type { Heartbeat } from './heartbeat.js';

/** What this installation says of itself. */
@Injectable()
export class OwnState {
  private readonly bornAt: Date;

  constructor(
    private readonly config: Config,
    private readonly engine: EngineViews,
    private readonly spool: Spool,
    clock: Clock,
  ) {
    this.bornAt = clock.now();
  }

  async read(now: Date): Promise<Omit<Heartbeat, 'sequence'>> {
    const [{ latenessSeconds, outboxSeconds, chores, canaries }, spooledAt] = await Promise.all([
      this.engine.engine(),
      this.spool.oldestAt(),
    ]);
    const audited = chores.find(({ name }) => name === 'auditor')?.doneAt;
    return {
      installation: this.config.settings.watch.installation || this.config.publicUrl,
      at: now.toISOString(),
      latenessSeconds,
      outboxSeconds,
      // What was not done before we were there is not late yet.
      auditAgeSeconds: secondsSince(later(this.bornAt, audited), now),
      ...(canaries[0] && {
        canaryAgeSeconds: Math.max(...canaries.map(({ ageSeconds }) => ageSeconds)),
        canaryEverySeconds: canaries[0].everySeconds,
      }),
      spoolAgeSeconds: spooledAt ? secondsSince(spooledAt, now) : 0,
    };
  }
}

const later = (one: Date, other: string | undefined): Date =>
  other !== undefined && new Date(other) > one ? new Date(other) : one;
const secondsSince = (then: Date, now: Date): number => Math.max(0, now.getTime() - then.getTime()) / 1000;
