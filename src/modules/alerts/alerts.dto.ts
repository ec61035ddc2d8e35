import { z } from 'zod';
import {
  Id,
  Instant,
  LongText,
  Name,
  NextPage,
  Paging,
  Severity,
  Slug,
  Title,
  Version,
} from '../../platform/wire/schemas.js';

export const ServiceView = z
  .strictObject({
    serviceId: Id,
    teamId: Id,
    slug: z.string(),
    name: z.string(),
    /** Absent: the team's first policy. */
    policyId: Id.optional(),
    createdAt: Instant,
    version: Version,
  })
  .meta({ id: 'Service' });
export type ServiceView = z.output<typeof ServiceView>;
export const ServiceList = z.strictObject({ services: z.array(ServiceView) }).meta({ id: 'ServiceList' });
export const ListServicesInput = z.strictObject({ teamId: Id.optional() });
export const ServiceRef = z.strictObject({ serviceId: Id });
export const CreateServiceInput = z
  .strictObject({ teamId: Id, slug: Slug, name: Name, policyId: Id.optional() })
  .meta({ id: 'CreateServiceInput' });
export const UpdateServiceInput = z
  .strictObject({
    serviceId: Id,
    version: Version,
    name: Name.optional(),
    slug: Slug.optional(),
    policyId: Id.optional(),
    teamId: Id.optional(),
  })
  .meta({ id: 'UpdateServiceInput' });

export const AlertStatus = z.enum(['firing', 'resolved']).meta({ id: 'AlertStatus' });
export const AlertKind = z
  .enum(['problem', 'no-data', 'evaluation-error', 'monitoring-fault', 'test', 'heartbeat'])
  .meta({ id: 'AlertKind' });
export const Urgency = z.enum(['ring', 'inform', 'record']).meta({ id: 'Urgency' });
/** Why an alert of a team has no escalation of its own. */
export const NoRingReason = z
  .enum([
    'inform-only',
    'record-only',
    'maintenance',
    'snoozed',
    'delayed-resolved',
    'joined',
    'duplicate',
    'stale',
    'storm',
    'shadow',
  ])
  .meta({ id: 'NoRingReason' });
export type NoRingReason = z.output<typeof NoRingReason>;
export const AlertLink = z
  .strictObject({ kind: z.string(), url: z.string(), text: z.string().optional() })
  .meta({ id: 'AlertLink' });
/** What became of the alert for one team, and which rule said so. */
export const AlertRoute = z
  .strictObject({
    teamId: Id,
    teamName: z.string(),
    policyId: Id.optional(),
    urgency: Urgency,
    because: z.string(),
    /** The name of the integration's rule that held, whether or not it chose the team. */
    rule: z.string().optional(),
    /** The rule says what rings; its severity changes nothing. */
    urgencyByRule: z.boolean().optional(),
    reason: NoRingReason.optional(),
    /** The window that keeps it quiet at this moment. */
    maintenance: z
      .strictObject({
        maintenanceId: Id,
        name: z.string(),
        /** When it ends, or pauses until its next hours: then it is called if it fires still. */
        until: Instant,
      })
      .optional(),
    escalationId: Id.optional(),
    escalationNumber: z.int().optional(),
  })
  .meta({ id: 'AlertRoute' });
export const AlertView = z
  .strictObject({
    alertId: Id,
    number: z.int(),
    integrationId: Id.optional(),
    integrationName: z.string(),
    source: z.string(),
    dedupKey: z.string(),
    status: AlertStatus,
    severity: Severity,
    sourceSeverity: z.string().optional(),
    kind: AlertKind,
    title: z.string(),
    description: z.string(),
    service: z.string().optional(),
    component: z.string().optional(),
    host: z.string().optional(),
    environment: z.string().optional(),
    labels: z.record(z.string(), z.string()),
    details: z.unknown().optional(),
    links: z.array(AlertLink),
    startedAt: Instant,
    endedAt: Instant.optional(),
    firstReceivedAt: Instant,
    lastReceivedAt: Instant,
    count: z.int(),
    /** By somebody at the source. */
    acknowledgedBy: z.string().optional(),
    acknowledgedAt: Instant.optional(),
    suppressed: z.string().optional(),
    suppressedUntil: Instant.optional(),
    /** While it fires: resolved by itself then, unless something is heard of it before. */
    expiresAt: Instant.optional(),
    routes: z.array(AlertRoute),
    incidentId: Id.optional(),
    incidentNumber: z.int().optional(),
    deliveryIds: z.array(Id),
  })
  .meta({ id: 'Alert' });
