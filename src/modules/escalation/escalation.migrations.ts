import type { MigrationInterface, QueryRunner } from 'typeorm';

const FINAL = `('accepted', 'exhausted', 'resolved', 'cancelled')`;
const CALL_OVER = `('accepted', 'declined', 'ended', 'cancelled')`;

export class Escalation1795400000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create sequence escalation_numbers;
      create table escalations (
        id uuid primary key,
        number int not null unique default nextval('escalation_numbers'),
        team_id uuid not null,
        policy_id uuid,
        kind text not null,
        status text not null,
        severity text not null,
        title text not null,
        message text not null,
        group_key text,
        is_ordinary boolean not null,
        snapshot jsonb not null,
        run jsonb not null,
        version int not null,
        due_at timestamptz,
        lane smallint not null default 1,
        started_at timestamptz not null,
        ended_at timestamptz,
        last_alert_at timestamptz,
        parent_id uuid references escalations,
        incident_id uuid,
        incident_number int,
        released jsonb not null default '[]',
        started_by_id uuid,
        started_by_name text,
        constraint one_timer check ((status in ${FINAL}) = (due_at is null))
      ) with (fillfactor = 70);
      create unique index escalations_one_live on escalations (team_id, group_key)
        where is_ordinary and status not in ${FINAL};
      create index escalations_group on escalations (team_id, group_key, started_at) where is_ordinary;
      create index escalations_due on escalations (due_at) where due_at is not null;
      create index escalations_started on escalations (started_at, id);
      create index escalations_parent on escalations (parent_id) where parent_id is not null;

      create table escalation_alerts (
        escalation_id uuid not null references escalations,
        alert_id uuid not null,
        joined_at timestamptz not null,
        resolved_at timestamptz,
        primary key (escalation_id, alert_id)
      );
      create index escalation_alerts_alert on escalation_alerts (alert_id);

      create table calls (
        id uuid primary key,
        escalation_id uuid not null references escalations,
        key text not null,
        cycle int not null,
        step int not null,
        user_id uuid not null,
        try int not null,
        status text not null,
        state jsonb not null,
        stages jsonb not null default '[]',
        version int not null,
        due_at timestamptz,
        started_at timestamptz not null,
        ended_at timestamptz,
        decline_reason text,
        constraint calls_once unique (escalation_id, cycle, step, user_id, try),
        constraint calls_one_timer check ((status in ${CALL_OVER}) = (due_at is null))
      ) with (fillfactor = 70);
      create index calls_due on calls (due_at) where due_at is not null;
      create index calls_user on calls (user_id, started_at);

      create table ring_sessions (
        id uuid primary key,
        device_id uuid not null,
        user_id uuid not null,
        revision int not null,
        status text not null,
        reason text,
        title text not null,
        severity text not null,
        team text not null,
        ring_seconds int not null,
        expires_at timestamptz not null,
        started_at timestamptz not null,
        ended_at timestamptz
      );
      create unique index ring_sessions_one_live on ring_sessions (device_id) where ended_at is null;
      create index ring_sessions_user on ring_sessions (user_id, started_at);
      create table ring_session_calls (
        ring_id uuid not null references ring_sessions,
        call_id uuid not null references calls,
        from_revision int not null,
        until_revision int,
        primary key (ring_id, call_id)
      );
      create index ring_session_calls_call on ring_session_calls (call_id);
      create table receipts (
        ring_id uuid not null references ring_sessions,
        revision int not null,
        device_id uuid not null,
        kind text not null,
        seq int not null,
        server_at timestamptz not null,
        device_at timestamptz not null,
        detail jsonb not null default '{}',
        primary key (ring_id, revision, device_id, kind)
      );

      create table escalation_log (
        escalation_id uuid not null references escalations,
        version int not null,
        at timestamptz not null,
        event jsonb not null,
        candidates jsonb not null,
        from_status text not null,
        to_status text not null,
        notes jsonb not null,
        actor_id uuid,
        actor_name text,
        kernel_version int not null,
        primary key (escalation_id, version)
      );
      create table call_log (
        call_id uuid not null references calls,
        version int not null,
        at timestamptz not null,
        event jsonb not null,
        notes jsonb not null,
        from_status text not null,
        to_status text not null,
        actor_id uuid,
        actor_name text,
        kernel_version int not null,
        primary key (call_id, version)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table call_log, escalation_log, receipts, ring_session_calls, ring_sessions, calls, escalation_alerts, escalations;
      drop sequence escalation_numbers;
    `);
  }
}

/** Joining alerts leaves the row of the escalation alone; a ring remembers what providers have taken of it. */
export class EscalationJoins1795680000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index escalation_alerts_joined on escalation_alerts (escalation_id, joined_at);
      alter table escalations drop column last_alert_at;
      alter table ring_sessions add column taken_revision int not null default 0;
      create index calls_live on calls (escalation_id) where due_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index calls_live;
      alter table ring_sessions drop column taken_revision;
      alter table escalations add column last_alert_at timestamptz;
      drop index escalation_alerts_joined;
    `);
  }
}

/** What should never happen and did: kept, so that somebody finds out why. */
export class EngineFindings1795690000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table engine_findings (
        id uuid primary key,
        code text not null,
        subject_id uuid not null,
        is_repaired boolean not null,
        detail text not null,
        times int not null default 1,
        first_at timestamptz not null,
        last_at timestamptz not null,
        alarmed_at timestamptz,
        constraint engine_findings_once unique (code, subject_id)
      );
      create index engine_findings_last on engine_findings (last_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table engine_findings');
  }
}

/** Why each step called whom it called, and nobody else: rosters and teams change afterwards. */
export class EscalationLookups1795710000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table escalation_log add column lookup jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table escalation_log drop column lookup');
  }
}

/** A ring that never ends stands for more and more calls that are over: what it shows is asked of the living only. */
export class LiveRingCalls1795780000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create index ring_session_calls_live on ring_session_calls (ring_id, call_id) where until_revision is null',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index ring_session_calls_live');
  }
}
