import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Alerts1795400000060 implements MigrationInterface {
  readonly name = 'Alerts1795400000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table services (
        id uuid primary key,
        team_id uuid not null references teams (id),
        slug text not null,
        name text not null,
        policy_id uuid,
        created_at timestamptz not null,
        version integer not null default 1,
        deleted_at timestamptz
      );
      create unique index services_slug on services (slug) where deleted_at is null;
      create index services_by_name on services (lower(name)) where deleted_at is null;

      create sequence alert_numbers;
      create table alerts (
        id uuid primary key,
        number bigint not null default nextval('alert_numbers'),
        integration_id uuid not null,
        integration_name text not null,
        source text not null,
        dedup_key text not null,
        source_group_key text,
        status text not null check (status in ('firing', 'resolved')),
        severity text not null check (severity in ('critical', 'high', 'warning', 'info', 'unknown')),
        source_severity text,
        kind text not null,
        title text not null,
        full_title text,
        description text not null,
        service text,
        component text,
        host text,
        environment text,
        labels jsonb not null,
        details jsonb,
        links jsonb not null,
        started_at timestamptz not null,
        ended_at timestamptz,
        source_started_at timestamptz,
        source_ended_at timestamptz,
        first_received_at timestamptz not null,
        last_received_at timestamptz not null,
        count integer not null,
        acknowledged_by text,
        suppressed text,
        suppressed_until timestamptz,
        previous_id uuid references alerts (id),
        delivery_ids uuid[] not null,
        incident_id uuid,
        incident_number integer
      );
      create unique index alerts_open on alerts (integration_id, dedup_key) where status = 'firing';
      create unique index alerts_number on alerts (number);
      create index alerts_key on alerts (integration_id, dedup_key, number desc);
      create index alerts_firing on alerts (number desc) where status = 'firing';
      create index alerts_began on alerts (first_received_at);
      create index alerts_incident on alerts (incident_id) where incident_id is not null;

      create table alert_routes (
        id uuid primary key,
        alert_id uuid not null references alerts (id),
        team_id uuid not null references teams (id),
        policy_id uuid,
        urgency text not null check (urgency in ('ring', 'inform', 'record')),
        because text not null,
        group_key text not null,
        reason text,
        escalation_id uuid,
        escalation_number integer,
        standing text check (standing in ('live', 'taken', 'ended')),
        created_at timestamptz not null,
        unique (alert_id, team_id)
      );
      create index alert_routes_team on alert_routes (team_id, alert_id);
      create index alert_routes_escalation on alert_routes (escalation_id) where escalation_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table alert_routes, alerts, services; drop sequence alert_numbers');
  }
}
