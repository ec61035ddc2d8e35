import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Oidc1795790000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      /* On their way to the provider and back. The rest is known to their browser only. */
      create table oidc_flows (
        state_hash bytea primary key,
        redirect_uri text not null,
        return_to text not null,
        address text not null,
        made_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz
      );
      create index oidc_flows_age on oidc_flows (expires_at);
      create index oidc_flows_address on oidc_flows (address, made_at);
      /* Who is who: never by name or address once this is known. */
      create table oidc_identities (
        id uuid primary key,
        issuer text not null,
        subject text not null,
        user_id uuid not null references users (id),
        /* Their role came by a group, and goes with it. */
        made_admin boolean not null default false,
        made_at timestamptz not null,
        last_used_at timestamptz not null,
        unique (issuer, subject),
        /* An address that goes to somebody else there must not bring the account along. */
        unique (issuer, user_id)
      );
      create index oidc_identities_user on oidc_identities (user_id);
      /* Memberships that came by a group. One that is taken away by hand takes its mark along. */
      create table oidc_memberships (
        team_id uuid not null,
        user_id uuid not null,
        primary key (team_id, user_id),
        foreign key (team_id, user_id) references memberships (team_id, user_id) on delete cascade
      );
      alter table sessions add column oidc_identity_id uuid references oidc_identities (id),
        /* The session there. */
        add column oidc_session text,
        /* It lasts no longer, however much it is used. */
        add column ends_at timestamptz;
      create index sessions_oidc on sessions (oidc_identity_id) where oidc_identity_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table sessions drop column oidc_identity_id, drop column oidc_session, drop column ends_at;
      drop table oidc_memberships, oidc_identities, oidc_flows;
    `);
  }
}
