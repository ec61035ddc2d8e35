import type pg from 'pg';

/** 17: what is finished stays as it is, whoever comes late with another outcome. */
const WATCHES = `
  create table base.touched (id uuid, was text, became text);
  create function base.touch() returns trigger language plpgsql as $$
    begin
      insert into base.touched values (old.id, old.state, new.state);
      return new;
    end $$;
  create trigger touched before update on public.outbox for each row
    when (old.state <> 'waiting' and (old.state, old.outcome, old.done_at, old.tries)
      is distinct from (new.state, new.outcome, new.done_at, new.tries))
    execute function base.touch();`;

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
    await client.query(WATCHES);
    const sql = [
      `begin; set local session_replication_role = replica`,
      `truncate ${rows.map(({ name }) => `"${name}"`).join(', ')}`,
      ...filled.map((name) => `insert into public."${name}" table base."${name}"`),
      `truncate base.touched`,
      ...sequences.map(({ name }) => `alter sequence "${name}" restart`),
      `commit`,
    ].join(';\n');
    return new Restorer(client, sql);
  }

  async restore(): Promise<void> {
    await this.client.query(this.sql);
  }
}
