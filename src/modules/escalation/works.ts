import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Wake } from '../../platform/events/wake.js';
import { AddressesService } from '../devices/index.js';
import { Routes } from '../notifications/index.js';
import { CandidateLists } from './candidate-lists.js';
import { Calls } from './calls.store.js';
import { DeviceDirectory } from './device-directory.js';
import { EffectsShell } from './effects.shell.js';
import { Escalations } from './escalations.store.js';
import { PhoneCalls } from './phone-calls.js';
import { RingCounts } from './ring-counts.js';
import { RingSessions } from './ring-sessions.js';
import { Work } from './work.js';

/** Opens the transaction in which decisions are made, and closes it in the right order: tells, rows, then rings. */
@Injectable()
export class Works {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly wake: Wake,
    private readonly escalations: Escalations,
    private readonly calls: Calls,
    private readonly candidates: CandidateLists,
    private readonly effects: EffectsShell,
    private readonly rings: RingSessions,
    private readonly addresses: AddressesService,
    private readonly phones: PhoneCalls,
    private readonly routes: Routes,
    private readonly config: Config,
  ) {}

  run<T>(work: (work: Work) => Promise<T>): Promise<T> {
    return this.transaction.run(async () => {
      const { escalations, calls, candidates, effects } = this;
      const now = this.clock.now();
      const directory = new DeviceDirectory(this.addresses, this.phones, this.routes, now);
      const counts = new RingCounts(this.transaction, this.config.settings.escalation.ringBudget, now);
      const current = new Work({ escalations, calls, candidates, effects, directory, counts }, now);
      const result = await work(current);
      await current.hear();
      await Promise.all([current.write(), this.rings.flush(current.rings, directory, now)]);
      // An engine that found its row held would otherwise wake itself again and again, and all the others.
      if (current.hasDecided) this.transaction.afterCommit(() => this.wake.wake('timers'));
      return result;
    }, 'ring');
  }
}
