import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much an integration believes its sender: what its severities mean here, and whether its acknowledgements count. */
export class IntegrationWord1795750000070 implements MigrationInterface {
  readonly name = 'IntegrationWord1795750000070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table integrations
        add column trusts_acknowledgements boolean not null default false,
        add column severity_words jsonb not null default '[]';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table integrations drop column severity_words, drop column trusts_acknowledgements`,
    );
  }
}
