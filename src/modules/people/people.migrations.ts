import type { MigrationInterface, QueryRunner } from 'typeorm';

export class People1795400000010 implements MigrationInterface {
  readonly name = 'People1795400000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table users (
        id uuid primary key,
        name text not null,
        email text not null,
        locale text not null,
        time_zone text not null,
        role text not null check (role in ('admin', 'member', 'read-only')),
        disabled_at timestamptz,
        created_at timestamptz not null,
        version integer not null default 1
      );
      create unique index users_email on users (lower(email));
      create index users_by_name on users (lower(name), id);
      create table teams (
        id uuid primary key,
        slug text not null,
        name text not null,
        description text not null,
        created_at timestamptz not null,
        version integer not null default 1
      );
      create unique index teams_slug on teams (slug);
      create index teams_by_name on teams (lower(name), id);
      create table memberships (
        team_id uuid not null references teams (id),
        user_id uuid not null references users (id),
        role text not null check (role in ('owner', 'responder', 'observer')),
        created_at timestamptz not null,
        primary key (team_id, user_id)
      );
      create index memberships_of_user on memberships (user_id);
      create table contact_methods (
        id uuid primary key,
        user_id uuid not null references users (id),
        kind text not null check (kind in ('phone', 'email', 'chat')),
        target text not null,
        label text not null,
        verified_at timestamptz,
        created_at timestamptz not null,
        deleted_at timestamptz
      );
      create unique index contact_methods_once on contact_methods (user_id, kind, target) where deleted_at is null;
      create table organisation (
        only_one boolean primary key default true check (only_one),
        name text not null,
        catch_all_team_id uuid references teams (id),
        last_resort_user_ids uuid[] not null default '{}',
        time_zone text not null,
        version integer not null default 1
      );
      insert into organisation (name, time_zone) values ('Barry', 'UTC');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table organisation, contact_methods, memberships, teams, users');
  }
}

/** Users that are no person. */
export class ServiceAccounts1795770000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table users
        add column is_service boolean not null default false,
        add column owner_team_id uuid references teams (id),
        alter column email drop not null,
        add constraint users_are_addressed check (is_service = (email is null)),
        add constraint users_are_owned check (is_service or owner_team_id is null);
      create index users_that_serve on users (lower(name), id) where is_service;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from api_tokens where user_id in (select id from users where is_service);
      delete from memberships where user_id in (select id from users where is_service);
      delete from users where is_service;
      alter table users drop constraint users_are_owned, drop constraint users_are_addressed,
        alter column email set not null, drop column owner_team_id, drop column is_service;
    `);
  }
}
