import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an alert's sender said of its severity, where a rule has put another in its place. */
export class AlertSaidSeverity1795760000060 implements MigrationInterface {
  readonly name = 'AlertSaidSeverity1795760000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table alerts add column said_severity text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table alerts drop column said_severity`);
  }
}
