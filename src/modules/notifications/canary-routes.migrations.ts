import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which pushes only try a route, and a route that is tried again. */
export class CanaryRoutes1795710000075 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table outbox add column is_canary boolean not null default false;
      alter table provider_routes drop constraint provider_routes_state_check,
        add constraint provider_routes_state_check check (state in ('closed', 'degraded', 'half-open', 'open'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update provider_routes set state = 'open' where state = 'half-open';
      alter table provider_routes drop constraint provider_routes_state_check,
        add constraint provider_routes_state_check check (state in ('closed', 'degraded', 'open'));
      alter table outbox drop column is_canary;
    `);
  }
}
