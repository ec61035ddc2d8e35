import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Senders that want their receiver to prove that it means it, and what became of that. */
export class IntegrationHandshakes1795730000071 implements MigrationInterface {
  readonly name = 'IntegrationHandshakes1795730000071';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table integration_handshakes (
        id uuid primary key,
        integration_id uuid not null references integrations (id),
        received_at timestamptz not null,
        about text,
        host text not null,
        url_hash bytea not null,
        url_sealed text not null,
        is_proved boolean not null,
        state text not null check (state in ('due', 'waiting', 'confirmed')),
        due_at timestamptz,
        tries integer not null default 0,
        failure text,
        confirmed_at timestamptz,
        confirmed_by uuid,
        check ((state = 'due') = (due_at is not null))
      );
      create unique index integration_handshakes_url on integration_handshakes (integration_id, url_hash);
      create index integration_handshakes_due on integration_handshakes (due_at) where due_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table integration_handshakes');
  }
}
