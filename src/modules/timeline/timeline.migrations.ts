import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Timeline1795400000095 implements MigrationInterface {
  readonly name = 'Timeline1795400000095';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index event_log_alert on event_log (alert_id, position) where alert_id is not null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index event_log_alert');
  }
}
