import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which rule held for a route, and whether it has fixed what rings. */
export class RouteRules1795730000060 implements MigrationInterface {
  readonly name = 'RouteRules1795730000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table alert_routes add column rule text, add column is_fixed boolean not null default false`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table alert_routes drop column rule, drop column is_fixed`);
  }
}
