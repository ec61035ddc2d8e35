import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Other installations: those that we watch, and those that watch us. */
export class Watch1795700000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table watched_installations (
        name text primary key,
        sequence bigint not null,
        signed_at timestamptz not null,
        received_at timestamptz not null,
        beat jsonb not null,
        silent_since timestamptz,
        late text[] not null,
        good_beats int not null
      );
      -- Since when somebody has looked without a gap: silence while we were away ourselves is not theirs.
      create table watch_ears (
        one boolean primary key default true check (one),
        looked_at timestamptz not null,
        listening_since timestamptz not null
      );
      create table watch_peers (
        url text primary key,
        sequence bigint not null,
        tried_at timestamptz not null,
        delivered_at timestamptz,
        failure text,
        failed int not null default 0
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table watch_peers, watch_ears, watched_installations');
  }
}
