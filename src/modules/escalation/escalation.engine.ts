import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { DatabaseAway } from '../../platform/database/database-away.js';
import { sqlStateOf, Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { isBudgeted } from './budget.rules.js';
import { type Due, DueRows, isFullLook } from './due-rows.js';
import type { EscalationRow } from './escalation.rows.js';
import type { Decision, Queued } from './escalation.state.js';
import { isOpen } from './ladder.rules.js';
import { Escalations } from './escalations.store.js';
import { EngineFindings } from './findings.store.js';
import { StillOnIt } from './still-on-it.js';
import type { Work } from './work.js';
import { Works } from './works.js';

/** Escalations moved in one transaction: enough to share its cost, few enough that nobody waits long for a row. */
const TOGETHER = 50;
/** When more is due than one turn takes: then all of them wait for each other already. */
const TOGETHER_CROWDED = 200;
/** Whoever joins alerts holds a row for moments, again and again: from then on the engine queues up for it. */
const PATIENCE_MS = 250;
/** How long it stands in the queue; a transaction that lost is tried three times. */
const QUEUE_MS = 200;
const LOCK_NOT_AVAILABLE = '55P03';
/** Rolled back for another, out of something, locked, cancelled or too slow: another time it may go well. */
const BUSY = /^(40|53|55|57)/;

type Group = readonly Due[];

/** How many rows were due and moved; and those whose escalation somebody else holds. */
interface Moved {
  readonly done: number;
  readonly held: readonly Group[];
}

/** Takes the rows whose time has come. Any replica may; a row is taken by one. */
@Injectable()
export class EscalationEngine {
  private readonly log = new Logger(EscalationEngine.name);
  /** Not let go of when they were last waited for. */
  private stubborn = new Set<string>();

  constructor(
    private readonly transaction: Transaction,
    private readonly works: Works,
    private readonly dueRows: DueRows,
    private readonly escalations: Escalations,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly findings: EngineFindings,
    private readonly stillOnIt: StillOnIt,
  ) {}

  async tick(): Promise<number> {
    const due = await this.dueRows.next(this.clock.now());
    const byEscalation = [...Map.groupBy(due, (row) => row.escalation_id).values()];
    const held: (readonly Due[])[] = [];
    let done = 0;
    const together = isFullLook(due) ? TOGETHER_CROWDED : TOGETHER;
    for (let i = 0; i < byEscalation.length; i += together) {
      const moved = await this.take(byEscalation.slice(i, i + together));
      done += moved.done;
      held.push(...moved.held);
    }
    return done + (await this.queueUp(held));
  }

  async nextDueMs(): Promise<number | undefined> {
    const [row] = await this.transaction.query<{ due: Date | null }>(
      `select least((select min(due_at) from escalations where due_at is not null),
         (select min(due_at) from calls where due_at is not null)) as due`,
      [],
      'ring',
    );
    return row?.due?.getTime();
  }

  /** One poison row fails alone, is seen, and is set aside. */
  private async take(groups: readonly Group[]): Promise<Moved> {
    try {
      return await this.move(groups);
    } catch (error) {
      // Each alone would wait for the same database.
      if (error instanceof DatabaseAway) throw error;
      const [only, ...others] = groups;
      if (only && others.length === 0) return await this.apart(only, error);
      this.log.warn(
        { err: error },
        `${groups.length} escalations could not be moved together; each is tried alone`,
      );
      const each: Moved[] = [];
      for (const group of groups) each.push(await this.take([group]));
      return { done: each.reduce((sum, { done }) => sum + done, 0), held: each.flatMap(({ held }) => held) };
    }
  }

  /** Of one escalation, a call that cannot be decided keeps neither the others nor the escalation waiting. */
  private async apart(group: Group, error: unknown): Promise<Moved> {
    const [row, ...others] = group;
    if (row && others.length === 0) return this.failed(row, error);
    const each: Moved[] = [];
    for (const one of group) each.push(await this.take([[one]]));
    return { done: each.reduce((sum, { done }) => sum + done, 0), held: each.flatMap(({ held }) => held) };
  }

  private async failed(row: Due, error: unknown): Promise<Moved> {
    const now = this.clock.now();
    this.log.error({ err: error, row: row.id }, 'a due row could not be taken');
    const detail = error instanceof Error ? error.message : 'a fault';
    await this.dueRows.setAside(row, now, BUSY.test(sqlStateOf(error)) ? 'busy' : 'cannot-be-decided');
    await this.findings.note([{ code: 'row-failed', subjectId: row.id, detail }], now);
    return { done: 0, held: [] };
  }

  /**
   * After all that is free. One that is not let go in time ends it for this turn: what falls due meanwhile must not
   * wait for it. The next turn begins with the others.
   */
  private async queueUp(held: readonly Group[]): Promise<number> {
    const nowMs = this.clock.nowMs();
    const late = held.filter(([first]) => first && nowMs - first.due_at.getTime() > PATIENCE_MS);
    const isStubborn = (group: Group): boolean => this.stubborn.has(escalationOf(group));
    this.stubborn = new Set(late.filter(isStubborn).map(escalationOf));
    let done = 0;
    for (const group of [...late].sort((a, b) => Number(isStubborn(a)) - Number(isStubborn(b)))) {
      try {
        done += (await this.move([group], 'wait')).done;
      } catch (error) {
        if (sqlStateOf(error) !== LOCK_NOT_AVAILABLE) done += (await this.apart(group, error)).done;
        else {
          this.stubborn.add(escalationOf(group));
          break;
        }
      }
    }
    return done;
  }

  private move(groups: readonly Group[], how: 'skip' | 'wait' = 'skip'): Promise<Moved> {
    return this.works.run(async (work) => {
      if (how === 'wait') await this.transaction.query(`set local lock_timeout = ${QUEUE_MS}`);
      const ids = groups.flatMap(([first]) => first?.escalation_id ?? []);
      const rows = how === 'skip' ? await this.escalations.claim(ids) : await this.escalations.lock(ids);
      work.hold(...rows);
      const mine = new Set(rows.map(({ id }) => id));
      const taken = groups.filter(([first]) => first && mine.has(first.escalation_id));
      await work.holdLiveCalls([...mine]);
      // Whoever is in the queue may be rung next, whoever is being called may be called again.
      const nextOf = ({ run }: EscalationRow): readonly string[] =>
        run.queue.filter(isNext).map(({ userId }) => userId);
      await Promise.all([
        work.directory.know(rows.flatMap(nextOf)),
        work.counts.know(
          rows.map(({ run }) => run),
          rows.filter(({ run }) => isBudgeted(run)).flatMap(nextOf),
        ),
      ]);
      let done = 0;
      for (const row of taken.flat().sort(byInstant)) if (await this.apply(work, row)) done += 1;
      return { done, held: groups.filter(([first]) => first && !mine.has(first.escalation_id)) };
    });
  }

  private async apply(work: Work, { id, what, due_at }: Due): Promise<boolean> {
    if (what === 'run') {
      const row = await work.escalation(id);
      if (!row?.due_at || row.due_at > work.now) return false;
      // A kernel that does not agree that it is due is asked again later, not at once: the auditor sets such rows right.
      if (!hasChanged(await work.apply(id, await this.stillOnIt.eventFor(row)))) return false;
    } else {
      const call = await work.call(id);
      if (!call?.due_at || call.due_at > work.now) return false;
      if (!(await work.applyCall(id, { kind: 'due' }))) return false;
      await work.hear();
    }
    this.metrics.lateness.observe(Math.max(0, (work.now.getTime() - due_at.getTime()) / 1000));
    return true;
  }
}

const hasChanged = (decision: Decision['outcome'] | Decision): boolean =>
  typeof decision !== 'string' && decision.outcome === 'changed';
const escalationOf = ([first]: Group): string => first?.escalation_id ?? '';

const isNext = ({ place }: Queued): boolean => isOpen(place);

const byInstant = (a: Due, b: Due): number =>
  a.due_at.getTime() - b.due_at.getTime() || (a.what === b.what ? 0 : a.what === 'run' ? -1 : 1);
