import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A room can be left alone for a while, and its settings changed by two people at once. */
export class TeamChannelPause1795720000077 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table team_channels add column paused boolean not null default false, add column version int not null default 1`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table team_channels drop column paused, drop column version`);
  }
}
