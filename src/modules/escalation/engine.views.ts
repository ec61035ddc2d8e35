import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Chores } from '../../platform/clock/chores.js';
import { Clock } from '../../platform/clock/clock.js';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { Transaction } from '../../platform/database/transaction.js';
import { OutboxQueries } from '../notifications/index.js';
import { Config } from '../../platform/config/config.js';
import { Canaries } from './canaries.store.js';
import { canaryAgeSeconds, isCanaryDead } from './canary.rules.js';
import type * as dto from './engine.dto.js';

interface Counted {
  readonly escalations: number;
  readonly calls: number;
  readonly rings: number;
  readonly due: Date | null;
  readonly findings: number;
}

interface FindingRow {
  readonly id: string;
  readonly code: string;
  readonly subject_id: string;
  readonly is_repaired: boolean;
  readonly detail: string;
  readonly times: number;
  readonly first_at: Date;
  readonly last_at: Date;
}

/** How the engine stands, for people and for those who watch it. */
@Injectable()
export class EngineViews {
  constructor(
    private readonly transaction: Transaction,
    private readonly chores: Chores,
    private readonly outbox: OutboxQueries,
    private readonly clock: Clock,
    private readonly addresses: Canaries,
    private readonly config: Config,
  ) {}

  /** Of each public address; empty where no team of canaries is set. */
  async canaries(now: Date): Promise<readonly dto.CanaryView[]> {
    const { team, everySeconds } = this.config.settings.watch.canary;
    if (team === '') return [];
    return (await this.addresses.addresses()).map((address) => ({
      url: address.url,
      everySeconds,
      ...(address.provedAt && { provedAt: address.provedAt.toISOString() }),
      ageSeconds: canaryAgeSeconds(address, now),
      dead: isCanaryDead(address, everySeconds, now),
      ...(address.failure !== undefined && { failure: address.failure }),
    }));
  }

  async engine(): Promise<dto.EngineView> {
    const now = this.clock.now();
    const [counted, outbox, chores, canaries] = await Promise.all([
      this.counted(now),
      this.outbox.state(now),
      this.chores.states(),
      this.canaries(now),
    ]);
    return {
      at: now.toISOString(),
      liveEscalations: counted?.escalations ?? 0,
      liveCalls: counted?.calls ?? 0,
      liveRings: counted?.rings ?? 0,
      latenessSeconds: secondsBetween(counted?.due ?? undefined, now),
      outboxWaiting: outbox.waiting,
      outboxSeconds: secondsBetween(outbox.oldestAt, now),
      findingsOfTheDay: counted?.findings ?? 0,
      chores: chores.map(({ name, dueAt, doneAt, failure }) => ({
        name,
        dueAt: dueAt.toISOString(),
        ...(doneAt && { doneAt: doneAt.toISOString() }),
        ...(failure !== undefined && { failure }),
      })),
      canaries: [...canaries],
    };
  }

  private async counted(now: Date): Promise<Counted | undefined> {
    const [row] = await this.transaction.query<Counted>(
      `select (select count(*) from escalations where due_at is not null)::int as escalations,
         (select count(*) from calls where due_at is not null)::int as calls,
         (select count(*) from ring_sessions where ended_at is null)::int as rings,
         least((select min(due_at) from escalations where due_at <= $1),
           (select min(due_at) from calls where due_at <= $1)) as due,
         (select count(*) from engine_findings where last_at > $1::timestamptz - interval '1 day')::int as findings`,
      [now],
      'reports',
    );
    return row;
  }

  async findings(input: z.output<typeof dto.ListFindingsInput>): Promise<z.output<typeof dto.FindingPage>> {
    const [at, id] = pageValues(input.pageToken) ?? [];
    const found = await this.transaction.query<FindingRow>(
      `select id, code, subject_id, is_repaired, detail, times, first_at, last_at from engine_findings
       where ($1::timestamptz is null or (last_at, id) < ($1, $2::uuid))
       order by last_at desc, id desc limit $3`,
      [at ?? null, id ?? null, input.pageSize + 1],
      'reports',
    );
    const { rows, nextPageToken } = pageOf(found, input.pageSize, (row) => [
      row.last_at.toISOString(),
      row.id,
    ]);
    return {
      findings: rows.map((row) => ({
        findingId: row.id,
        code: row.code,
        subjectId: row.subject_id,
        repaired: row.is_repaired,
        detail: row.detail,
        times: row.times,
        firstAt: row.first_at.toISOString(),
        lastAt: row.last_at.toISOString(),
      })),
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
    };
  }
}

const secondsBetween = (from: Date | undefined, now: Date): number =>
  from ? Math.max(0, now.getTime() - from.getTime()) / 1000 : 0;
