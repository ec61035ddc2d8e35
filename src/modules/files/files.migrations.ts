import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Files1795800000110 implements MigrationInterface {
  readonly name = 'Files1795800000110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table files (
        id uuid primary key,
        subject_kind text not null,
        subject_id uuid not null,
        blob_key text not null,
        name text not null,
        type text not null,
        bytes integer not null,
        width integer,
        height integer,
        user_id uuid,
        user_name text not null,
        created_at timestamptz not null
      );
      create unique index files_blob on files (blob_key);
      create index files_subject on files (subject_kind, subject_id, created_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table files');
  }
}
