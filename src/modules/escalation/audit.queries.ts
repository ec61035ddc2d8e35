import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';

/** What one look may bring home; there is another in five seconds. */
const MOST = 50;
const FINAL = `('accepted', 'exhausted', 'resolved', 'cancelled')`;

export interface LateRow {
  readonly id: string;
  readonly what: 'run' | 'call';
  readonly due_at: Date;
}

export interface StrayCall {
  readonly id: string;
  readonly escalation_id: string;
}

export interface StrayRing {
  readonly id: string;
  readonly device_id: string;
  readonly user_id: string;
  readonly call_ids: readonly string[];
}

/** What is wrong now. Each looks at what is alive, so that years of history cost nothing. */
@Injectable()
export class AuditQueries {
  constructor(private readonly transaction: Transaction) {}

  /** A telephone that is hung up makes a call due that should have ended long ago: what was decided just now is not late. */
  async late(before: Date): Promise<readonly LateRow[]> {
    return this.ask(
      `(select id, 'run' as what, due_at from escalations e where due_at < $1
         and not exists (select 1 from escalation_log l where l.escalation_id = e.id and l.at > $1)
         order by due_at limit ${MOST})
       union all (select id, 'call' as what, due_at from calls c where due_at < $1
         and not exists (select 1 from call_log l where l.call_id = c.id and l.at > $1)
         order by due_at limit ${MOST})`,
      [before],
    );
  }

  /** The timer of a row is what its kernel has said; one that was changed otherwise would never be found due. */
  async realign(rows: readonly LateRow[]): Promise<void> {
    const idsOf = (what: LateRow['what']): readonly string[] =>
      rows.filter((row) => row.what === what).map(({ id }) => id);
    for (const [table, state, ids] of [
      ['escalations', 'run', idsOf('run')],
      ['calls', 'state', idsOf('call')],
    ] as const)
      if (ids.length > 0)
        await this.transaction.query(
          `update ${table} set due_at = to_timestamp((${state} ->> 'dueAt')::float8 / 1000)
           where id = any($1::uuid[]) and due_at is not null and (${state} ->> 'dueAt') is not null
             and due_at <> to_timestamp((${state} ->> 'dueAt')::float8 / 1000)`,
          [ids],
          'ring',
        );
  }

  async callsOfTheEnded(): Promise<readonly StrayCall[]> {
    return this.ask(
      `select c.id, c.escalation_id from calls c join escalations e on e.id = c.escalation_id
       where c.due_at is not null and e.status in ${FINAL} order by c.escalation_id, c.id limit ${MOST}`,
    );
  }

  async ringsForNothing(): Promise<readonly StrayRing[]> {
    return this.ask(
      `select r.id, r.device_id, r.user_id, array(select s.call_id from ring_session_calls s
           where s.ring_id = r.id and s.until_revision is null) as call_ids
       from ring_sessions r where r.ended_at is null and not exists (
         select 1 from ring_session_calls s join calls c on c.id = s.call_id
         where s.ring_id = r.id and s.until_revision is null and c.due_at is not null)
       order by r.device_id limit ${MOST}`,
    );
  }

  /** Of what lives, and of what ended since the last looks: every version has its row in the log. */
  async logGaps(since: Date): Promise<readonly { readonly id: string }[]> {
    return this.ask(
      `(select e.id from escalations e where (e.due_at is not null or e.ended_at > $1)
         and e.version <> (select count(*) from escalation_log l where l.escalation_id = e.id) limit ${MOST})
       union all (select c.id from calls c where (c.due_at is not null or (c.ended_at > $1 and c.started_at > $2))
         and c.version <> (select count(*) from call_log l where l.call_id = c.id) limit ${MOST})`,
      [since, new Date(since.getTime() - 60 * 60_000)],
    );
  }

  private ask<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.transaction.query<Row>(sql, parameters, 'reports');
  }
}
