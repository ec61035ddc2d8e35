import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each public address, and when an alert that came through it last made a canary ring. */
export class Canaries1795710000082 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table canary_addresses (
        url text primary key,
        since timestamptz not null,
        posted_at timestamptz,
        failure text,
        proved_at timestamptz
      );
      create index escalations_canary on escalations (started_at) where kind = 'canary';
      -- An alert that is forgotten is looked for in these.
      create index alerts_previous on alerts (previous_id) where previous_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index alerts_previous, escalations_canary; drop table canary_addresses');
  }
}
