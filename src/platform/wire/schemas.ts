import { z } from 'zod';

export const Id = z.uuid();
/** RFC 3339, UTC in answers; with any offset in requests. There was no year 0, and the database says so. */
export const Instant = z.iso
  .datetime({ offset: true })
  .refine((text) => !text.startsWith('0000-'), 'there was no year 0');
export const Empty = z.strictObject({}).meta({ id: 'Empty' });

export const Severity = z
  .enum(['critical', 'high', 'warning', 'info', 'unknown'])
  .meta({ id: 'Severity', title: 'Severity' });
export type Severity = z.output<typeof Severity>;

export const Locale = z.enum(['en', 'ja']).meta({ id: 'Locale', title: 'Language' });
export type Locale = z.output<typeof Locale>;

/** A zone that this machine's time zone data knows. */
export const TimeZone = z.string().max(64).refine(isTimeZone, 'is no IANA time zone');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What the input of every list shares. */
export const Paging = {
  pageSize: z.int().min(1).max(200).default(50),
  pageToken: z.string().max(500).optional(),
};

/** Absent on the last page. */
export const NextPage = { nextPageToken: z.string().optional() };

/** The version that was read; a change of an older one is refused as stale. */
export const Version = z.int().min(1);

export const Title = z.string().trim().min(1).max(255);
export const Name = z.string().trim().min(1).max(100);
export const LongText = z.string().max(20_000);
/** How people write a team or a service in an address or a label. */
export const Slug = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/, 'use small letters, digits and hyphens');

/** A time of day, wherever it is. */
export const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write HH:MM');
