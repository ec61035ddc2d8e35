import { describe, expect, it } from '@jest/globals';
import type { Duty, DutyShift } from '../../generated/api/models';
import { isOnDuty, myDuty } from './my-duty';

const shift = (userId: string, from: string, until: string): DutyShift => ({
  userId,
  userName: userId,
  from,
  until,
  override: false,
});
const duty = (scheduleName: string, now?: DutyShift, next?: DutyShift): Duty => ({
  scheduleId: scheduleName,
  scheduleName,
  teamId: 't',
  teamName: 'T',
  timeZone: 'Asia/Tokyo',
  ...(now && { now }),
  ...(next && { next }),
});

describe('my duty', () => {
  it('lasts until the last of my shifts ends, and names who takes over', () => {
    const mine = myDuty(
      [
        duty('first', shift('me', '1', '5'), shift('ken', '5', '9')),
        duty('second', shift('me', '2', '7'), shift('aiko', '7', '9')),
        duty('third', shift('ken', '1', '9')),
      ],
      'me',
    );
    expect(mine).toMatchObject({ until: '7', where: ['first', 'second'], successor: { userId: 'aiko' } });
  });

  it('off duty, is my next shift', () => {
    const off = myDuty(
      [
        duty('late', shift('ken', '1', '5'), shift('me', '5', '9')),
        duty('soon', undefined, shift('me', '3', '4')),
      ],
      'me',
    );
    expect(off.until).toBeUndefined();
    expect(off.next).toMatchObject({ schedule: 'soon', shift: { from: '3' } });
  });

  it('can be none at all', () => {
    expect(myDuty([duty('x')], 'me')).toEqual({ where: [] });
  });

  it('is over when its time is, even if nobody could be asked since', () => {
    const known = [duty('x', shift('me', '2026-11-22T09:00:00Z', '2026-11-23T09:00:00Z'))];
    const at = (time: string) => isOnDuty(known, 'me', Date.parse(time));
    expect([at('2026-11-23T08:59:00Z'), at('2026-11-23T09:01:00Z')]).toEqual([true, false]);
    expect(isOnDuty(known, 'ken', Date.parse('2026-11-23T08:00:00Z'))).toBe(false);
  });
});
