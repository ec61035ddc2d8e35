import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a ring is that stands for tests only; and the rings of one device, newest first, for its health. */
export class TestRings1795710000081 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ring_sessions add column is_test boolean not null default false;
      create index ring_sessions_device on ring_sessions (device_id, started_at desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index ring_sessions_device;
      alter table ring_sessions drop column is_test;
    `);
  }
}
