import { Injectable, Logger } from '@nestjs/common';
import type { IntakeOutcome, SignalResult } from '../../plugins/kit/index.js';
import { Clock, type Timer } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { isRefusedData, mayBeOneRow } from '../../platform/database/batch-failure.js';
import { Transaction } from '../../platform/database/transaction.js';
import { AlertsService, type IngestItem } from '../alerts/index.js';
import { HeartbeatBook } from './heartbeat-book.service.js';
import { AT_ONCE, LARGEST_BATCH, mayBegin, SLOW_MS } from './batching.rules.js';
import { claimText, DeliveriesQueries, idKey, type KeyClaim } from './deliveries.queries.js';
import type { NamedBeat } from './heartbeats.store.js';
import { IntegrationStats } from './integration-stats.engine.js';
import { type Job, notStored } from './job.rules.js';
import type { DeliveryRow } from './webhooks.rows.js';

const TOO_OLD_MS = 1_000;
interface Waiting {
  readonly job: Job;
  readonly sinceMs: number;
  readonly resolve: (outcome: IntakeOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Deliveries wait until an intake connection is free, then go in together: one transaction for all of them.
 * The answer is given after its commit.
 */
@Injectable()
export class BatchEngine {
  private readonly log = new Logger(BatchEngine.name);
  private readonly connections: number;
  private waiting: Waiting[] = [];
  private busy = 0;
  private lastBeganMs = 0;
  private lastHolds = 0;
  private overtaking: Timer | undefined;

  constructor(
    config: Config,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly alerts: AlertsService,
    private readonly deliveries: DeliveriesQueries,
    private readonly stats: IntegrationStats,
    private readonly heartbeats: HeartbeatBook,
  ) {
    // Keys are looked up on the same connections.
    this.connections = Math.min(AT_ONCE, config.settings.database.pools.intake);
  }

  /** Whoever comes now would wait too long. */
  get isOverloaded(): boolean {
    const [oldest] = this.waiting;
    return oldest !== undefined && this.clock.nowMs() - oldest.sinceMs > TOO_OLD_MS;
  }

  /** Resolves after the commit; rejects with what the database said of this delivery alone. */
  submit(job: Job): Promise<IntakeOutcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ job, sinceMs: this.clock.nowMs(), resolve, reject });
      this.pump();
    });
  }

  private pump(): void {
    while (this.mayBegin()) {
      const batch = this.waiting.slice(0, LARGEST_BATCH);
      this.waiting = this.waiting.slice(LARGEST_BATCH);
      this.busy += 1;
      this.lastBeganMs = this.clock.nowMs();
      this.lastHolds = batch.length;
      void this.flush(batch).finally(() => {
        this.busy -= 1;
        this.pump();
      });
    }
    if (this.waiting.length > 0 && this.busy < this.connections)
      this.overtaking ??= this.clock.after(SLOW_MS, () => {
        this.overtaking = undefined;
        this.pump();
      });
  }

  private mayBegin(): boolean {
    const { busy: batches, lastHolds } = this;
    const underWay = { batches, lastHolds, lastForMs: this.clock.nowMs() - this.lastBeganMs };
    return mayBegin(underWay, this.waiting.length, this.connections);
  }

  /**
   * Halves, down to the one that is to blame. Where nobody is, all that are left hear it at once: each alone would
   * wait for the same database.
   */
  private async flush(batch: readonly Waiting[]): Promise<void> {
    const left = [batch];
    for (let some = left.pop(); some; some = left.pop()) {
      try {
        const outcomes = await this.store(some.map(({ job }) => job));
        some.forEach(({ resolve }, index) => resolve(outcomes[index] as IntakeOutcome));
      } catch (error) {
        if (mayBeOneRow(error)) left.push(...this.smaller(some, error));
        else for (const { reject } of [...some, ...left.splice(0).flat()]) reject(error);
      }
    }
  }

  /** What to try next, last first. */
  private smaller(some: readonly Waiting[], error: unknown): readonly (readonly Waiting[])[] {
    const [only, ...others] = some;
    if (only && others.length === 0) return this.failed(only, error);
    this.log.warn({ err: error }, `a batch of ${some.length} failed; its halves are tried`);
    const middle = Math.ceil(some.length / 2);
    return [some.slice(middle), some.slice(0, middle)];
  }

  /** What the database cannot hold is kept as not understood; anything else is for the sender to try again. */
  private failed(only: Waiting, error: unknown): readonly (readonly Waiting[])[] {
    if (!isRefusedData(error) || only.job.problem) {
      only.reject(error);
      return [];
    }
    this.log.error({ err: error }, `the alerts of delivery ${only.job.row.id} could not be stored`);
    return [[{ ...only, job: notStored(only.job) }]];
  }

  private async store(jobs: readonly Job[]): Promise<readonly IntakeOutcome[]> {
    const stored = await this.transaction.run(async () => {
      const fresh = await this.deliveries.claim(jobs.flatMap(claimsOf));
      const seen = new Set<string>();
      const items = jobs.map((job) => itemsOf(job, fresh, seen));
      const followed = await this.heartbeats.hear(jobs.flatMap(beatsIn), this.clock.now());
      // Behind all others, so that no delivery counts them among its own.
      const results = await this.alerts.ingest([...items.flat(), ...followed]);
      let from = 0;
      const all = jobs.map((job, index) => {
        const own = items[index]?.length ?? 0;
        const ofJob = results.slice(from, (from += own));
        return outcomeOf(job, ofJob.slice(0, job.signals.length), items[index] ?? []);
      });
      await this.deliveries.insert(jobs.map((job, index) => finished(job.row, all[index] as IntakeOutcome)));
      return all;
    }, 'intake');
    this.stats.count(jobs);
    return stored;
  }
}

