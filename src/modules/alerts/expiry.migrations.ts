import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a firing alert is resolved by itself. */
export class AlertExpiry1795740000060 implements MigrationInterface {
  readonly name = 'AlertExpiry1795740000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table alerts add column source_expires_at timestamptz, add column expires_at timestamptz;
      create index alerts_expiry on alerts (expires_at) where status = 'firing' and expires_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table alerts drop column expires_at, drop column source_expires_at`);
  }
}
