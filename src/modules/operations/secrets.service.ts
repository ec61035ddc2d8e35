import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { type SealedColumn, SealedColumns } from '../../platform/auth/sealed-columns.js';
import { boxPrefix, SecretBox } from '../../platform/auth/secret-box.js';
import { Chores } from '../../platform/clock/chores.js';
import { Transaction } from '../../platform/database/transaction.js';
import type * as dto from './secrets.dto.js';

const BATCH = 200;
const EVERY_MS = 10 * 60_000;

type View = z.output<typeof dto.SecretsView>;

/** The names of the key's columns vary; all of them are text here. */
type SealedRow = Readonly<Record<string, string>>;

/**
 * Seals everything with the present key. Each batch is a transaction of its own: whoever dies in the middle has done
 * what is done, and the next one goes on with what is left. Meanwhile both keys open.
 */
@Injectable()
export class SecretsRotation implements OnModuleInit {
  private readonly log = new Logger(SecretsRotation.name);

  constructor(
    private readonly transaction: Transaction,
    private readonly box: SecretBox,
    private readonly sealed: SealedColumns,
    private readonly chores: Chores,
    private readonly audit: AuditTrail,
  ) {}

  onModuleInit(): void {
    this.chores.add({ name: 'secret-rotation', everyMs: EVERY_MS, run: () => this.chore() });
  }

  async view(): Promise<View> {
    const columns = await Promise.all(this.sealed.all.map((column) => this.countOf(column)));
    const sum = (what: 'left' | 'unreadable'): number =>
      columns.reduce((total, column) => total + column[what], 0);
    return {
      keyId: this.box.keyId,
      otherKeyIds: [...this.box.otherKeyIds],
      columns,
      left: sum('left'),
      unreadable: sum('unreadable'),
    };
  }

  async rotate(rows: number): Promise<z.output<typeof dto.SecretsRotated>> {
    const before = await this.view();
    const resealed = await this.reseal(rows);
    const secrets = await this.view();
    this.audit.note({
      targetName: secrets.keyId,
      before: { left: before.left },
      after: { left: secrets.left, resealed },
    });
    return { resealed, secrets };
  }

  private async chore(): Promise<void> {
    if (this.box.otherKeyIds.length === 0) return;
    const resealed = await this.reseal(Infinity);
    if (resealed === 0) return;
    const { keyId, left, unreadable } = await this.view();
    this.log.log({ resealed, keyId, left, unreadable }, 'secrets were sealed with the present key');
  }

  private async reseal(atMost: number): Promise<number> {
    let done = 0;
    for (const column of this.sealed.all) {
      let after: readonly string[] | undefined;
      while (done < atMost) {
        const batch = await this.batch(column, Math.min(BATCH, atMost - done), after);
        done += batch.resealed;
        after = batch.last;
        if (!after) break;
      }
    }
    return done;
  }

  /** What does not open is passed over, so that it keeps nothing else from being sealed anew. */
  private batch(
    column: SealedColumn,
    limit: number,
    after: readonly string[] | undefined,
  ): Promise<{ readonly resealed: number; readonly last: readonly string[] | undefined }> {
    const { table, key } = column;
    const names = key.map((name) => `${name}::text`).join(', ');
    const from = key.map((_, i) => `$${i + 3}`).join(', ');
    return this.transaction.run(async () => {
      const rows = await this.transaction.query<SealedRow>(
        `select ${key.map((name) => `${name}::text as ${name}`).join(', ')}, ${textOf(column)} as sealed
         from ${table} where ${textOf(column)} like any($1::text[]) ${after ? `and (${names}) > (${from})` : ''}
         order by ${names} limit $2 for update skip locked`,
        [this.box.otherKeyIds.map((id) => `${boxPrefix(id)}%`), limit, ...(after ?? [])],
        'reports',
      );
      let resealed = 0;
      for (const row of rows) if (await this.resealOne(column, row)) resealed += 1;
      const last = rows.length < limit ? undefined : rows.at(-1);
      return { resealed, last: last && key.map((name) => last[name] ?? '') };
    }, 'reports');
  }

  private async resealOne(column: SealedColumn, row: SealedRow): Promise<boolean> {
    const { table, key } = column;
    const values = key.map((name) => row[name] ?? '');
    const context = column.context(...values);
    let fresh: string;
    try {
      fresh = this.box.seal(this.box.open(row['sealed'] ?? '', context), context);
    } catch {
      this.log.warn({ table, column: column.column, row: values.join(' ') }, 'a secret cannot be opened');
      return false;
    }
    const where = key.map((name, i) => `${name}::text = $${i + 2}`).join(' and ');
    await this.transaction.query(
      `update ${table} set ${column.column} = ${column.isJson ? 'to_jsonb($1::text)' : '$1'} where ${where}`,
      [fresh, ...values],
    );
    return true;
  }

  private async countOf(column: SealedColumn): Promise<View['columns'][number]> {
    const [row] = await this.transaction.query<{ left: number; unreadable: number }>(
      `select count(*) filter (where sealed like any($1::text[]))::int as left,
         count(*) filter (where not sealed like any($1::text[] || $2::text))::int as unreadable
       from (select ${textOf(column)} as sealed from ${column.table}) as boxes where sealed is not null`,
      [this.box.otherKeyIds.map((id) => `${boxPrefix(id)}%`), `${boxPrefix(this.box.keyId)}%`],
    );
    const { left = 0, unreadable = 0 } = row ?? {};
    return { table: column.table, column: column.column, left, unreadable };
  }
}

const textOf = ({ column, isJson }: SealedColumn): string => (isJson ? `${column} #>> '{}'` : column);
