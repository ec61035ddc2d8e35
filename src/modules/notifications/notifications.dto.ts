import { z } from 'zod';
import { Instant } from '../../platform/wire/schemas.js';
import { ContactMethodRef } from '../people/people.dto.js';

export const NotifierState = z.enum(['on', 'off', 'faulty']).meta({ id: 'NotifierState' });
export const NotifierView = z
  .strictObject({
    name: z.string(),
    plugin: z.string(),
    state: NotifierState,
    reason: z.string().optional(),
    priority: z.int(),
    /** Messages of the last day. */
    sent: z.int(),
    failed: z.int(),
    lastSentAt: Instant.optional(),
    lastFailure: z.string().optional(),
  })
  .meta({ id: 'Notifier' });
export const RouteView = z
  .strictObject({
    /** The notifier's name and the variant of the app. */
    route: z.string(),
    state: z.enum(['closed', 'degraded', 'half-open', 'open']).meta({ id: 'RouteState' }),
    because: z.string(),
    since: Instant,
    /** Of the last 30 minutes, at most 20. */
    attempts: z.int(),
    rang: z.int(),
    failed: z.int(),
  })
  .meta({ id: 'Route' });
export const NotifierList = z
  .strictObject({ notifiers: z.array(NotifierView), routes: z.array(RouteView) })
  .meta({ id: 'NotifierList' });

export const CodeSent = z
  .strictObject({
    /** The notifier that brings it. */
    by: z.string(),
    expiresAt: Instant,
  })
  .meta({ id: 'CodeSent' });
export const ConfirmInput = ContactMethodRef.extend({
  code: z.string().regex(/^\d{6}$/, 'is six digits'),
}).meta({ id: 'ConfirmContactMethodInput' });
