import { z } from 'zod';
import { Id, Instant, Severity } from '../../platform/wire/schemas.js';
import { AlertStatus, Urgency } from './alerts.dto.js';

export const ShadowReportInput = z
  .strictObject({
    integrationId: Id,
    /** Default: seven days before `until`. */
    from: Instant.optional(),
    /** Default: now. */
    until: Instant.optional(),
  })
  .meta({ id: 'ShadowReportInput' });

export const ShadowPerson = z.strictObject({ userId: Id, name: z.string() }).meta({ id: 'ShadowPerson' });
/** Of one team: whom the call rules of today would have rung first at that instant. */
export const ShadowRoute = z
  .strictObject({
    teamId: Id,
    teamName: z.string(),
    urgency: Urgency,
    because: z.string(),
    policyName: z.string().optional(),
    /** Those who would have rung at once; nobody where nothing rings, or where nobody could be reached. */
    first: z.array(ShadowPerson),
    /** Of the first step that would have rung, one after the other. */
    next: z.array(ShadowPerson),
    /** After so many seconds. */
    afterSeconds: z.int().optional(),
  })
  .meta({ id: 'ShadowRoute' });
/** One alert: who would have rung here, beside what became of it where it is handled still. */
export const ShadowAlert = z
  .strictObject({
    alertId: Id,
    number: z.int(),
    title: z.string(),
    severity: Severity,
    status: AlertStatus,
    at: Instant,
    routes: z.array(ShadowRoute),
    /** Whom the sender names as having acknowledged it, and how many seconds after it came. */
    acknowledgedBy: z.string().optional(),
    acknowledgedAfterSeconds: z.int().optional(),
    endedAfterSeconds: z.int().optional(),
  })
  .meta({ id: 'ShadowAlert' });
export const ShadowReport = z
  .strictObject({
    integrationId: Id,
    from: Instant,
    until: Instant,
    /** Newest first. */
    alerts: z.array(ShadowAlert),
    /** There are more than are shown. */
    isCut: z.boolean(),
    /** Of those shown: how many would have rung somebody, and how many should have and would have reached nobody. */
    ringing: z.int(),
    reachingNobody: z.int(),
    acknowledgedElsewhere: z.int(),
  })
  .meta({ id: 'ShadowReport' });
export type ShadowReport = z.output<typeof ShadowReport>;
export type ShadowRoute = z.output<typeof ShadowRoute>;
