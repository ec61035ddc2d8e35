import { Injectable, Logger } from '@nestjs/common';
import { storable } from '../../platform/database/storable.js';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { IntegrationKeys } from './integration-keys.service.js';
import type { Job } from './job.rules.js';

interface Tally {
  readonly integrationId: string;
  readonly teamId: string;
  readonly name: string;
  readonly count: number;
  readonly at: Date;
  /** Of the newest that proved itself: what a stranger sends is no sign of life. */
  readonly heardAt?: Date | undefined;
  readonly problem?: string | undefined;
  readonly problemAt?: Date | undefined;
  readonly isFaulty: boolean;
  readonly wasFaulty: boolean;
}

/** It was understood, whatever it meant. */
const READ = new Set(['accepted', 'ignored', 'heartbeat', 'handshake']);

/**
 * Counts what came, beside the way of the alerts: one row a delivery would make all deliveries of an integration
 * wait for each other. What a crash loses of it is a count.
 */
@Injectable()
export class IntegrationStats {
  private readonly log = new Logger(IntegrationStats.name);
  private pending = new Map<string, Tally>();
  private writing: Promise<number> | undefined;

  constructor(
    private readonly transaction: Transaction,
    private readonly events: EventLog,
    private readonly keys: IntegrationKeys,
    private readonly metrics: Metrics,
  ) {}

  /** Only adds up; `tick` writes. */
  count(jobs: readonly Job[]): void {
    for (const job of jobs) {
      this.metrics.deliveries.inc({ source: job.integration.row.source, outcome: job.row.outcome });
      this.pending.set(job.row.integration_id, added(this.pending.get(job.row.integration_id), job));
    }
  }

  /** Writes what was counted. */
  tick(): Promise<number> {
    this.writing ??= this.write().finally(() => (this.writing = undefined));
    return this.writing;
  }

  /** Until everything counted so far is written. */
  async settled(): Promise<void> {
    await this.writing;
    await this.tick();
  }

  private async write(): Promise<number> {
    if (this.pending.size === 0) return 0;
    const tallies = [...this.pending.values()].sort((a, b) => (a.integrationId < b.integrationId ? -1 : 1));
    this.pending = new Map();
    try {
      await this.save(tallies);
    } catch (error) {
      this.log.warn({ err: error }, 'deliveries could not be counted');
    }
    // Not how many there were: the next look is soon enough.
    return 0;
  }

  private async save(tallies: readonly Tally[]): Promise<void> {
    await this.transaction.run(async () => {
      await this.transaction.query(
        `update integrations set delivery_count = delivery_count + given.count,
           last_delivery_at = greatest(last_delivery_at, given.at),
           last_heard_at = greatest(last_heard_at, given."heardAt"),
           last_problem = coalesce(given.problem, last_problem),
           last_problem_at = coalesce(given."problemAt", last_problem_at),
           is_faulty = given."isFaulty"
         from jsonb_to_recordset($1::jsonb) as given("integrationId" uuid, count integer, at timestamptz, "heardAt" timestamptz, problem text,
           "problemAt" timestamptz, "isFaulty" boolean)
         where integrations.id = given."integrationId"`,
        [JSON.stringify(tallies)],
      );
      await this.events.append(
        tallies.map(({ integrationId, teamId, name, at }) => ({
          kind: 'integration.delivered',
          at,
          teamIds: [teamId],
          integrationId,
          params: { name },
        })),
      );
    });
    for (const { integrationId, isFaulty, wasFaulty } of tallies)
      if (isFaulty !== wasFaulty) this.keys.forget(integrationId);
  }
}

function added(before: Tally | undefined, { integration, row, problem }: Job): Tally {
  const [issue] = row.issues;
  const isUnreadable = row.outcome === 'unreadable' || row.outcome === 'not-json';
  const says = issue === undefined ? problem?.kind : storable(issue);
  const wasFaulty = before?.isFaulty ?? integration.row.is_faulty;
  return {
    integrationId: row.integration_id,
    teamId: integration.row.team_id,
    name: integration.row.name,
    count: (before?.count ?? 0) + 1,
    at: later(before?.at, row.received_at),
    heardAt: row.outcome === 'bad-signature' ? before?.heardAt : later(before?.heardAt, row.received_at),
    problem: says ?? before?.problem,
    problemAt: says === undefined ? before?.problemAt : row.received_at,
    isFaulty: isUnreadable || (wasFaulty && !READ.has(row.outcome)),
    wasFaulty: before?.wasFaulty ?? wasFaulty,
  };
}

const later = (a: Date | undefined, b: Date): Date => (a && a > b ? a : b);
