import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Routing rules of an integration, and what they are tried on. */
export class IntegrationRules1795730000070 implements MigrationInterface {
  readonly name = 'IntegrationRules1795730000070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table integrations add column rules jsonb not null default '[]',
         add column rule_examples jsonb not null default '[]'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table integrations drop column rules, drop column rule_examples`);
  }
}
