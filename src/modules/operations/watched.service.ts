import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Chores } from '../../platform/clock/chores.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import type { WatchedInstallation } from '../../platform/config/config.schema.js';
import { Transaction } from '../../platform/database/transaction.js';
import type { DomainError } from '../../platform/errors/domain-error.js';
import { InvalidInput } from '../../platform/errors/invalid-input.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { AlertsService, HOUSE_ORIGIN } from '../alerts/index.js';
import { Heartbeat } from './heartbeat.js';
import {
  HeartbeatForged,
  HeartbeatRepeated,
  HeartbeatUntimely,
  WatchedUnknown,
} from './operations.errors.js';
import { proofOf } from './signature.rules.js';
import { afterBeat, type Change, type Condition, signalOf, SILENT_AFTER_MS } from './watched.rules.js';
import { type WatchedRow, WatchedStore } from './watched.store.js';

const EVERY_MS = 5_000;
const UNPROVED = {
  forged: () => new HeartbeatForged('The signature is not of the secret of this name'),
  untimely: () => new HeartbeatUntimely('It was signed more than five minutes from now'),
} as const;
const NEW: Condition = { late: [], goodBeats: 0 };

/** Hears other installations, and rings when one falls silent. */
@Injectable()
export class WatchedService implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly chores: Chores,
    private readonly clock: Clock,
    private readonly transaction: Transaction,
    private readonly store: WatchedStore,
    private readonly alerts: AlertsService,
    private readonly metrics: Metrics,
  ) {}

  get watched(): readonly WatchedInstallation[] {
    return this.config.settings.watch.watched;
  }

  onModuleInit(): void {
    if (this.watched.length > 0)
      this.chores.add({ name: 'watch', everyMs: EVERY_MS, run: (now) => this.look(now) });
  }

  /** @throws WatchedUnknown, HeartbeatForged, HeartbeatUntimely, HeartbeatRepeated, InvalidInput */
  async hear(name: string, signature: string | undefined, body: Uint8Array): Promise<void> {
    const now = this.clock.now();
    const watched = this.watched.find((one) => one.name === name);
    if (!watched) throw this.refused('unknown', new WatchedUnknown('Nobody of this name is watched here'));
    const proof = proofOf(signature, body, watched.secret, now);
    if (proof.verdict !== 'genuine') throw this.refused(proof.verdict, UNPROVED[proof.verdict]());
    const beat = this.read(body);
    await this.transaction.run(async () => {
      const before = await this.store.hold(name);
      if (before && (beat.sequence <= Number(before.sequence) || proof.signedAt < before.signed_at))
        throw this.refused('repeated', new HeartbeatRepeated('It is not newer than the last one'));
      const { condition, changes } = afterBeat(before ? conditionOf(before) : NEW, beat);
      await this.store.keep({ name, signedAt: proof.signedAt, receivedAt: now, beat }, condition);
      await this.tell(watched, changes, now);
    }, 'intake');
    this.metrics.heartbeatsHeard.inc({ outcome: 'kept' });
  }

  /** Who has never beaten is waited for. */
  async look(now: Date): Promise<void> {
    await this.transaction.run(async () => {
      const listeningSince = await this.store.listeningSince(now);
      const since = new Date(now.getTime() - SILENT_AFTER_MS);
      if (listeningSince > since) return;
      const silent = await this.store.fallSilent(
        this.watched.map(({ name }) => name),
        since,
      );
      for (const watched of this.watched) {
        const row = silent.find(({ name }) => name === watched.name);
        if (row)
          await this.tell(
            watched,
            [{ about: 'silence', action: 'trigger', lastBeatAt: row.received_at }],
            now,
          );
      }
    }, 'intake');
  }

  private async tell(
    { name, team }: WatchedInstallation,
    changes: readonly Change[],
    now: Date,
  ): Promise<void> {
    await this.alerts.ingest(
      changes.map((change) => ({
        origin: HOUSE_ORIGIN,
        signal: signalOf(name, team, change),
        receivedAt: now,
      })),
    );
  }

  private read(body: Uint8Array): Heartbeat {
    try {
      return Heartbeat.parse(JSON.parse(Buffer.from(body).toString('utf8')));
    } catch {
      throw this.refused('malformed', new InvalidInput('This is no heartbeat'));
    }
  }

  private refused(outcome: string, error: DomainError): DomainError {
    this.metrics.heartbeatsHeard.inc({ outcome });
    return error;
  }
}

const conditionOf = (row: WatchedRow): Condition => ({
  silentSince: row.silent_since ?? undefined,
  late: row.late,
  goodBeats: row.good_beats,
});
