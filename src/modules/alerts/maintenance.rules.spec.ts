import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { closesAt, isOpen, type MaintenanceRow, windowFor, windowOf } from './maintenance.rules.js';

const at = (text: string): Date => new Date(`2026-11-${text}:00Z`);
const row = (more: Partial<MaintenanceRow> = {}): MaintenanceRow => ({
  id: 'w',
  team_id: 't',
  name: 'Move',
  starts_at: at('26T10:00'),
  ends_at: at('26T12:00'),
  hours: null,
  integration_id: null,
  conditions: [],
  ...more,
});
const covers = (more: Partial<MaintenanceRow>, subject = {}, when = at('26T11:00')): boolean =>
  windowFor([windowOf(row(more))], { teamId: 't', integrationId: 'i', subject }, when) !== undefined;

describe('a maintenance window', () => {
  it('covers from its start up to, and not at, its end', () => {
    expect(isOpen(row(), at('26T09:59'))).toBe(false);
    expect(isOpen(row(), at('26T10:00'))).toBe(true);
    expect(isOpen(row(), at('26T12:00'))).toBe(false);
  });

  it('that recurs is open at its hours only, where it is: over midnight too', () => {
    const hours = { weekdays: [4], from: '22:00', until: '02:00', timeZone: 'Asia/Tokyo' };
    const weekly = row({ starts_at: at('01T00:00'), ends_at: at('30T00:00'), hours });
    // Thursday the 26th, 22:00 in Tokyo, is 13:00 UTC.
    expect(isOpen(weekly, at('26T12:59'))).toBe(false);
    expect(isOpen(weekly, at('26T13:00'))).toBe(true);
    expect(isOpen(weekly, at('26T16:59'))).toBe(true);
    expect(isOpen(weekly, at('26T17:00'))).toBe(false);
    expect(isOpen(weekly, at('27T13:00'))).toBe(false);
  });

  it('covers its team, its integration and what its conditions hold for', () => {
    expect(covers({})).toBe(true);
    expect(covers({ team_id: 'other' })).toBe(false);
    expect(covers({ integration_id: 'i' })).toBe(true);
    expect(covers({ integration_id: 'j' })).toBe(false);
    const conditions = [{ field: 'host', test: 'glob' as const, value: 'db-*' }];
    expect(covers({ conditions }, { host: 'db-1' })).toBe(true);
    expect(covers({ conditions }, { host: 'web-1' })).toBe(false);
    expect(covers({ conditions }, { host: 'db-1' }, at('26T12:30'))).toBe(false);
  });

  it('closes at its end, or when its hours of the day do, whichever is first', () => {
    expect(closesAt(row(), at('26T11:00'))).toEqual(at('26T12:00'));
    const hours = { weekdays: [], from: '22:00', until: '02:00', timeZone: 'Asia/Tokyo' };
    const nightly = row({ starts_at: at('01T00:00'), ends_at: at('27T16:30'), hours });
    expect(closesAt(nightly, at('26T13:00'))).toEqual(at('26T17:00'));
    expect(closesAt(nightly, new Date('2026-11-26T16:59:59Z'))).toEqual(at('26T17:00'));
    expect(closesAt(nightly, at('27T13:00'))).toEqual(at('27T16:30'));
  });

  it('closes when the wall says so in the nights in which clocks are changed', () => {
    const hours = { weekdays: [], from: '22:00', until: '06:00', timeZone: 'Europe/London' };
    const nightly = row({ starts_at: new Date(0), ends_at: new Date('2030-01-01T00:00:00Z'), hours });
    expect(closesAt(nightly, new Date('2026-03-28T23:00:00Z'))).toEqual(new Date('2026-03-29T05:00:00Z'));
    expect(closesAt(nightly, new Date('2026-10-24T22:00:00Z'))).toEqual(new Date('2026-10-25T06:00:00Z'));
  });

  it('that closes is open until then, and closed from then on', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: 1, max: 1439 }),
        fc.integer({ min: 0, max: 1439 }),
        fc.constantFrom('Asia/Tokyo', 'UTC', 'Asia/Kolkata'),
        (from, long, when, timeZone) => {
          const clock = (minutes: number): string =>
            new Date((minutes % 1440) * 60_000).toISOString().slice(11, 16);
          const hours = { weekdays: [], from: clock(from), until: clock(from + long), timeZone };
          const daily = row({ starts_at: new Date(0), ends_at: new Date('2030-01-01T00:00:00Z'), hours });
          const now = new Date(Date.parse('2026-11-26T00:00:00Z') + when * 60_000);
          fc.pre(isOpen(daily, now));
          const closes = closesAt(daily, now);
          expect(isOpen(daily, new Date(closes.getTime() - 1))).toBe(true);
          expect(isOpen(daily, closes)).toBe(false);
        },
      ),
    );
  });
});
