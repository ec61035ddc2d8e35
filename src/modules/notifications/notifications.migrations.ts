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

/** Which pushes made a telephone ring, so that a provider that only says so is found out. */
export class ProviderRoutes1795690000075 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table outbox add column route text, add column proved_at timestamptz,
        add column is_fault boolean not null default false;
      create index outbox_routes on outbox (created_at) where kind = 'ring' and route is not null;
      -- When each telephone provider takes its next call; slot_at: the place of a call in its queue.
      create table phone_lines (instance text primary key, next_at timestamptz not null);
      alter table outbox add column slot_at timestamptz;
      create table provider_routes (
        route text primary key,
        state text not null check (state in ('closed', 'degraded', 'open')),
        because text not null,
        since timestamptz not null,
        attempts int not null,
        rang int not null,
        failed int not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table provider_routes, phone_lines;
      drop index outbox_routes;
      alter table outbox drop column route, drop column proved_at, drop column is_fault, drop column slot_at;
    `);
  }
}

/** Codes that prove whose a number or an address is. */
export class ContactVerifications1795690000076 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table contact_verifications (
        contact_method_id uuid primary key references contact_methods (id),
        sealed_code text not null,
        expires_at timestamptz not null,
        tries_left int not null,
        last_at timestamptz not null,
        day_began_at timestamptz not null,
        of_the_day int not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table contact_verifications');
  }
}

/** Whose share of the sender's turns a message takes: one team's storm keeps no other waiting. */
export class OutboxTeams1795710000076 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox add column team_id uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox drop column team_id');
  }
}
