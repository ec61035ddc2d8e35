import type { AlertRoute } from '../generated/api/models';
import { suppressionOf } from './suppression';

const until = '2026-11-27T03:00:00Z';
const route = (more: Partial<AlertRoute>): AlertRoute => ({
  teamId: 't',
  teamName: 'Mail',
  urgency: 'ring',
  because: 'team',
  ...more,
});

describe('what keeps an alert quiet', () => {
  it('is nothing, where nothing does or where it is over', () => {
    expect(suppressionOf({ status: 'firing', routes: [route({ reason: 'joined' })] })).toBeUndefined();
    expect(
      suppressionOf({
        status: 'resolved',
        suppressed: 'snoozed',
        routes: [route({ reason: 'maintenance' })],
      }),
    ).toBeUndefined();
  });

  it('is a snooze, until it ends', () => {
    expect(
      suppressionOf({ status: 'firing', suppressed: 'snoozed', suppressedUntil: until, routes: [] }),
    ).toEqual({ why: 'snoozed', until });
    expect(suppressionOf({ status: 'firing', suppressed: 'snoozed', routes: [] })).toEqual({
      why: 'snoozed',
    });
  });

  it('is a maintenance window by its name; one that has just closed has none', () => {
    const maintenance = { maintenanceId: 'm', name: 'Move', until };
    expect(
      suppressionOf({ status: 'firing', routes: [route({}), route({ reason: 'maintenance', maintenance })] }),
    ).toEqual({ why: 'maintenance', name: 'Move', until });
    expect(suppressionOf({ status: 'firing', routes: [route({ reason: 'maintenance' })] })).toEqual({
      why: 'maintenance',
    });
  });
});
