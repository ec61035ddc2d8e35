import { z } from 'zod';
import { Id, Instant, Locale, NextPage, Paging, Severity, Title } from '../../platform/wire/schemas.js';

export const EscalationStatus = z
  .enum(['delayed', 'calling', 'accepted', 'exhausted', 'resolved', 'cancelled'])
  .meta({ id: 'EscalationStatus' });
export const EscalationKind = z
  .enum(['first', 'additional', 'handover', 'last-resort', 'organisation', 'still-on-it', 'test', 'canary'])
  .meta({ id: 'EscalationKind' });
export const CallStatus = z
  .enum(['calling', 'reading', 'accepted', 'declined', 'ended', 'cancelled'])
  .meta({ id: 'CallStatus' });
export const EndReason = z.enum(['rang-out', 'silent', 'unsent', 'unreachable']).meta({ id: 'EndReason' });
export const ProofStage = z
  .enum(['none', 'provider-accepted', 'delivered', 'ringing', 'answered', 'declined', 'accepted'])
  .meta({ id: 'ProofStage' });

export const StageView = z.strictObject({ stage: z.string(), at: Instant }).meta({ id: 'Stage' });
export const CallDeviceView = z
  .strictObject({
    deviceId: Id,
    name: z.string(),
    variant: z.string(),
    stage: ProofStage,
    suppressed: z.boolean(),
    refused: z.boolean(),
    stages: z.array(StageView),
  })
  .meta({ id: 'CallDevice' });
export const CallView = z
  .strictObject({
    callId: Id,
    escalationId: Id,
    userId: Id,
    userName: z.string(),
    status: CallStatus,
    stage: ProofStage,
    endReason: EndReason.optional(),
    declineReason: z.string().optional(),
    cycle: z.int(),
    step: z.int(),
    try: z.int(),
    startedAt: Instant,
    ringUntil: Instant.optional(),
    decideBy: Instant.optional(),
    endedAt: Instant.optional(),
    phone: z.string(),
    noPhone: z.boolean(),
    stages: z.array(StageView),
    devices: z.array(CallDeviceView),
  })
  .meta({ id: 'Call' });
export type CallView = z.output<typeof CallView>;

export const PersonRef = z
  .strictObject({
    userId: Id,
    name: z.string(),
    /** Rung often of late: left alone until then, while others of the step can be called. */
    heldUntil: Instant.optional(),
  })
  .meta({ id: 'PersonRef' });
export const Acceptance = z
  .strictObject({ userId: Id, name: z.string(), at: Instant })
  .meta({ id: 'Acceptance' });
export const EscalationView = z
  .strictObject({
    escalationId: Id,
    number: z.int(),
    teamId: Id,
    teamName: z.string(),
    kind: EscalationKind,
    status: EscalationStatus,
    severity: Severity,
    title: z.string(),
    message: z.string(),
    policyId: Id.optional(),
    policyName: z.string(),
    cycle: z.int(),
    step: z.int(),
    steps: z.int(),
    needed: z.int(),
    startedAt: Instant,
    /** While delayed: when the first phone rings. */
    ringsAt: Instant.optional(),
    endedAt: Instant.optional(),
    startedByName: z.string().optional(),
    acceptances: z.array(Acceptance),
    calls: z.array(CallView),
    /** Who is next in the queue of the step. */
    next: z.array(PersonRef),
    alertIds: z.array(Id),
    alertCount: z.int(),
    incidentId: Id.optional(),
    incidentNumber: z.int().optional(),
    parentId: Id.optional(),
    version: z.int(),
  })
  .meta({ id: 'Escalation' });
export type EscalationView = z.output<typeof EscalationView>;

export const ListEscalationsInput = z.strictObject({
  live: z.boolean().optional(),
  teamId: Id.optional(),
  status: EscalationStatus.optional(),
  incidentId: Id.optional(),
  /** Those by which Barry tries itself, too. */
  canaries: z.boolean().optional(),
  ...Paging,
});
export const EscalationPage = z
  .strictObject({ escalations: z.array(EscalationView), ...NextPage })
  .meta({ id: 'EscalationPage' });
export const EscalationRef = z.strictObject({ escalationId: Id });
export const StartEscalationInput = z
  .strictObject({
    /** Exactly one of the three says who is called. */
    teamId: Id.optional(),
    policyId: Id.optional(),
    userIds: z.array(Id).min(1).max(50).optional(),
    severity: Severity.default('high'),
    title: Title,
    message: z.string().max(5000).default(''),
    incidentId: Id.optional(),
  })
  .meta({ id: 'StartEscalationInput' });
export const AddTargetsInput = z
  .strictObject({
    escalationId: Id,
    userIds: z.array(Id).max(50).default([]),
    teamIds: z.array(Id).max(10).default([]),
    scheduleIds: z.array(Id).max(10).default([]),
    message: z.string().max(5000).default(''),
  })
  .meta({ id: 'AddTargetsInput' });
export const HandOverInput = z
  .strictObject({ escalationId: Id, userId: Id, message: z.string().max(5000).default('') })
  .meta({ id: 'HandOverInput' });
