import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Policies1795400000050 implements MigrationInterface {
  readonly name = 'Policies1795400000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table policies (
        id uuid primary key,
        team_id uuid not null references teams (id),
        name text not null,
        ladder jsonb not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        deleted_at timestamptz,
        version integer not null default 1
      );
      create index policies_of_team on policies (team_id, created_at, id) where deleted_at is null;
      create table policy_turns (
        policy_id uuid not null references policies (id),
        step integer not null,
        seed text not null,
        turn bigint not null,
        primary key (policy_id, step, seed)
      );
      create index policy_turns_last on policy_turns (policy_id, step, turn desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table policy_turns, policies');
  }
}

/** Whoever explains why these people were called says whose rules they were. */
export class PolicyEditors1795710000050 implements MigrationInterface {
  readonly name = 'PolicyEditors1795710000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table policies add column edited_by text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table policies drop column edited_by');
  }
}
