import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a device signs in by instead of a password. */
export class DeviceCodes1795771000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table device_codes (
        id uuid primary key,
        user_id uuid not null references users (id),
        code_hash bytea not null unique,
        /* By whose leave: it ends with them. */
        made_by_kind text not null,
        made_by_id uuid not null,
        made_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        revoked_at timestamptz,
        device_id uuid references devices (id)
      );
      create index device_codes_age on device_codes (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table device_codes');
  }
}
