import { z } from 'zod';
import { Id, Instant, Name, Severity } from '../../platform/wire/schemas.js';
import { StepWhen } from '../policies/policies.dto.js';
import { AlertKind, Urgency } from './alerts.dto.js';

const FIELD =
  /^(title|description|severity|source-severity|kind|service|component|host|environment|key|group|label:.{1,100})$/;
export const RuleTest = z
  .enum(['equals', 'differs', 'glob', 'regex', 'present', 'absent'])
  .meta({ id: 'RuleTest' });
export const RuleCondition = z
  .strictObject({
    /** `title`, `host`, …, or `label:` and the name of a label. */
    field: z.string().regex(FIELD),
    test: RuleTest,
    /** `equals`, `differs` and `glob` (`*`, `?`) take capitals and small letters for the same. */
    value: z.string().max(500).default(''),
  })
  .meta({ id: 'RuleCondition' });
export type RuleCondition = z.output<typeof RuleCondition>;

/** The first rule all of whose conditions hold says what it says; what it does not say is decided as without it. */
export const RoutingRule = z
  .strictObject({
    name: Name,
    conditions: z.array(RuleCondition).max(20).default([]),
    /** Its severities are those that the sender named. */
    when: StepWhen.optional(),
    teamIds: z.array(Id).max(10).default([]),
    /** Of one of the teams. */
    policyId: Id.optional(),
    /** In place of the sender's. */
    severity: Severity.optional(),
    urgency: Urgency.optional(),
  })
  .meta({ id: 'RoutingRule' });
export type RoutingRule = z.output<typeof RoutingRule>;

/** An alert that a rule is thought for (or not for), tried whenever the rules are saved. */
export const RuleExample = z
  .strictObject({
    name: Name,
    alert: z.strictObject({
      title: z.string().max(1000).optional(),
      description: z.string().max(10_000).optional(),
      severity: Severity.optional(),
      sourceSeverity: z.string().max(200).optional(),
      kind: AlertKind.optional(),
      service: z.string().max(200).optional(),
      component: z.string().max(200).optional(),
      host: z.string().max(200).optional(),
      environment: z.string().max(200).optional(),
      dedupKey: z.string().max(512).optional(),
      groupKey: z.string().max(512).optional(),
      labels: z.record(z.string(), z.string()).default({}),
    }),
    /** When it comes; absent: now. */
    at: Instant.optional(),
    /** The name of the rule that decides; absent: none does. */
    rule: z.string().max(200).optional(),
  })
  .meta({ id: 'RuleExample' });
export type RuleExample = z.output<typeof RuleExample>;
