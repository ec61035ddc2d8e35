import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Incidents1795400000090 implements MigrationInterface {
  readonly name = 'Incidents1795400000090';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create sequence incident_numbers as integer;
      create table incidents (
        id uuid primary key,
        number integer not null default nextval('incident_numbers'),
        title text not null,
        status text not null check (status in ('open', 'investigating', 'mitigated', 'resolved', 'closed')),
        severity text not null check (severity in ('critical', 'high', 'warning', 'info', 'unknown')),
        team_id uuid not null references teams (id),
        escalation_id uuid,
        opened_by uuid,
        opened_by_name text not null,
        started_at timestamptz not null,
        created_at timestamptz not null,
        mitigated_at timestamptz,
        resolved_at timestamptz,
        last_word_at timestamptz not null,
        version integer not null default 1
      );
      create unique index incidents_number on incidents (number);
      create unique index incidents_escalation on incidents (escalation_id) where escalation_id is not null;
      create index incidents_last_word on incidents (last_word_at desc, id desc);
      create index incidents_open on incidents (last_word_at desc, id desc) where status not in ('resolved', 'closed');
      create index incidents_team on incidents (team_id, last_word_at desc);

      create table incident_alerts (
        incident_id uuid not null references incidents (id),
        alert_id uuid not null references alerts (id),
        linked_at timestamptz not null,
        primary key (incident_id, alert_id)
      );
      create index incident_alerts_alert on incident_alerts (alert_id);

      create table comments (
        id uuid primary key,
        incident_id uuid not null references incidents (id),
        user_id uuid,
        user_name text not null,
        text text not null,
        created_at timestamptz not null
      );
      create index comments_story on comments (incident_id, created_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table comments, incident_alerts, incidents; drop sequence incident_numbers');
  }
}
