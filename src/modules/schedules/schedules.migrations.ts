import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Schedules1795400000040 implements MigrationInterface {
  readonly name = 'Schedules1795400000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table schedules (
        id uuid primary key,
        team_id uuid not null references teams (id),
        name text not null,
        time_zone text not null,
        rotation jsonb not null,
        created_at timestamptz not null,
        deleted_at timestamptz,
        version integer not null default 1
      );
      create index schedules_of_team on schedules (team_id) where deleted_at is null;
      create table schedule_overrides (
        id uuid primary key,
        schedule_id uuid not null references schedules (id),
        user_id uuid not null references users (id),
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        created_at timestamptz not null,
        deleted_at timestamptz,
        check (starts_at < ends_at)
      );
      create index schedule_overrides_of on schedule_overrides (schedule_id) where deleted_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table schedule_overrides, schedules');
  }
}