const beatsIn = ({ beats = [], row }: Job): readonly NamedBeat[] =>
  beats.map((name) => ({ integrationId: row.integration_id, name, at: row.received_at }));

const claimOf = (job: Job, key: string): KeyClaim => ({
  integrationId: job.row.integration_id,
  key,
  at: job.row.received_at,
});

const claimsOf = (job: Job): readonly KeyClaim[] => [
  ...(job.bodyKey === undefined ? [] : [claimOf(job, job.bodyKey)]),
  ...job.signals.flatMap(({ deliveryId }) => (deliveryId ? [claimOf(job, idKey(deliveryId))] : [])),
];

/** Whoever comes first in the batch has the key; the others repeat it. */
function itemsOf(job: Job, fresh: ReadonlySet<string>, seen: Set<string>): readonly IngestItem[] {
  const isRepeat = (key: string): boolean => {
    const name = claimText(claimOf(job, key));
    const repeated = !fresh.has(name) || seen.has(name);
    seen.add(name);
    return repeated;
  };
  const body = job.bodyKey !== undefined && isRepeat(job.bodyKey) ? ('body' as const) : undefined;
  const base = { origin: job.origin, deliveryId: job.row.id, receivedAt: job.row.received_at };
  return [
    ...job.signals.map((signal) => {
      const byId = signal.deliveryId && isRepeat(idKey(signal.deliveryId)) ? ('id' as const) : undefined;
      return { ...base, signal, repeat: byId ?? body };
    }),
    // The words of the integration are its sender's, and these are ours.
    ...job.ownSignals.map((signal) => ({
      ...base,
      origin: { ...job.origin, severities: undefined },
      signal,
    })),
  ];
}

function outcomeOf(job: Job, results: readonly SignalResult[], items: readonly IngestItem[]): IntakeOutcome {
  const repeated = items.slice(0, results.length).every(({ repeat }) => repeat !== undefined);
  const changed = results.some(({ effect }) => effect !== 'recorded' && effect !== 'noMatch');
  return {
    deliveryId: job.row.id,
    receivedAt: job.row.received_at,
    results,
    duplicate: results.length > 0 && repeated && !changed,
    problem: job.problem,
  };
}

const finished = (row: DeliveryRow, outcome: IntakeOutcome): DeliveryRow => ({
  ...row,
  outcome: outcome.duplicate ? 'duplicate' : row.outcome,
  results: outcome.results,
});
