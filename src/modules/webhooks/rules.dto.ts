import { z } from 'zod';
import { Id, Instant, Severity, Version } from '../../platform/wire/schemas.js';
import { AlertKind, NoRingReason, Urgency } from '../alerts/alerts.dto.js';
import { RoutingRule, RuleExample } from '../alerts/rules.dto.js';
import { DeliveryOutcome, SignalResultView } from './webhooks.dto.js';

const MOST_RULES = 200;

export const RoutingRules = z
  .strictObject({
    integrationId: Id,
    rules: z.array(RoutingRule),
    examples: z.array(RuleExample),
    /** Of the integration. */
    version: Version,
  })
  .meta({ id: 'RoutingRules' });
export type RoutingRules = z.output<typeof RoutingRules>;

/** All of them, in their order: what is not named is gone. */
export const SetRoutingRulesInput = z
  .strictObject({
    integrationId: Id,
    version: Version,
    rules: z.array(RoutingRule).max(MOST_RULES).default([]),
    examples: z.array(RuleExample).max(MOST_RULES).default([]),
  })
  .meta({ id: 'SetRoutingRulesInput' });

/** A stored delivery, or a body that somebody pasted: exactly one of the two. */
export const TryRoutingInput = z
  .strictObject({
    integrationId: Id,
    deliveryId: Id.optional(),
    body: z.string().max(262_144).optional(),
    contentType: z.string().max(200).default('application/json'),
    headers: z.record(z.string(), z.string()).default({}),
    /** In place of those that are saved. */
    rules: z.array(RoutingRule).max(MOST_RULES).optional(),
    /** In place of those of the integration, secrets as they are shown. */
    options: z.unknown().optional(),
    /** When it comes; absent: when it came, or now. */
    at: Instant.optional(),
  })
  .meta({ id: 'TryRoutingInput' });

export const TriedRoute = z
  .strictObject({
    teamId: Id,
    teamName: z.string(),
    policyId: Id.optional(),
    urgency: Urgency,
    because: z.string(),
    /** Why it would ring nobody in any case. */
    reason: NoRingReason.optional(),
  })
  .meta({ id: 'TriedRoute' });
export const TriedSignal = z
  .strictObject({
    action: z.string(),
    dedupKey: z.string(),
    title: z.string(),
    severity: Severity,
    sourceSeverity: z.string().optional(),
    kind: AlertKind,
    service: z.string().optional(),
    /** The rule that holds. */
    rule: z.string().optional(),
    /** Of what opens an alert; everything else goes where its alert is. */
    routes: z.array(TriedRoute),
  })
  .meta({ id: 'TriedSignal' });
export const RoutingTrial = z
  .strictObject({
    outcome: DeliveryOutcome,
    issues: z.array(z.string()),
    /** All that was read, as a delivery shows it. */
    reading: z.unknown().optional(),
    signals: z.array(TriedSignal),
  })
  .meta({ id: 'RoutingTrial' });
export type RoutingTrial = z.output<typeof RoutingTrial>;

export const ReplayDeliveryInput = z
  .strictObject({
    deliveryId: Id,
    /** Events older than a quarter of an hour are only recorded, unless told otherwise. */
    ringForOld: z.boolean().default(false),
  })
  .meta({ id: 'ReplayDeliveryInput' });
export const ReplayResult = z
  .strictObject({ deliveryId: Id, outcome: DeliveryOutcome, results: z.array(SignalResultView) })
  .meta({ id: 'ReplayResult' });
