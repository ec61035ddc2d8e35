import { z } from 'zod';
import { ClockTime, Id, Instant, Name, Severity, TimeZone, Version } from '../../platform/wire/schemas.js';

export const TargetKind = z.enum(['user', 'team', 'schedule']).meta({ id: 'TargetKind' });
export const Target = z.strictObject({ kind: TargetKind, id: Id }).meta({ id: 'Target' });
export type Target = z.output<typeof Target>;
export const CallOrder = z
  .enum(['listed', 'random', 'round-robin', 'least-recently-called'])
  .meta({ id: 'CallOrder', title: 'Order' });
export const StepWhen = z
  .strictObject({
    severities: z.array(Severity).default([]),
    /** 1 is Monday; empty means every day. */
    weekdays: z.array(z.int().min(1).max(7)).default([]),
    /** `until` before `from` reaches over midnight. */
    from: ClockTime.optional(),
    until: ClockTime.optional(),
    timeZone: TimeZone.optional(),
  })
  .meta({ id: 'StepWhen' });
export type StepWhen = z.output<typeof StepWhen>;
export const PolicyStep = z
  .strictObject({
    targets: z.array(Target).min(1).max(50),
    order: CallOrder.default('listed'),
    /** How many people ring at once; 0 means all of them. */
    simultaneous: z.int().min(0).max(1000).default(1),
    ringSeconds: z.int().min(10).max(300).default(30),
    retries: z.int().min(0).max(10).default(1),
    pauseSeconds: z.int().min(0).max(3600).default(15),
    responders: z.int().min(1).max(50).default(1),
    when: StepWhen.optional(),
  })
  .meta({ id: 'PolicyStep' });
export type PolicyStep = z.output<typeof PolicyStep>;
export const LastResort = z
  .strictObject({ policyId: Id.optional(), userIds: z.array(Id).max(50).default([]) })
  .meta({ id: 'LastResort' });
export const WhenAlertsResolve = z.enum(['stop', 'go-on']).meta({ id: 'WhenAlertsResolve' });

/** Accepted is not forgotten: after so many minutes without a sign of life responders are asked after it. 0: never. */
const StillOnItMinutes = z
  .int()
  .min(0)
  .max(240)
  .refine((minutes) => minutes === 0 || minutes >= 15, { error: '0, or from 15 to 240' });
const Ladder = {
  steps: z.array(PolicyStep).min(1).max(20),
  delaySeconds: z.int().min(0).max(3600).default(0),
  repeat: z.int().min(0).max(10).default(1),
  decisionSeconds: z.int().min(10).max(600).default(60),
  whenAlertsResolve: WhenAlertsResolve.default('stop'),
  lastResort: LastResort.optional(),
  stillOnItMinutes: StillOnItMinutes.default(0),
};
export const PolicyView = z
  .strictObject({
    policyId: Id,
    teamId: Id,
    name: z.string(),
    ...Ladder,
    createdAt: Instant,
    updatedAt: Instant,
    version: Version,
  })
  .meta({ id: 'Policy' });
export type PolicyView = z.output<typeof PolicyView>;
export const PolicyList = z.strictObject({ policies: z.array(PolicyView) }).meta({ id: 'PolicyList' });
export const ListPoliciesInput = z.strictObject({ teamId: Id.optional() });
export const PolicyRef = z.strictObject({ policyId: Id });
export const CreatePolicyInput = z
  .strictObject({ teamId: Id, name: Name, ...Ladder })
  .meta({ id: 'CreatePolicyInput' });
export const UpdatePolicyInput = z
  .strictObject({
    policyId: Id,
    version: Version,
    name: Name.optional(),
    steps: z.array(PolicyStep).min(1).max(20).optional(),
    delaySeconds: z.int().min(0).max(3600).optional(),
    repeat: z.int().min(0).max(10).optional(),
    decisionSeconds: z.int().min(10).max(600).optional(),
    whenAlertsResolve: WhenAlertsResolve.optional(),
    lastResort: LastResort.optional(),
    stillOnItMinutes: StillOnItMinutes.optional(),
  })
  .meta({ id: 'UpdatePolicyInput' });

/** Whom to ask about: exactly one of the three, as in StartEscalation. */
export const PreviewInput = z
  .strictObject({
    teamId: Id.optional(),
    policyId: Id.optional(),
    userIds: z.array(Id).max(50).optional(),
    severity: Severity.default('high'),
    at: Instant.optional(),
  })
  .meta({ id: 'PreviewInput' });
export const PreviewPerson = z
  .strictObject({ userId: Id, name: z.string(), reachable: z.boolean(), why: z.string().optional() })
  .meta({ id: 'PreviewPerson' });
export const PreviewStep = z
  .strictObject({
    step: z.int(),
    applies: z.boolean(),
    /** The earliest it can start, after `delaySeconds`, if nobody answers. */
    startsAfterSeconds: z.int(),
    simultaneous: z.int(),
    ringSeconds: z.int(),
    people: z.array(PreviewPerson),
  })
  .meta({ id: 'PreviewStep' });
export const Preview = z
  .strictObject({
    policyId: Id.optional(),
    policyName: z.string(),
    at: Instant,
    steps: z.array(PreviewStep),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'Preview' });
