import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { DatabaseAway } from '../../platform/database/database-away.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/observability/metrics.js';
import type { Decision } from './escalation.state.js';
import { Escalations } from './escalations.store.js';
import { EngineFindings } from './findings.store.js';
import type { Work } from './work.js';
import { Works } from './works.js';

const LOOK = 200;
/** Escalations moved in one transaction: enough to share its cost, few enough that nobody waits long for a row. */
const TOGETHER = 50;
/** Whoever joins alerts holds a row for moments, again and again: from then on the engine queues up for it. */
const PATIENCE_MS = 250;

interface Due {
  readonly id: string;
  readonly escalation_id: string;
  readonly due_at: Date;
  readonly what: 'run' | 'call';
}

/** Takes the rows whose time has come. Any replica may; a row is taken by one. */
@Injectable()
export class EscalationEngine {
  private readonly log = new Logger(EscalationEngine.name);

  constructor(
    private readonly transaction: Transaction,
    private readonly works: Works,
    private readonly escalations: Escalations,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly findings: EngineFindings,
  ) {}

  async tick(): Promise<number> {
    const due = await this.due(this.clock.now());
    const byEscalation = [...Map.groupBy(due, (row) => row.escalation_id).values()];
    let done = 0;
    for (let i = 0; i < byEscalation.length; i += TOGETHER)
      done += await this.take(byEscalation.slice(i, i + TOGETHER));
    return done;
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

  /** In the order of their instants: people's own time limits must not overtake each other. */
  private due(now: Date): Promise<readonly Due[]> {
    return this.transaction.query<Due>(
      `select * from (
         (select id, id as escalation_id, due_at, 'run' as what from escalations where due_at <= $1 order by due_at limit ${LOOK})
         union all
         (select id, escalation_id, due_at, 'call' as what from calls where due_at <= $1 order by due_at limit ${LOOK})) as due
       order by due_at, what desc, id limit ${LOOK}`,
      [now],
      'ring',
    );
  }

  /** One poison row fails alone, and is seen. */
  private async take(groups: readonly (readonly Due[])[]): Promise<number> {
    try {
      const { done, held } = await this.move(groups);
      const nowMs = this.clock.nowMs();
      const late = held.filter(([first]) => first && nowMs - first.due_at.getTime() > PATIENCE_MS);
      return done + (await this.wait(late));
    } catch (error) {
      const [only, ...others] = groups;
      if (only && others.length > 0) {
        this.log.warn(
          { err: error },
          `${groups.length} escalations could not be moved together; each is tried alone`,
        );
        let done = 0;
        for (const group of groups) done += await this.take([group]);
        return done;
      }
      await this.failed(only?.[0], error);
      return 0;
    }
  }

  private async failed(row: Due | undefined, error: unknown): Promise<void> {
    this.log.error({ err: error, row: row?.id }, 'a due row could not be taken');
    if (!row || error instanceof DatabaseAway) return;
    const detail = error instanceof Error ? error.message : 'a fault';
    await this.findings.note([{ code: 'row-failed', subjectId: row.id, detail }], this.clock.now());
  }

  private async wait(late: readonly (readonly Due[])[]): Promise<number> {
    let done = 0;
    for (const group of late) done += (await this.move([group], 'wait')).done;
    return done;
  }

  /** How many rows were due and moved; and those whose escalation somebody else holds. */
  private move(
    groups: readonly (readonly Due[])[],
    how: 'skip' | 'wait' = 'skip',
  ): Promise<{ readonly done: number; readonly held: readonly (readonly Due[])[] }> {
    return this.works.run(async (work) => {
      const ids = groups.flatMap(([first]) => first?.escalation_id ?? []);
      const rows = how === 'skip' ? await this.escalations.claim(ids) : await this.escalations.lock(ids);
      work.hold(...rows);
      const mine = new Set(rows.map(({ id }) => id));
      const taken = groups.filter(([first]) => first && mine.has(first.escalation_id));
      await work.holdLiveCalls([...mine]);
      // Whoever is in the queue may be rung next.
      await work.directory.know(
        rows.flatMap(({ run }) => run.queue.filter(isNext).map(({ userId }) => userId)),
      );
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
      if (!hasChanged(await work.apply(id, { kind: 'due' }))) return false;
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

const isNext = ({ place }: { readonly place: { readonly kind: string } }): boolean =>
  place.kind === 'waiting' || place.kind === 'pausing';

const byInstant = (a: Due, b: Due): number =>
  a.due_at.getTime() - b.due_at.getTime() || (a.what === b.what ? 0 : a.what === 'run' ? -1 : 1);
