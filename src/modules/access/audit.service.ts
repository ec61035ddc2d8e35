import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type AuditNote, AuditWriter } from '../../platform/auth/audit-trail.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { Transaction } from '../../platform/database/transaction.js';
import type * as dto from './access.dto.js';

interface AuditLogRow {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly via: string;
  readonly address: string;
  readonly target_id: string | null;
  readonly target_name: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

/** Rows are written in the transaction of the change and never touched again; a trigger sees to that. */
@Injectable()
export class AuditService extends AuditWriter {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {
    super();
  }

  async write(action: string, caller: Caller, note: AuditNote): Promise<void> {
    await this.transaction.query(
      `insert into audit_log (id, at, action, actor_id, actor_name, via, address, agent, target_id, target_name,
         before, after)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        newId(),
        this.clock.now(),
        action,
        note.actor?.userId ?? caller.userId ?? null,
        note.actor?.name ?? caller.name,
        // Nobody was known yet: they were just proving who they are.
        caller.kind === 'nobody' && note.actor ? 'sign-in' : caller.kind,
        caller.address,
        caller.agent,
        note.targetId ?? null,
        note.targetName ?? null,
        jsonOf(note.before),
        jsonOf(note.after),
      ],
    );
  }

  async list(input: z.output<typeof dto.ListAuditInput>): Promise<z.output<typeof dto.AuditPage>> {
    const [at, id] = pageValues(input.pageToken) ?? [];
    const rows = await this.transaction.query<AuditLogRow>(
      `select id, at, action, actor_id, actor_name, via, address, target_id, target_name, before, after
       from audit_log
       where ($1::text is null or action = $1) and ($2::uuid is null or actor_id = $2)
         and ($3::text is null or target_id = $3)
         and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5)
         and ($6::timestamptz is null or (at, id) < ($6, $7::uuid))
       order by at desc, id desc limit $8`,
      [
        input.action ?? null,
        input.actorId ?? null,
        input.targetId ?? null,
        input.from ?? null,
        input.until ?? null,
        at ?? null,
        id ?? null,
        input.pageSize + 1,
      ],
    );
    const page = pageOf(rows, input.pageSize, (row) => [row.at.toISOString(), row.id]);
    return {
      rows: page.rows.map(auditRowOf),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    };
  }
}

const jsonOf = (view: unknown): string | null => (view === undefined ? null : JSON.stringify(view));

const auditRowOf = (row: AuditLogRow): z.output<typeof dto.AuditRow> => ({
  auditId: row.id,
  at: row.at.toISOString(),
  action: row.action,
  ...(row.actor_id === null ? {} : { actorId: row.actor_id }),
  actorName: row.actor_name,
  via: row.via,
  address: row.address,
  ...(row.target_id === null ? {} : { targetId: row.target_id }),
  ...(row.target_name === null ? {} : { targetName: row.target_name }),
  ...(row.before === null ? {} : { before: row.before }),
  ...(row.after === null ? {} : { after: row.after }),
});
