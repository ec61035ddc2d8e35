import { z } from 'zod';
import { Id } from '../../platform/wire/schemas.js';

export const ListPhoneCostsInput = z.strictObject({
  /** Of UTC, as 2026-11; by default this one. */
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is no month')
    .optional(),
  teamId: Id.optional(),
});
const Whose = {
  notifier: z.string(),
  /** Absent: of all teams together. */
  teamId: Id.optional(),
  teamName: z.string().optional(),
};
export const PhoneCostView = z
  .strictObject({
    ...Whose,
    calls: z.int(),
    /** Of talk, as far as the provider tells it. */
    seconds: z.int(),
    /** By the provider's own price, else by the rates of the settings. */
    cost: z.number(),
    /** Empty where the settings name no rates. */
    currency: z.string(),
  })
  .meta({ id: 'PhoneCost' });
export const PhoneCapView = z
  .strictObject({ ...Whose, cap: z.number(), cost: z.number(), currency: z.string(), passed: z.boolean() })
  .meta({ id: 'PhoneCap' });
export const PhoneCostList = z
  .strictObject({ month: z.string(), costs: z.array(PhoneCostView), caps: z.array(PhoneCapView) })
  .meta({ id: 'PhoneCostList' });
export type PhoneCostList = z.output<typeof PhoneCostList>;
