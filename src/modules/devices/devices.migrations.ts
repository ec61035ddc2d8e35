import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Devices1795400000030 implements MigrationInterface {
  readonly name = 'Devices1795400000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table devices (
        id uuid primary key,
        user_id uuid not null references users (id),
        name text not null,
        platform text not null check (platform in ('web', 'android', 'ios', 'headless')),
        variant text not null check (variant in ('normal', 'emergency')),
        trusted boolean not null default false,
        checks jsonb not null default '[]',
        last_receipt_at timestamptz,
        last_seen_at timestamptz,
        created_at timestamptz not null,
        removed_at timestamptz
      );
      create index devices_of_user on devices (user_id) where removed_at is null;
      create table device_addresses (
        id uuid primary key,
        device_id uuid not null references devices (id),
        notifier text not null,
        target jsonb not null,
        registered_at timestamptz not null,
        gone_at timestamptz
      );
      create index device_addresses_of_device on device_addresses (device_id);
      create index device_addresses_by_target on device_addresses (notifier, md5(target::text)) where gone_at is null;
      create table stream_presence (
        device_id uuid not null,
        replica text not null,
        seen_at timestamptz not null,
        primary key (device_id, replica)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table stream_presence, device_addresses, devices');
  }
}
