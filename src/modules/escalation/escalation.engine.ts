import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { Escalations } from './escalations.store.js';
import { Works } from './works.js';

const BATCH = 200;
const AT_ONCE = 4;

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
  ) {}

  async tick(): Promise<number> {
    const due = await this.due(this.clock.now());
    let done = 0;
    // In the order of their instants: people's own time limits must not overtake each other.
    for (let i = 0; i < due.length; i += AT_ONCE) {
      const results = await Promise.all(due.slice(i, i + AT_ONCE).map((row) => this.take(row)));
      done += results.filter(Boolean).length;
    }
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

  private due(now: Date): Promise<readonly Due[]> {
    return this.transaction.query<Due>(
      `select * from (
         (select id, id as escalation_id, due_at, 'run' as what, lane from escalations where due_at <= $1 order by due_at limit ${BATCH})
         union all
         (select c.id, c.escalation_id, c.due_at, 'call' as what, e.lane from calls c join escalations e on e.id = c.escalation_id
          where c.due_at <= $1 order by c.due_at limit ${BATCH})) as due
       order by due_at, what desc, id limit ${BATCH}`,
      [now],
      'ring',
    );
  }

  /** One poison row fails alone, and is seen. */
  private async take(row: Due): Promise<boolean> {
    try {
      return await this.works.run(async (work) => {
        if (row.what === 'run') {
          const held = await this.escalations.claim(row.id, work.now);
          if (!held) return false;
          work.hold(held);
          await work.apply(row.id, { kind: 'due' });
        } else {
          // Its escalation is locked first; whoever holds it is about to move the call as well.
          if (!(await this.claimParent(row.escalation_id))) return false;
          const call = await work.call(row.id);
          if (!call?.due_at || call.due_at > work.now) return false;
          await work.applyCall(row.id, { kind: 'due' });
        }
        this.metrics.lateness.observe(Math.max(0, (work.now.getTime() - row.due_at.getTime()) / 1000));
        return true;
      });
    } catch (error) {
      this.metrics.findings.inc({ code: 'row-failed' });
      this.log.error({ err: error, row: row.id }, 'a due row could not be taken');
      return false;
    }
  }

  private async claimParent(escalationId: string): Promise<boolean> {
    const rows = await this.transaction.query(
      `select id from escalations where id = $1 for update skip locked`,
      [escalationId],
    );
    return rows.length > 0;
  }
}
