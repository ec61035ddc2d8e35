import { Injectable, type OnModuleInit } from '@nestjs/common';
import { References } from '../../platform/database/references.js';
import { Transaction } from '../../platform/database/transaction.js';
import { PeopleQueries } from '../people/index.js';
import { SchedulesService } from '../schedules/index.js';
import type { StepWhen, Target } from './policies.dto.js';
import { LastResortItself, PolicyUnknown, SeverityUncovered, TargetUnknown } from './policies.errors.js';
import type { Ladder } from './policies.rows.js';
import { uncoveredSeverities } from './when.rules.js';

/** What must be true of rules before they are kept, so that they need not be doubted at night. */
@Injectable()
export class LadderCheck implements OnModuleInit {
  constructor(
    private readonly transaction: Transaction,
    private readonly references: References,
    private readonly people: PeopleQueries,
    private readonly schedules: SchedulesService,
  ) {}

  onModuleInit(): void {
    this.references.register('schedule', (scheduleId) =>
      this.naming(
        `ladder @> jsonb_build_object('steps', jsonb_build_array(jsonb_build_object('targets',
        jsonb_build_array(jsonb_build_object('kind', 'schedule', 'id', $1::text)))))`,
        scheduleId,
      ),
    );
    this.references.register('policy', (policyId) =>
      this.naming(`ladder -> 'lastResort' ->> 'policyId' = $1`, policyId),
    );
  }

  /** The rules as they are kept: steps that look at a clock have its zone. */
  async accepted(ladder: Ladder, policyId: string): Promise<Ladder> {
    const severities = uncoveredSeverities(ladder.steps);
    if (severities.length > 0)
      throw new SeverityUncovered(`No step calls anybody for ${severities.join(', ')}`, { severities });
    await this.requireTargets(ladder.steps.flatMap((step) => step.targets));
    await this.requireLastResort(ladder.lastResort, policyId);
    const { timeZone } = await this.people.organisation();
    return {
      ...ladder,
      steps: ladder.steps.map((step) => (step.when ? { ...step, when: zoned(step.when, timeZone) } : step)),
    };
  }

  private async requireTargets(targets: readonly Target[]): Promise<void> {
    const ids = (kind: Target['kind']): readonly string[] =>
      targets.filter((target) => target.kind === kind).map((target) => target.id);
    const known = {
      user: await this.people.usersByIds(ids('user')),
      team: await this.people.teamsByIds(ids('team')),
      schedule: await this.schedules.byIds(ids('schedule')),
    };
    const unknown = targets.find((target) => !known[target.kind].has(target.id));
    if (unknown)
      throw new TargetUnknown(`There is no such ${unknown.kind}`, { kind: unknown.kind, id: unknown.id });
    await this.people.requirePeople(ids('user'));
  }

  private async requireLastResort(lastResort: Ladder['lastResort'], policyId: string): Promise<void> {
    if (!lastResort) return;
    if (lastResort.policyId === policyId)
      throw new LastResortItself('A policy cannot be its own last resort', { policyId });
    await this.requireTargets(lastResort.userIds.map((id) => ({ kind: 'user', id })));
    if (lastResort.policyId === undefined) return;
    const found = await this.transaction.query(
      `select id from policies where id = $1 and deleted_at is null for share`,
      [lastResort.policyId],
    );
    if (found.length === 0)
      throw new PolicyUnknown('There is no such policy', { policyId: lastResort.policyId });
  }

  private async naming(condition: string, id: string): Promise<readonly string[]> {
    const rows = await this.transaction.query<{ name: string }>(
      `select name from policies where deleted_at is null and ${condition} order by lower(name)`,
      [id],
    );
    return rows.map((row) => `policy ${row.name}`);
  }
}

const zoned = (when: StepWhen, timeZone: string): StepWhen => ({
  ...when,
  timeZone: when.timeZone ?? timeZone,
});