export type AlertView = z.output<typeof AlertView>;
/** What the list and its histogram share. */
const AlertFilter = {
  status: AlertStatus.optional(),
  severity: Severity.optional(),
  kind: AlertKind.optional(),
  teamId: Id.optional(),
  integrationId: Id.optional(),
  /** Firing, and neither ringing nor taken nor in an incident. */
  unowned: z.boolean().optional(),
  /** Whether something keeps it quiet: somebody here or at its source, or a maintenance window. */
  suppressed: z.boolean().optional(),
  query: z.string().max(200).optional(),
};
/** `from` and `until` are about when an alert was first received: from then on, and before then. */
export const ListAlertsInput = z.strictObject({
  ...AlertFilter,
  from: Instant.optional(),
  until: Instant.optional(),
  ...Paging,
});
export const AlertPage = z
  .strictObject({ alerts: z.array(AlertView), ...NextPage })
  .meta({ id: 'AlertPage' });
export const AlertRef = z.strictObject({ alertId: Id });
/** For scripts and the command line; what monitors send comes through integrations. */
export const RaiseAlertInput = z
  .strictObject({
    title: Title,
    severity: Severity.default('unknown'),
    description: LongText.default(''),
    /** Slug or id. Without team and service the catch-all team is called. */
    team: z.string().max(100).optional(),
    service: z.string().max(100).optional(),
    host: z.string().max(200).optional(),
    dedupKey: z.string().min(1).max(512).optional(),
    labels: z.record(z.string(), z.string()).default({}),
  })
  .meta({ id: 'RaiseAlertInput' });
export const ResolveAlertInput = z
  .strictObject({
    alertId: Id.optional(),
    dedupKey: z.string().max(512).optional(),
    note: z.string().max(1000).optional(),
  })
  .meta({ id: 'ResolveAlertInput' });
export const AlertAction = z.enum(['snooze', 'resolve']).meta({ id: 'AlertAction' });
/** The same for many alerts; each is done, or refused, by itself. */
export const ActOnAlertsInput = z
  .strictObject({
    alertIds: z.array(Id).min(1).max(200),
    action: AlertAction,
    /** Of a snooze; 0 ends it. */
    minutes: z.int().min(0).max(10_080).default(60),
    note: z.string().max(1000).optional(),
  })
  .meta({ id: 'ActOnAlertsInput' });
export const ActedAlert = z
  .strictObject({
    alertId: Id,
    done: z.boolean(),
    /** Why not: the code and the words that the refusal of one alone would have. */
    code: z.string().optional(),
    message: z.string().optional(),
  })
  .meta({ id: 'ActedAlert' });
/** In the order in which they were named, each once. */
export const ActedAlerts = z.strictObject({ results: z.array(ActedAlert) }).meta({ id: 'ActedAlerts' });
export const CountAlertsInput = z.strictObject({
  from: Instant,
  until: Instant,
  buckets: z.int().min(1).max(200).default(60),
  ...AlertFilter,
});
export const AlertCount = z
  .strictObject({
    from: Instant,
    critical: z.int(),
    high: z.int(),
    warning: z.int(),
    info: z.int(),
    unknown: z.int(),
  })
  .meta({ id: 'AlertCount' });
export const AlertCounts = z
  .strictObject({ bucketSeconds: z.int(), counts: z.array(AlertCount) })
  .meta({ id: 'AlertCounts' });
