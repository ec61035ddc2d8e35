import type pg from 'pg';

/** Tables that hold what a run has done, and those that it changes: put back to what they were before the next. */
export class Restorer {
  private constructor(
    private readonly client: pg.Client,
    private readonly sql: string,
  ) {}

  static async of(client: pg.Client): Promise<Restorer> {
    const { rows } = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migrations'
       order by c.relname`,
    );
    const filled: string[] = [];
    await client.query('create schema base');
    for (const { name } of rows) {
      // What is cleaned up meanwhile, and what is known of the rows' number, changes the order in which rows come.
      const { rows: parts } = await client.query<{ part: string }>(
        `select relid::text as part from pg_partition_tree($1::regclass) where isleaf`,
        [name],
      );
      for (const { part } of parts)
        await client.query(`alter table ${part} set (autovacuum_enabled = false)`);
      const { rows: found } = await client.query(`select 1 as one from "${name}" limit 1`);
      if (found.length === 0) continue;
      await client.query(`create table base."${name}" as table public."${name}"`);
      filled.push(name);
    }
    const { rows: sequences } = await client.query<{ name: string }>(
      `select sequencename as name from pg_sequences where schemaname = 'public' order by 1`,
    );
    const sql = [
      `begin; set local session_replication_role = replica`,
      `truncate ${rows.map(({ name }) => `"${name}"`).join(', ')}`,
      ...filled.map((name) => `insert into public."${name}" table base."${name}"`),
      ...sequences.map(({ name }) => `alter sequence "${name}" restart`),
      `commit`,
    ].join(';\n');
    return new Restorer(client, sql);
  }

  async restore(): Promise<void> {
    await this.client.query(this.sql);
  }
}
