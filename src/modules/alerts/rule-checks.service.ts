import { Injectable } from '@nestjs/common';
import { PeopleQueries } from '../people/index.js';
import { PoliciesService } from '../policies/index.js';
import { RuleInvalid } from './alerts.errors.js';
import type { RoutingRule } from './rules.dto.js';
import { faultOfPattern } from './rules.rules.js';

@Injectable()
export class RuleChecks {
  constructor(
    private readonly people: PeopleQueries,
    private readonly policies: PoliciesService,
  ) {}

  /** What every rule names must be there, and a policy must be its first team's. @throws RuleInvalid */
  async require(rules: readonly RoutingRule[]): Promise<void> {
    const teams = await this.people.teamsByIds([...new Set(rules.flatMap(({ teamIds }) => teamIds))]);
    for (const [index, rule] of rules.entries()) {
      const at = (field: string, message: string): never => {
        throw new RuleInvalid(`${rule.name}: ${message}`, {
          field: `rules.${index}.${field}`,
          rule: rule.name,
        });
      };
      rule.conditions.forEach(({ test, value }, nth) => {
        const fault = test === 'regex' ? faultOfPattern(value) : undefined;
        if (fault !== undefined) at(`conditions.${nth}.value`, `this is no pattern (${fault})`);
      });
      if (rule.teamIds.some((id) => !teams.has(id))) at('teamIds', 'there is no such team');
      if (rule.policyId === undefined) continue;
      const policy = await this.policies.snapshot(rule.policyId);
      if (policy === undefined || policy.teamId !== rule.teamIds[0])
        at('policyId', 'the first team of the rule has no such policy');
    }
    const names = rules.map(({ name }) => name);
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined)
      throw new RuleInvalid(`Two rules are called "${twice}"`, { field: 'rules', rule: twice });
  }
}
