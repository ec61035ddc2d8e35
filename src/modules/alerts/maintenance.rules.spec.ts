import { describe, expect, it } from '@jest/globals';
import { isOpen, type MaintenanceRow, windowFor, windowOf } from './maintenance.rules.js';

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
});
