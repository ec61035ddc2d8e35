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

/** Whose acknowledgement counts is known of the alert itself, also when another one of its escalation is over. */
export class AcknowledgementCounts1795771000060 implements MigrationInterface {
  readonly name = 'AcknowledgementCounts1795771000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table alerts add column acknowledgement_counts boolean, add column acknowledgement_said_at timestamptz;
      update alerts set acknowledgement_said_at = acknowledged_at
        where status = 'firing' and acknowledged_at is not null;
      update alerts set acknowledgement_counts = true from integrations i
        where alerts.status = 'firing' and alerts.acknowledged_by is not null
          and i.id = alerts.integration_id and i.trusts_acknowledgements;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table alerts drop column acknowledgement_said_at, drop column acknowledgement_counts`,
    );
  }
}
