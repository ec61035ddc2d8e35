import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each telephone call that a provider took, and what it cost; and which caps somebody was told of. */
export class PhoneCosts1795710000078 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table phone_costs (
        message_id uuid primary key,
        month text not null,
        instance text not null,
        team_id uuid,
        began_at timestamptz not null,
        seconds int not null default 0,
        cost numeric(14, 6) not null,
        currency text not null,
        is_priced boolean not null default false
      );
      create index phone_costs_month on phone_costs (month, instance, team_id);
      create table phone_caps_passed (
        month text not null,
        instance text not null,
        -- Empty: that of all teams together.
        team text not null,
        at timestamptz not null,
        primary key (month, instance, team)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table phone_caps_passed, phone_costs');
  }
}
