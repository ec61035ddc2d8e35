import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rooms to which a team's news go. */
export class TeamChannels1795710000077 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What goes to a room goes to nobody in particular.
      alter table outbox alter column user_id drop not null;
      create table team_channels (
        id uuid primary key,
        team_id uuid not null references teams (id),
        name text not null,
        notifier text not null,
        target_sealed text not null,
        news text[] not null,
        locale text not null,
        created_at timestamptz not null,
        deleted_at timestamptz
      );
      create index team_channels_team on team_channels (team_id) where deleted_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table team_channels;
      delete from outbox where user_id is null;
      alter table outbox alter column user_id set not null;
    `);
  }
}
