import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Notifications1795400000075 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox (
        id uuid primary key,
        key text not null unique,
        kind text not null,
        lane smallint not null,
        state text not null default 'waiting',
        instance text not null,
        target jsonb not null,
        message jsonb not null,
        user_id uuid not null,
        device_id uuid,
        address_id uuid,
        ring_id uuid,
        revision int,
        call_id uuid,
        not_before timestamptz not null,
        expires_at timestamptz not null,
        lease_token uuid,
        lease_until timestamptz,
        tries int not null default 0,
        external_id text,
        outcome text,
        created_at timestamptz not null,
        done_at timestamptz
      ) with (fillfactor = 70);
      create index outbox_waiting on outbox (lane, not_before) where state = 'waiting';
      create index outbox_ring on outbox (ring_id, device_id, revision) where ring_id is not null;
      create index outbox_call on outbox (call_id) where call_id is not null;
      create index outbox_age on outbox (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table outbox');
  }
}
