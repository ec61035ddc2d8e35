import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Webhooks1795400000070 implements MigrationInterface {
  readonly name = 'Webhooks1795400000070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table integrations (
        id uuid primary key,
        team_id uuid not null references teams (id),
        name text not null,
        source text not null,
        mode text not null check (mode in ('live', 'shadow', 'off')),
        service_id uuid references services (id),
        options_sealed text not null,
        key_hash bytea not null,
        key_sealed text not null,
        key_hint text not null,
        old_key_hash bytea,
        old_key_until timestamptz,
        created_at timestamptz not null,
        version integer not null default 1,
        deleted_at timestamptz,
        last_delivery_at timestamptz,
        last_problem text,
        last_problem_at timestamptz,
        delivery_count bigint not null default 0,
        is_faulty boolean not null default false
      );
      create unique index integrations_key on integrations (key_hash);
      create index integrations_old_key on integrations (old_key_hash) where old_key_hash is not null;
      create index integrations_team on integrations (team_id) where deleted_at is null;

      create table deliveries (
        id uuid not null,
        integration_id uuid not null,
        received_at timestamptz not null,
        method text not null,
        path text not null,
        address text not null,
        headers jsonb not null,
        content_type text not null,
        body bytea not null,
        body_bytes integer not null,
        outcome text not null,
        issues jsonb not null,
        reading jsonb,
        results jsonb not null,
        primary key (id, received_at)
      ) partition by range (received_at);
      create index deliveries_newest on deliveries (integration_id, received_at desc, id desc);
      create table deliveries_default partition of deliveries default;

      create table delivery_keys (
        integration_id uuid not null,
        key text not null,
        created_at timestamptz not null,
        result jsonb,
        primary key (integration_id, key)
      );
      create index delivery_keys_age on delivery_keys (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table delivery_keys, deliveries, integrations');
  }
}

/** Finds what has lain in the default partition for too long: it has no month to go with. */
export class DeliveryAge1795690000070 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index deliveries_default_age on deliveries_default (received_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index deliveries_default_age');
  }
}
