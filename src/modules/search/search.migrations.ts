import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nothing here is the only place of anything: all of it can be made anew from incidents, comments and alerts. */
export class Search1795800000120 implements MigrationInterface {
  readonly name = 'Search1795800000120';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create extension if not exists pg_trgm;

      create table search_documents (
        id uuid primary key,
        kind text not null check (kind in ('incident', 'comment', 'alert')),
        incident_id uuid,
        team_ids uuid[] not null,
        status text not null,
        severity text not null,
        labels text[] not null,
        at timestamptz not null,
        title_words tsvector not null,
        words tsvector not null
      );
      alter table search_documents alter words set statistics 1000, alter title_words set statistics 1000;
      create index search_documents_words on search_documents using gin (words);
      create index search_documents_title_words on search_documents using gin (title_words);
      create index search_documents_newest on search_documents (at desc, id desc);
      create index search_documents_facts on search_documents using gin (team_ids, labels);

      create table search_words (word text primary key);
      create index search_words_near on search_words using gin (word gin_trgm_ops);

      create table similar_profiles (
        incident_id uuid primary key,
        service_keys text[] not null,
        alert_keys text[] not null,
        terms tsvector not null,
        length integer not null,
        at timestamptz not null
      );
      create index similar_profiles_terms on similar_profiles using gin (terms);
      create index similar_profiles_keys on similar_profiles using gin (alert_keys, service_keys);
      create table similar_terms (term text primary key, incidents integer not null);

      create table search_progress (
        only_one boolean primary key default true check (only_one),
        position bigint not null,
        rebuilding text check (rebuilding in ('incidents', 'comments', 'alerts')),
        rebuilt_until uuid
      );
      insert into search_progress (position, rebuilding) select last, 'incidents' from event_positions;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table search_progress, similar_terms, similar_profiles, search_words, search_documents',
    );
  }
}