export const LogInput = z.strictObject({ escalationId: Id, locale: Locale.optional() });
export const LogRowView = z
  .strictObject({
    at: Instant,
    version: z.int(),
    callId: Id.optional(),
    actorName: z.string().optional(),
    lines: z.array(z.string()),
  })
  .meta({ id: 'LogRow' });
export const EscalationLog = z.strictObject({ rows: z.array(LogRowView) }).meta({ id: 'EscalationLog' });

export const CallRef = z.strictObject({ callId: Id });
export const DeclineCallInput = z
  .strictObject({ callId: Id, reason: z.string().max(200).default('') })
  .meta({ id: 'DeclineCallInput' });
export const ListCallsInput = z.strictObject({
  userId: Id.optional(),
  live: z.boolean().optional(),
  ...Paging,
});
export const CallPage = z.strictObject({ calls: z.array(CallView), ...NextPage }).meta({ id: 'CallPage' });

export const ReceiptAddress = z
  .strictObject({ token: z.string(), urls: z.array(z.string()) })
  .meta({ id: 'ReceiptAddress' });
/** As in `proto/ring/ring-card.schema.json`. */
export const RingCardView = z
  .strictObject({
    ringId: Id,
    revision: z.int(),
    title: z.string(),
    severity: Severity,
    team: z.string(),
    count: z.int(),
    expiresAt: Instant,
    ringSeconds: z.int(),
    receipt: ReceiptAddress,
  })
  .meta({ id: 'RingCard' });
export const AlsoCalled = z
  .strictObject({
    name: z.string(),
    status: CallStatus,
    stage: ProofStage,
    declineReason: z.string().optional(),
  })
  .meta({ id: 'AlsoCalled' });
export const RingAlert = z
  .strictObject({
    alertId: Id,
    title: z.string(),
    description: z.string(),
    severity: Severity,
    host: z.string().optional(),
    service: z.string().optional(),
    startedAt: Instant,
    /** Why nobody would be called for this one alone: `snoozed`, `maintenance`; and until when. */
    suppressed: z.string().optional(),
    suppressedUntil: Instant.optional(),
    links: z.array(z.strictObject({ kind: z.string(), url: z.string() }).meta({ id: 'RingAlertLink' })),
  })
  .meta({ id: 'RingAlert' });
export const RingCallView = z
  .strictObject({
    callId: Id,
    escalationId: Id,
    escalationNumber: z.int(),
    status: CallStatus,
    escalationStatus: EscalationStatus,
    title: z.string(),
    message: z.string(),
    severity: Severity,
    team: z.string(),
    service: z.string().optional(),
    startedAt: Instant,
    ringUntil: Instant.optional(),
    decideBy: Instant.optional(),
    alerts: z.array(RingAlert),
    others: z.array(AlsoCalled),
    /** Who took it, once somebody did. */
    takenBy: z.array(z.string()),
    incidentId: Id.optional(),
    /** Present: nothing has happened, and nothing can be opened from it. */
    test: z.boolean().optional(),
  })
  .meta({ id: 'RingCall' });
export const RingStatus = z.enum(['ringing', 'answered', 'over']).meta({ id: 'RingStatus' });
export const RingView = z
  .strictObject({
    ringId: Id,
    revision: z.int(),
    deviceId: Id,
    status: RingStatus,
    /** Why it is over: accepted-by-other, accepted, declined, resolved, cancelled, timed-out. */
    reason: z.string().optional(),
    card: RingCardView,
    /** Present: somebody only tries whether this device rings. */
    test: z.boolean().optional(),
    calls: z.array(RingCallView),
  })
  .meta({ id: 'Ring' });
export type RingView = z.output<typeof RingView>;
/** With `revision` and `wait` the answer comes when the ring is no longer at that revision, or after `wait` seconds. */
export const GetRingInput = z.strictObject({
  ringId: Id,
  wait: z.int().min(0).max(25).optional(),
  revision: z.int().optional(),
});
export const AnswerRingInput = z
  .strictObject({ ringId: Id, callIds: z.array(Id).max(100).optional() })
  .meta({ id: 'AnswerRingInput' });
export const DeclineRingInput = z
  .strictObject({
    ringId: Id,
    callIds: z.array(Id).max(100).optional(),
    reason: z.string().max(200).default(''),
  })
  .meta({ id: 'DeclineRingInput' });

export const ReceiptKind = z
  .enum(['delivered', 'ringing', 'suppressed', 'expired', 'answered', 'stopped'])
  .meta({ id: 'ReceiptKind' });
export const ReceiptDetail = z
  .strictObject({
    reason: z.string().max(200).optional(),
    /** Below zero where the device's clock is behind ours: no reason to refuse a proof. */
    sincePushMs: z.int32().optional(),
    appBuild: z.string().max(100).optional(),
  })
  .meta({ id: 'ReceiptDetail' });
/** As in `proto/ring/receipt.schema.json`. */
export const ReceiptInput = z
  .strictObject({
    ringId: Id,
    revision: z.int().min(1),
    deviceId: Id,
    kind: ReceiptKind,
    seq: z.int().min(1),
    at: Instant,
    detail: ReceiptDetail.optional(),
  })
  .meta({ id: 'ReceiptInput' });
export const ReceiptAnswer = z
  .strictObject({ ringId: Id, revision: z.int(), status: RingStatus, duplicate: z.boolean() })
  .meta({ id: 'ReceiptAnswer' });
