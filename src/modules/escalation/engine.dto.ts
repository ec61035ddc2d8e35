import { z } from 'zod';
import { Id, Instant, NextPage, Paging } from '../../platform/wire/schemas.js';

export const GetEngineInput = z.strictObject({});

export const ChoreView = z
  .strictObject({
    name: z.string(),
    dueAt: Instant,
    /** When it last went well. */
    doneAt: Instant.optional(),
    failure: z.string().optional(),
  })
  .meta({ id: 'Chore' });

/** One of our public addresses, and whether an alert through it rings. */
export const CanaryView = z
  .strictObject({
    url: z.string(),
    everySeconds: z.int(),
    /** When an alert that came through here last made a canary ring. */
    provedAt: Instant.optional(),
    /** Since then; before the first, since we try. */
    ageSeconds: z.number(),
    /** Nothing has rung for three intervals. */
    dead: z.boolean(),
    /** Why the last alert could not be posted. */
    failure: z.string().optional(),
  })
  .meta({ id: 'Canary' });
export type CanaryView = z.output<typeof CanaryView>;

export const EngineView = z
  .strictObject({
    at: Instant,
    liveEscalations: z.int(),
    liveCalls: z.int(),
    liveRings: z.int(),
    /** How late the oldest timer is that nobody has taken yet; 0 when none is due. */
    latenessSeconds: z.number(),
    outboxWaiting: z.int(),
    /** Since when the oldest message that may leave has waited. */
    outboxSeconds: z.number(),
    findingsOfTheDay: z.int(),
    chores: z.array(ChoreView),
    /** Empty where none are set up. */
    canaries: z.array(CanaryView),
  })
  .meta({ id: 'Engine' });
export type EngineView = z.output<typeof EngineView>;

export const ListFindingsInput = z.strictObject({ ...Paging });

export const FindingView = z
  .strictObject({
    findingId: Id,
    code: z.string(),
    /** The escalation, call, ring, alert or message that it is about. */
    subjectId: Id,
    repaired: z.boolean(),
    detail: z.string(),
    times: z.int(),
    firstAt: Instant,
    lastAt: Instant,
  })
  .meta({ id: 'Finding' });
export type FindingView = z.output<typeof FindingView>;

export const FindingPage = z
  .strictObject({ findings: z.array(FindingView), ...NextPage })
  .meta({ id: 'FindingPage' });
