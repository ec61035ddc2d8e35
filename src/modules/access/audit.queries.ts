import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { Transaction } from '../../platform/database/transaction.js';
import { containing } from '../people/index.js';
import { AuditChain } from './audit-chain.engine.js';
import type { Checkpoint } from '../../platform/auth/audit-chain.rules.js';
import type * as dto from './audit.dto.js';
import { AUDIT_COLUMNS, type AuditLogRow, auditViewOf, LINK_COLUMNS, type LinkRow } from './audit.rows.js';

const BATCH = 500;

/** $1 to $7. */
const MATCHES = `($1::text is null or a.action = $1 or split_part(a.action, '.', 1) = $1)
  and ($2::uuid is null or a.actor_id = $2) and ($3::text is null or a.target_id = $3)
  and ($4::text is null or a.address = $4)
  and ($5::timestamptz is null or a.at >= $5) and ($6::timestamptz is null or a.at < $6)
  and ($7::text is null or a.action ilike $7 or a.actor_name ilike $7 or a.target_name ilike $7
    or a.before::text ilike $7 or a.after::text ilike $7)`;

const matching = (filter: dto.ExportAuditInput): readonly unknown[] => [
  filter.action ?? null,
  filter.actorId ?? null,
  filter.targetId ?? null,
  filter.address ?? null,
  filter.from ?? null,
  filter.until ?? null,
  containing(filter.query),
];

@Injectable()
export class AuditQueries {
  constructor(
    private readonly transaction: Transaction,
    private readonly chain: AuditChain,
  ) {}

  async list(input: z.output<typeof dto.ListAuditInput>): Promise<z.output<typeof dto.AuditPage>> {
    const [at, id] = pageValues(input.pageToken) ?? [];
    const rows = await this.transaction.query<AuditLogRow & LinkRow>(
      `select ${AUDIT_COLUMNS}, ${LINK_COLUMNS} from audit_log a left join audit_chain c on c.audit_id = a.id
       where ${MATCHES} and ($8::timestamptz is null or (a.at, a.id) < ($8, $9::uuid))
       order by a.at desc, a.id desc limit $10`,
      [...matching(input), at ?? null, id ?? null, input.pageSize + 1],
    );
    const page = pageOf(rows, input.pageSize, (row) => [row.at_text, row.id]);
    return {
      rows: page.rows.map(auditViewOf),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    };
  }

  /** As the chain stands now: what is written meanwhile belongs to the next export. */
  async checkpoint(): Promise<Checkpoint> {
    await this.chain.catchUp();
    return this.chain.head();
  }

  /** Batch by batch, so that nobody holds the whole log in memory, nor a transaction while somebody reads slowly. */
  async *rows(filter: dto.ExportAuditInput, end: Checkpoint): AsyncGenerator<z.output<typeof dto.AuditRow>> {
    let after = 0;
    for (;;) {
      const rows = await this.transaction.query<AuditLogRow & LinkRow>(
        `select ${AUDIT_COLUMNS}, ${LINK_COLUMNS} from audit_chain c join audit_log a on a.id = c.audit_id
         where ${MATCHES} and c.number > $8 and c.number <= $9 order by c.number limit ${BATCH}`,
        [...matching(filter), after, end.number],
        'reports',
      );
      for (const row of rows) yield auditViewOf(row);
      const newest = rows.at(-1)?.number;
      if (rows.length < BATCH || !newest) return;
      after = Number(newest);
    }
  }
}
