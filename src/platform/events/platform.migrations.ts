import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Platform1795400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table event_log (
        id uuid primary key,
        position bigint unique,
        at timestamptz not null,
        kind text not null,
        team_ids uuid[] not null default '{}',
        audience uuid[],
        actor_id uuid, actor_name text, user_id uuid, escalation_id uuid, call_id uuid, ring_id uuid,
        device_id uuid, alert_id uuid, incident_id uuid, integration_id uuid,
        params jsonb not null default '{}'
      );
      create index event_log_waiting on event_log (at, id) where position is null;
      create index event_log_incident on event_log (incident_id, position) where incident_id is not null;
      create index event_log_escalation on event_log (escalation_id, position) where escalation_id is not null;
      create index event_log_teams on event_log using gin (team_ids);
      create table event_positions (only_one boolean primary key default true check (only_one), last bigint not null);
      insert into event_positions (last) values (0);
      create table idempotency_keys (
        who text not null,
        key text not null,
        operation text not null,
        request_hash text not null,
        view jsonb,
        created_at timestamptz not null,
        primary key (who, key)
      );
      create index idempotency_keys_age on idempotency_keys (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table idempotency_keys, event_positions, event_log');
  }
}

/** The timeline shows numbered events only: an index that leaves out the others is written once for each, not twice. */
export class EventTeams1795680000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index event_log_teams;
      create index event_log_teams on event_log using gin (team_ids) where position is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index event_log_teams;
      create index event_log_teams on event_log using gin (team_ids);
    `);
  }
}

export class Chores1795690000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table chores (
        name text primary key,
        due_at timestamptz not null,
        done_at timestamptz,
        failure text
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table chores');
  }
}
