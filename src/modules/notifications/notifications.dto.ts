import { z } from 'zod';
import { Instant } from '../../platform/wire/schemas.js';

export const NotifierState = z.enum(['on', 'off', 'faulty']).meta({ id: 'NotifierState' });
export const NotifierView = z
  .strictObject({
    name: z.string(),
    plugin: z.string(),
    state: NotifierState,
    reason: z.string().optional(),
    priority: z.int(),
    sent: z.int(),
    failed: z.int(),
    lastSentAt: Instant.optional(),
    lastFailure: z.string().optional(),
  })
  .meta({ id: 'Notifier' });
export const NotifierList = z.strictObject({ notifiers: z.array(NotifierView) }).meta({ id: 'NotifierList' });
