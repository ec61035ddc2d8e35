import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a link may do: set the first password, or take the place of one that is there. */
export class PasswordLinkPurpose1795771000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table password_links add column purpose text not null default 'first'
        check (purpose in ('first', 'by-admin', 'by-mail'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from password_links where purpose <> 'first'`);
    await runner.query('alter table password_links drop column purpose');
  }
}

export class SecondFactors1795771000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table second_factors (
        user_id uuid primary key references users (id),
        sealed_secret text not null,
        made_at timestamptz not null,
        /* Until then it is only being set up. */
        confirmed_at timestamptz,
        /* The half minute of the last code: a code is good once, whichever replica is asked. */
        last_step bigint,
        wrong_in_row integer not null default 0,
        wait_until timestamptz
      );
      create table recovery_codes (
        user_id uuid not null references users (id),
        code_hash bytea not null,
        made_at timestamptz not null,
        used_at timestamptz,
        primary key (user_id, code_hash)
      );
      create table sign_in_tickets (
        id uuid primary key,
        user_id uuid not null references users (id),
        token_hash bytea not null unique,
        purpose text not null check (purpose in ('code', 'enrol')),
        made_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz
      );
      create index sign_in_tickets_age on sign_in_tickets (expires_at);
      create table sign_in_rules (
        only_one boolean primary key default true check (only_one),
        second_factor text not null check (second_factor in ('nobody', 'admins', 'everybody')),
        version integer not null default 1
      );
      insert into sign_in_rules (second_factor) values ('nobody');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sign_in_rules, sign_in_tickets, recovery_codes, second_factors');
  }
}
