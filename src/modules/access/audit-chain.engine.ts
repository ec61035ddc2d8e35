import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Loops } from '../../platform/clock/loop.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { AUDIT_COLUMNS, auditedOf, type AuditLogRow } from './audit.rows.js';
import { chained, type Checkpoint, type Link } from '../../platform/auth/audit-chain.rules.js';

const BATCH = 500;
const LOOK_EVERY_MS = 10_000;
const TOLD_EVERY_MS = 60 * 60_000;
const DAY_MS = 86_400_000;

interface HeadRow {
  readonly last: string;
  readonly hash: string;
  readonly adopts_until: Date;
}

/**
 * Ties committed audit rows to their predecessors, in one order for everybody: any replica may do it, one at a time,
 * and nobody who rings ever waits for it.
 */
@Injectable()
export class AuditChain implements OnModuleInit, OnApplicationBootstrap {
  private readonly log = new Logger(AuditChain.name);
  private toldAtMs = -Infinity;

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly loops: Loops,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics.auditHead = () => this.head();
  }

  onApplicationBootstrap(): void {
    this.loops.start({
      name: 'audit-chain',
      topics: [],
      pollMs: LOOK_EVERY_MS,
      restMs: 100,
      tick: () => this.tick(),
    });
  }

  async head(): Promise<Checkpoint> {
    const [row] = await this.transaction.query<HeadRow>(
      `select last, encode(hash, 'hex') as hash, adopts_until from audit_chain_head`,
      [],
      'reports',
    );
    if (!row) throw new Error('The chain of the audit log has no head; its migration makes it');
    return { number: Number(row.last), hash: row.hash };
  }

  /** Until nothing waits, or another replica is at it. */
  async catchUp(): Promise<void> {
    while ((await this.tick()) === BATCH);
  }

  /** How many rows were tied. */
  async tick(): Promise<number> {
    const now = this.clock.now();
    const links = await this.transaction.run(() => this.extend(now), 'reports');
    const newest = links.at(-1);
    if (newest && now.getTime() - this.toldAtMs >= TOLD_EVERY_MS) {
      this.toldAtMs = now.getTime();
      // Outside the database, so that whoever cuts off its end is contradicted by the log.
      this.log.log({ number: newest.number, hash: newest.hash }, 'audit checkpoint');
    }
    return links.length;
  }

  private async extend(now: Date): Promise<readonly Link[]> {
    const [head] = await this.transaction.query<HeadRow>(
      `select last, encode(hash, 'hex') as hash, adopts_until from audit_chain_head for update skip locked`,
    );
    if (!head) return [];
    if (now < head.adopts_until) await this.adopt(head.adopts_until);
    const rows = await this.transaction.query<AuditLogRow>(
      `select ${AUDIT_COLUMNS} from audit_waiting w join audit_log a on a.id = w.audit_id
       order by a.at, a.id limit ${BATCH}`,
    );
    if (rows.length === 0) return [];
    const links = chained(rows.map(auditedOf), { number: Number(head.last), hash: head.hash });
    const ids = rows.map(({ id }) => id);
    await this.transaction.query(
      `insert into audit_chain (number, audit_id, previous_hash, hash)
       select number, audit_id, decode(previous_hash, 'hex'), decode(hash, 'hex')
       from unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[]) as made(number, audit_id, previous_hash, hash)`,
      [
        links.map((one) => one.number),
        ids,
        links.map((one) => one.previousHash),
        links.map((one) => one.hash),
      ],
    );
    await this.transaction.query('delete from audit_waiting where audit_id = any($1::uuid[])', [ids]);
    const last = links.at(-1);
    await this.transaction.query(`update audit_chain_head set last = $1, hash = decode($2, 'hex')`, [
      last?.number,
      last?.hash,
    ]);
    return links;
  }

  /** Beside this version an older one may run for a while, which does not say what waits. */
  private async adopt(until: Date): Promise<void> {
    await this.transaction.query(
      `insert into audit_waiting (audit_id)
       select a.id from audit_log a
       where a.at >= $1 and not exists (select from audit_chain c where c.audit_id = a.id)
       on conflict do nothing`,
      [new Date(until.getTime() - 2 * DAY_MS)],
    );
  }
}
