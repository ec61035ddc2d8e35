import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';

/** What one turn takes. */
const LOOK = 200;
/** Of it one team's share, while others wait. */
const SHARE = LOOK / 4;
/** How far a turn looks when more is due than it can take: a team is behind no more than this. */
const WINDOW = 5_000;
/** Between two tries of what cannot be decided: twice as long each time. */
const LONGEST_ASIDE_SECONDS = 300;
/** Of what failed by no fault of its own. */
const BUSY_ASIDE_SECONDS = 1;

export interface Due {
  readonly id: string;
  readonly escalation_id: string;
  readonly due_at: Date;
  readonly what: 'run' | 'call';
}

/** More may be due than these. */
export const isFullLook = (due: readonly Due[]): boolean => due.length === LOOK;

/** Which rows are taken next. */
@Injectable()
export class DueRows {
  constructor(private readonly transaction: Transaction) {}

  /** In the order of their instants, while one turn can take them all: that is nearly always, and one look. */
  async next(now: Date): Promise<readonly Due[]> {
    const due = await this.transaction.query<Due>(
      `select * from (
         (select id, id as escalation_id, due_at, 'run' as what from escalations where due_at <= $1 order by due_at limit ${LOOK})
         union all
         (select id, escalation_id, due_at, 'call' as what from calls where due_at <= $1 order by due_at limit ${LOOK})) as due
       order by due_at, what desc, id limit ${LOOK}`,
      [now],
      'ring',
    );
    return due.length < LOOK ? due : this.shared(now);
  }

  /**
   * More than one turn can take: what is critical first, and to each team its share; what is over goes to whoever has
   * more. People's own time limits do not overtake each other within a team and a severity.
   */
  private shared(now: Date): Promise<readonly Due[]> {
    return this.transaction.query<Due>(
      `with late as (
         (select id, id as escalation_id, due_at, 'run' as what, team_id, severity <> 'critical' as lane
           from escalations where due_at <= $1 order by due_at limit ${WINDOW})
         union all
         select c.id, c.escalation_id, c.due_at, 'call', e.team_id, e.severity <> 'critical'
           from (select id, escalation_id, due_at from calls where due_at <= $1 order by due_at limit ${WINDOW}) c
             join escalations e on e.id = c.escalation_id),
       queued as (
         select *, row_number() over (partition by team_id order by lane, due_at, what desc, id) as place from late)
       select id, escalation_id, due_at, what from queued
       order by place > ${SHARE}, lane, due_at, what desc, id limit ${LOOK}`,
      [now],
      'ring',
    );
  }

  /**
   * A row whose decision throws would stand in front of the others for ever. It comes back later and later; its finding
   * counts how often it was tried. Where only the database was too slow, whoever waits is not to wait for minutes after.
   */
  async setAside({ id, what }: Due, now: Date, why: 'cannot-be-decided' | 'busy'): Promise<void> {
    await this.transaction.query(
      `update ${what === 'run' ? 'escalations' : 'calls'} set due_at = $2::timestamptz + interval '1 second' * least(
         $3::int, power(2, least(10, coalesce((select times from engine_findings
           where code = 'row-failed' and subject_id = $1 and last_at > $2::timestamptz - interval '1 hour'), 0))))
       where id = $1 and due_at <= $2`,
      [id, now, why === 'busy' ? BUSY_ASIDE_SECONDS : LONGEST_ASIDE_SECONDS],
      'ring',
    );
  }
}
