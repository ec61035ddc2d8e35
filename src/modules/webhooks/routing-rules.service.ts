import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import {
  failedExamples,
  type RoutingRule,
  rulebookOf,
  RuleChecks,
  type RuleExample,
} from '../alerts/index.js';
import { IntegrationKeys } from './integration-keys.service.js';
import type * as dto from './rules.dto.js';
import { ExampleFailed, IntegrationUnknown } from './webhooks.errors.js';

interface Row {
  readonly id: string;
  readonly team_id: string;
  readonly name: string;
  readonly rules: readonly RoutingRule[];
  readonly rule_examples: readonly RuleExample[];
  readonly version: number;
}

/** The rules of integrations: read, checked, tried on their examples, and saved. */
@Injectable()
export class RoutingRulesService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly checks: RuleChecks,
    private readonly keys: IntegrationKeys,
  ) {}

  /** @throws IntegrationUnknown */
  async get(integrationId: string): Promise<dto.RoutingRules> {
    return viewOf(await this.row(integrationId, ''));
  }

  /** @throws IntegrationUnknown, RuleInvalid, ExampleFailed */
  async set(input: z.output<typeof dto.SetRoutingRulesInput>, caller: Caller): Promise<dto.RoutingRules> {
    const now = this.clock.now();
    const row = await this.row(input.integrationId, 'for update');
    this.authority.require(caller, 'integrations.edit', row.team_id);
    ChangedMeanwhile.unlessSame(input.version, row.version);
    await this.checks.require(input.rules);
    const failed = failedExamples(rulebookOf(input.rules), input.examples, now);
    if (failed.length > 0)
      throw new ExampleFailed('An example is decided by another rule than the one it was written for', {
        examples: failed.map(({ name, expected, got }) => ({
          name,
          expected: expected ?? '',
          got: got ?? '',
        })),
      });
    await this.transaction.query(
      `update integrations set rules = $2::jsonb, rule_examples = $3::jsonb, version = version + 1 where id = $1`,
      [row.id, JSON.stringify(input.rules), JSON.stringify(input.examples)],
    );
    const after = await this.get(row.id);
    this.audit.note({ targetId: row.id, targetName: row.name, before: viewOf(row), after });
    this.transaction.afterCommit(() => this.keys.forget(row.id));
    return after;
  }

  private async row(integrationId: string, lock: '' | 'for update'): Promise<Row> {
    const [row] = await this.transaction.query<Row>(
      `select id, team_id, name, rules, rule_examples, version from integrations
       where id = $1 and deleted_at is null ${lock}`,
      [integrationId],
    );
    if (!row) throw new IntegrationUnknown('There is no such integration', { integrationId });
    return row;
  }
}

const viewOf = (row: Row): dto.RoutingRules => ({
  integrationId: row.id,
  rules: [...row.rules],
  examples: [...row.rule_examples],
  version: row.version,
});
