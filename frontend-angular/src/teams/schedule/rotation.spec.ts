import { zoned } from '../../design/time/zoned';
import type { Schedule } from '../../generated/api/models';
import { handoverBefore, resultOf, weeksOf } from './rotation';

const ROTATION = {
  participantIds: ['a', 'b', 'c'],
  handoverDay: 1,
  handoverTime: '09:00',
  startsOn: '2026-11-18',
  weeksEach: 1,
};
const DAY = 86_400_000;

describe('the weekly rotation as it is drawn', () => {
  it('reads wall-clock time in the zone, also over a clock change', () => {
    expect(new Date(zoned('2026-11-23', '09:00', 'Asia/Tokyo')).toISOString()).toBe(
      '2026-11-23T00:00:00.000Z',
    );
    expect(new Date(zoned('2027-03-27', '09:00', 'Europe/Zurich')).toISOString()).toBe(
      '2027-03-27T08:00:00.000Z',
    );
    expect(new Date(zoned('2027-03-28', '09:00', 'Europe/Zurich')).toISOString()).toBe(
      '2027-03-28T07:00:00.000Z',
    );
  });

  it('begins with the handover on or before the first day', () => {
    expect(handoverBefore('2026-11-18', 1)).toBe('2026-11-16');
    expect(handoverBefore('2026-11-16', 1)).toBe('2026-11-16');
    expect(handoverBefore('2026-11-16', 2)).toBe('2026-11-10');
  });

  it('gives each person a week in turn', () => {
    const from = zoned('2026-11-23', '09:00', 'Asia/Tokyo');
    const weeks = weeksOf(ROTATION, 'Asia/Tokyo', from, from + 21 * DAY);
    expect(weeks.map((shift) => shift.userId)).toEqual(['b', 'c', 'a']);
    expect(weeks[1]?.from).toBe(from + 7 * DAY);
  });

  it('cuts the shift that an override covers', () => {
    const from = zoned('2026-11-23', '09:00', 'Asia/Tokyo');
    const schedule: Schedule = {
      scheduleId: 's',
      teamId: 't',
      name: 'Mail',
      timeZone: 'Asia/Tokyo',
      rotation: ROTATION,
      createdAt: '2026-11-01T00:00:00Z',
      version: 1,
      overrides: [
        {
          overrideId: 'o',
          userId: 'c',
          startsAt: new Date(from + DAY).toISOString(),
          endsAt: new Date(from + 2 * DAY).toISOString(),
        },
      ],
    };
    const result = resultOf(schedule, from, from + 7 * DAY);
    expect(
      result.map((shift) => [shift.userId, (shift.from - from) / DAY, (shift.until - from) / DAY]),
    ).toEqual([
      ['b', 0, 1],
      ['c', 1, 2],
      ['b', 2, 7],
    ]);
  });
});
