import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Access1795400000020 implements MigrationInterface {
  readonly name = 'Access1795400000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table local_accounts (
        user_id uuid primary key references users (id),
        password_hash text not null,
        changed_at timestamptz not null
      );
      create table sessions (
        id uuid primary key,
        user_id uuid not null references users (id),
        token_hash bytea not null unique,
        address text not null,
        agent text not null,
        created_at timestamptz not null,
        last_used_at timestamptz not null,
        expires_at timestamptz not null,
        ended_at timestamptz
      );
      create index sessions_of_user on sessions (user_id) where ended_at is null;
      create table api_tokens (
        id uuid primary key,
        user_id uuid not null references users (id),
        token_hash bytea not null unique,
        name text not null,
        hint text not null,
        scopes text[] not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        last_used_at timestamptz,
        revoked_at timestamptz
      );
      create index api_tokens_of_user on api_tokens (user_id);
      create table device_tokens (
        id uuid primary key,
        device_id uuid not null,
        user_id uuid not null references users (id),
        token_hash bytea not null unique,
        created_at timestamptz not null,
        last_used_at timestamptz,
        revoked_at timestamptz
      );
      create index device_tokens_of_device on device_tokens (device_id) where revoked_at is null;
      create table admin_link (
        only_one boolean primary key default true check (only_one),
        token_hash bytea not null,
        made_at timestamptz not null,
        used_at timestamptz
      );
      create table audit_log (
        id uuid primary key,
        at timestamptz not null,
        action text not null,
        actor_id uuid,
        actor_name text not null,
        via text not null,
        address text not null,
        agent text not null,
        target_id text,
        target_name text,
        before jsonb,
        after jsonb
      );
      create index audit_log_newest on audit_log (at desc, id desc);
      create index audit_log_of_actor on audit_log (actor_id, at desc, id desc);
      create index audit_log_of_target on audit_log (target_id, at desc, id desc);
      create function audit_log_is_append_only() returns trigger language plpgsql as $$
        begin
          raise exception 'the audit log is append-only';
        end $$;
      create trigger audit_log_append_only before update or delete on audit_log
        for each row execute function audit_log_is_append_only();
      create trigger audit_log_not_emptied before truncate on audit_log
        for each statement execute function audit_log_is_append_only();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table audit_log, admin_link, device_tokens, api_tokens, sessions, local_accounts;
      drop function audit_log_is_append_only();
    `);
  }
}

/** One link for each user: a new one takes the place of the old one. */
export class PasswordLinks1795690000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table password_links (
        user_id uuid primary key references users (id),
        token_hash bytea not null unique,
        made_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz
      );
      create index password_links_age on password_links (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table password_links');
  }
}

/** Finds the sessions that were over long ago. */
export class SessionAge1795690000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index sessions_over on sessions (least(ended_at, expires_at))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index sessions_over');
  }
}

/** Where a token was used from, its own rate, what it took the place of, and what its owner was told of its end. */
export class ApiTokens1795770000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table api_tokens
        add column last_used_address text,
        add column requests_per_minute integer check (requests_per_minute > 0),
        add column replaces_id uuid references api_tokens (id),
        add column replaced_at timestamptz,
        add column warned_days integer;
      create index api_tokens_ending on api_tokens (expires_at) where revoked_at is null and replaced_at is null;
      create index api_tokens_newest on api_tokens (created_at desc, id desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index api_tokens_ending, api_tokens_newest;
      alter table api_tokens drop column last_used_address, drop column requests_per_minute,
        drop column replaces_id, drop column replaced_at, drop column warned_days;
    `);
  }
}

/** The hash chain stands beside the log, which stays append-only; what was written before is chained first. */
export class AuditChain1795770000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_chain (
        number bigint primary key,
        audit_id uuid not null unique,
        previous_hash bytea not null,
        hash bytea not null
      );
      create trigger audit_chain_append_only before update or delete on audit_chain
        for each row execute function audit_log_is_append_only();
      create trigger audit_chain_not_emptied before truncate on audit_chain
        for each statement execute function audit_log_is_append_only();
      create table audit_chain_head (
        only_one boolean primary key default true check (only_one),
        last bigint not null,
        hash bytea not null,
        adopts_until timestamptz not null
      );
      insert into audit_chain_head (last, hash, adopts_until)
        values (0, decode(repeat('00', 32), 'hex'), now() + interval '1 day');
      create table audit_waiting (audit_id uuid primary key);
      insert into audit_waiting select id from audit_log;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table audit_waiting, audit_chain_head, audit_chain');
  }
}
