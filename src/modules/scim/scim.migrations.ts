import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a directory has told us of people and groups; the people themselves stay users like all others. */
export class Scim1795790000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table scim_users (
        user_id uuid primary key references users (id),
        user_name text not null,
        external_id text,
        given_name text,
        family_name text,
        changed_at timestamptz not null,
        deleted_at timestamptz
      );
      create unique index scim_users_name on scim_users (lower(user_name)) where deleted_at is null;
      create index scim_users_external on scim_users (external_id) where deleted_at is null;
      create table scim_groups (
        id uuid primary key,
        display_name text not null,
        external_id text,
        team_id uuid references teams (id),
        role text check (role in ('owner', 'responder', 'observer')),
        created_at timestamptz not null,
        changed_at timestamptz not null,
        version integer not null default 1,
        check ((team_id is null) = (role is null))
      );
      create unique index scim_groups_name on scim_groups (lower(display_name));
      create index scim_groups_of_team on scim_groups (team_id) where team_id is not null;
      create table scim_group_members (
        group_id uuid not null references scim_groups (id) on delete cascade,
        user_id uuid not null references users (id),
        primary key (group_id, user_id)
      );
      create index scim_group_members_of on scim_group_members (user_id);
      alter table memberships add column from_group boolean not null default false;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table memberships drop column from_group;
      drop table scim_group_members, scim_groups, scim_users;
    `);
  }
}
