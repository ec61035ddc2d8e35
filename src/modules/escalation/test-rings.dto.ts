import { z } from 'zod';
import { Id, Instant, Locale } from '../../platform/wire/schemas.js';

export const TestRingStatus = z
  .enum(['ringing', 'answered', 'accepted', 'declined', 'rang-out', 'failed', 'stopped'])
  .meta({ id: 'TestRingStatus' });
export const TestRingStage = z
  .enum(['asked', 'provider-accepted', 'delivered', 'ringing', 'answered', 'accepted', 'declined'])
  .meta({ id: 'TestRingStage' });
export const TestRingProblem = z
  .enum([
    'no-way',
    'no-telephone',
    'refused',
    'gone',
    'suppressed',
    'not-sent',
    'no-proof',
    'telephone-failed',
    'not-answered',
  ])
  .meta({ id: 'TestRingProblem' });
export type TestRingProblem = z.output<typeof TestRingProblem>;

export const TestRingStageView = z
  .strictObject({ stage: TestRingStage, at: Instant, ms: z.int() })
  .meta({ id: 'TestRingStageMark' });
export const TestRingProblemView = z
  .strictObject({
    problem: TestRingProblem,
    /** In words, in the language that was asked for. */
    reason: z.string(),
    advice: z.string(),
    /** What the provider or the device said, as it said it. */
    detail: z.string().optional(),
  })
  .meta({ id: 'TestRingTrouble' });
export const TestRingView = z
  .strictObject({
    testRingId: Id,
    userId: Id,
    channel: z.enum(['device', 'telephone']).meta({ id: 'TestRingChannel' }),
    deviceId: Id.optional(),
    deviceName: z.string().optional(),
    status: TestRingStatus,
    live: z.boolean(),
    startedAt: Instant,
    endedAt: Instant.optional(),
    startedByName: z.string().optional(),
    stages: z.array(TestRingStageView),
    trouble: TestRingProblemView.optional(),
  })
  .meta({ id: 'TestRing' });
export type TestRingView = z.output<typeof TestRingView>;
export const TestRingList = z.strictObject({ testRings: z.array(TestRingView) }).meta({ id: 'TestRingList' });

export const StartTestRingsInput = z
  .strictObject({
    /** By default oneself. */
    userId: Id.optional(),
    /** Neither devices nor telephone named: everything that can ring there. */
    deviceIds: z.array(Id).max(20).default([]),
    telephone: z.boolean().default(false),
    locale: Locale.optional(),
  })
  .meta({ id: 'StartTestRingsInput' });
export const ListTestRingsInput = z.strictObject({ userId: Id.optional(), locale: Locale.optional() });
export const TestRingRef = z.strictObject({ testRingId: Id });
