import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Maintenance1795730000061 implements MigrationInterface {
  readonly name = 'Maintenance1795730000061';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table maintenance_windows (
        id uuid primary key,
        team_id uuid not null references teams (id),
        name text not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        hours jsonb,
        integration_id uuid,
        conditions jsonb not null,
        created_by uuid,
        created_by_name text not null,
        created_at timestamptz not null,
        version integer not null default 1,
        /* Since when it is known to be open: whoever is rung for what it covers has been told. */
        open_since timestamptz,
        check (ends_at >= starts_at)
      );
      create index maintenance_windows_open on maintenance_windows (ends_at);
      create index alert_routes_quiet on alert_routes (alert_id) where reason in ('maintenance', 'snoozed');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index alert_routes_quiet; drop table maintenance_windows');
  }
}
