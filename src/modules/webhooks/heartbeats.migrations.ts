import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Signs of life: of heartbeats, and of integrations as a whole. */
export class Heartbeats1795740000070 implements MigrationInterface {
  readonly name = 'Heartbeats1795740000070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table heartbeats (
        id uuid primary key,
        integration_id uuid not null references integrations (id),
        name text not null,
        every_seconds integer not null,
        grace_seconds integer not null,
        severity text not null,
        key_hash bytea not null unique,
        key_sealed text not null,
        key_hint text not null,
        old_key_hash bytea,
        old_key_until timestamptz,
        is_paused boolean not null default false,
        last_heard_at timestamptz,
        counted_from timestamptz,
        missing_since timestamptz,
        -- The timer: nobody looks at what has none.
        due_at timestamptz,
        created_at timestamptz not null,
        version integer not null default 1
      );
      create unique index heartbeats_name on heartbeats (integration_id, lower(name));
      create index heartbeats_old_key on heartbeats (old_key_hash) where old_key_hash is not null;
      create index heartbeats_due on heartbeats (due_at) where due_at is not null;

      alter table integrations
        add column last_heard_at timestamptz,
        add column silent_after_seconds integer,
        add column silent_from timestamptz,
        add column silent_since timestamptz,
        add column resolve_after jsonb;
      update integrations set last_heard_at = last_delivery_at;

      -- Since when somebody has looked without a gap, and until when a spool may hold what was said before.
      create table intake_ears (
        one boolean primary key default true check (one),
        looked_at timestamptz not null,
        listening_since timestamptz not null,
        spooled_until timestamptz,
        spooled_since timestamptz
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table intake_ears;
      alter table integrations drop column last_heard_at, drop column silent_after_seconds, drop column silent_from,
        drop column silent_since, drop column resolve_after;
      drop table heartbeats;
    `);
  }
}
