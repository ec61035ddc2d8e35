import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When an alert was acknowledged at its source. */
export class AlertAcknowledged1795750000060 implements MigrationInterface {
  readonly name = 'AlertAcknowledged1795750000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table alerts add column acknowledged_at timestamptz;
      create index alert_routes_shadow on alert_routes (alert_id) where reason = 'shadow';
      create index alerts_of_integration on alerts (integration_id, first_received_at desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index alerts_of_integration;
      drop index alert_routes_shadow;
      alter table alerts drop column acknowledged_at;
    `);
  }
}
