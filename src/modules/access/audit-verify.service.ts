import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Transaction } from '../../platform/database/transaction.js';
import { AuditChain } from './audit-chain.engine.js';
import { type Checkpoint, type FoundLink, GENESIS, walked } from '../../platform/auth/audit-chain.rules.js';
import type * as dto from './audit.dto.js';
import { AUDIT_COLUMNS, auditedOf, type AuditLogRow, LINK_COLUMNS } from './audit.rows.js';

type Verdict = z.output<typeof dto.AuditVerdict>;
type Broken = NonNullable<Verdict['broken']>;

interface FoundRow extends AuditLogRow {
  readonly number: string;
  readonly previous_hash: string;
  readonly hash: string;
  readonly audit_id: string;
  /** Nothing, where the row has gone. */
  readonly found_id: string | null;
}

/** Goes along the chain, a page at a time, and says where it does not hold. */
@Injectable()
export class AuditVerification {
  constructor(
    private readonly transaction: Transaction,
    private readonly chain: AuditChain,
  ) {}

  async verify(input: z.output<typeof dto.VerifyAuditInput>): Promise<Verdict> {
    await this.chain.catchUp();
    const head = await this.chain.head();
    const known = await this.againstKnown(input);
    const start = await this.hashBefore(input.from);
    const links = await this.links(input.from, input.rows);
    const { last, broken } = walked(links, start);
    const isEnd = links.length < input.rows;
    const fault = known ?? broken ?? (isEnd ? await this.faultAtEnd(last, head) : undefined);
    return {
      intact: fault === undefined,
      checked: last.number - start.number,
      last,
      head,
      ...(fault === undefined ? {} : { broken: fault }),
      ...(fault === undefined && !isEnd ? { nextFrom: last.number + 1 } : {}),
    };
  }

  private async links(from: number, rows: number): Promise<readonly FoundLink[]> {
    const found = await this.transaction.query<FoundRow>(
      `select ${LINK_COLUMNS}, c.audit_id, a.id as found_id, ${AUDIT_COLUMNS}
       from audit_chain c left join audit_log a on a.id = c.audit_id
       where c.number >= $1 order by c.number limit $2`,
      [from, rows],
    );
    return found.map((row) => ({
      number: Number(row.number),
      previousHash: row.previous_hash,
      hash: row.hash,
      auditId: row.audit_id,
      row: row.found_id === null ? undefined : auditedOf(row),
    }));
  }

  /** Where it begins in the middle, its predecessor is taken at its word. */
  private async hashBefore(from: number): Promise<Checkpoint> {
    if (from === 1) return GENESIS;
    const [row] = await this.transaction.query<{ hash: string }>(
      `select encode(hash, 'hex') as hash from audit_chain where number = $1`,
      [from - 1],
    );
    return { number: from - 1, hash: row?.hash ?? '' };
  }

  private async againstKnown({
    knownNumber,
    knownHash,
  }: z.output<typeof dto.VerifyAuditInput>): Promise<Broken | undefined> {
    if (knownNumber === undefined || knownHash === undefined) return undefined;
    const { hash } = await this.hashBefore(knownNumber + 1);
    return hash === knownHash ? undefined : { number: knownNumber, reason: 'checkpoint-differs' };
  }

  /** The end was cut off, or there is a row that nobody has written here. */
  private async faultAtEnd(last: Checkpoint, head: Checkpoint): Promise<Broken | undefined> {
    // Whoever has written meanwhile has moved the head on.
    if (last.number < head.number || (last.number === head.number && last.hash !== head.hash))
      return { number: last.number + 1, reason: 'end-missing' };
    const [row] = await this.transaction.query<{ id: string }>(
      `select a.id from audit_log a
       where not exists (select from audit_chain c where c.audit_id = a.id)
         and not exists (select from audit_waiting w where w.audit_id = a.id)
       order by a.at, a.id limit 1`,
    );
    return row && { number: last.number + 1, reason: 'row-unchained', auditId: row.id };
  }
}
