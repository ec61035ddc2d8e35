import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DutyRules, nextShift, onDuty, type Override, shiftsBetween } from './schedules.rules.js';
import { dayOf, instantOf, minuteOf, type WallClock, wallClock, weekdayOf } from './wall-clock.rules.js';

const at = (text: string): Date => new Date(text);
const rules = (
  given: Partial<DutyRules> & { readonly rotation?: DutyRules['rotation'] } = {},
): DutyRules => ({
  timeZone: 'Europe/London',
  rotation: {
    participantIds: ['ada', 'ben', 'cyd'],
    handoverDay: 1,
    handoverTime: '09:00',
    startsOn: '2026-03-18',
    weeksEach: 1,
  },
  overrides: [],
  isActive: () => true,
  ...given,
});
const override = (userId: string, from: string, until: string): Override => ({
  overrideId: `${userId} ${from}`,
  userId,
  startsAt: at(from),
  endsAt: at(until),
});
const who = (given: DutyRules, text: string): string | undefined => onDuty(given, at(text))?.userId;

describe('a wall clock', () => {
  it.each([
    // Put forward: 01:00 to 02:00.
    ['Europe/London', '2026-03-29', '00:59', '2026-03-29T00:59:00Z'],
    ['Europe/London', '2026-03-29', '01:30', '2026-03-29T01:00:00Z'],
    ['Europe/London', '2026-03-29', '02:00', '2026-03-29T01:00:00Z'],
    // Put back: 01:30 is there twice, the first counts.
    ['Europe/London', '2026-10-25', '01:30', '2026-10-25T00:30:00Z'],
    ['Europe/London', '2026-10-25', '02:00', '2026-10-25T02:00:00Z'],
    ['America/New_York', '2026-03-08', '02:15', '2026-03-08T07:00:00Z'],
    ['America/New_York', '2026-11-01', '01:15', '2026-11-01T05:15:00Z'],
    // Half an hour, at two in the morning.
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:30:00Z'],
    ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45:00Z'],
    ['Asia/Tokyo', '2026-03-29', '09:00', '2026-03-29T00:00:00Z'],
  ])('in %s on %s first shows %s at %s', (timeZone, day, time, expected) => {
    expect(instantOf(dayOf(day), minuteOf(time), timeZone)).toEqual(at(expected));
  });

  it('knows its weekday', () => {
    expect(wallClock(at('2026-03-29T23:30:00Z'), 'Asia/Tokyo')).toMatchObject({ weekday: 1, minute: 510 });
    expect(wallClock(at('2026-03-29T23:30:00Z'), 'UTC')).toMatchObject({ weekday: 7, minute: 1410 });
    expect(weekdayOf(dayOf('1969-12-29'))).toBe(1);
  });
});

describe('a weekly rotation', () => {
  it('hands over at the same time on the wall before and after the clocks change', () => {
    expect(onDuty(rules(), at('2026-03-25T12:00:00Z'))).toEqual({
      userId: 'ben',
      from: at('2026-03-23T09:00:00Z'),
      // Summer time by then: an hour earlier by UTC.
      until: at('2026-03-30T08:00:00Z'),
      override: false,
    });
    expect(who(rules(), '2026-03-30T07:59:59Z')).toBe('ben');
    expect(who(rules(), '2026-03-30T08:00:00Z')).toBe('cyd');
  });

  it('begins in the week that holds its first day, and with nobody before', () => {
    expect(who(rules(), '2026-03-16T09:00:00Z')).toBe('ada');
    expect(who(rules(), '2026-03-16T08:59:59Z')).toBeUndefined();
    expect(nextShift(rules(), at('2026-03-01T00:00:00Z'))).toMatchObject({ userId: 'ada' });
  });

  it('gives turns of several weeks', () => {
    const slow = rules({ rotation: { ...rules().rotation, weeksEach: 2 } });
    expect(who(slow, '2026-03-29T12:00:00Z')).toBe('ada');
    expect(who(slow, '2026-03-31T12:00:00Z')).toBe('ben');
  });

  it('passes over who is disabled, and leaves the weeks of the others as they are', () => {
    const without = rules({ isActive: (userId) => userId !== 'ben' });
    expect(
      ['2026-03-18', '2026-03-25', '2026-04-01', '2026-04-08'].map((d) => who(without, `${d}T12:00:00Z`)),
    ).toEqual(['ada', 'cyd', 'cyd', 'ada']);
    expect(who(rules({ isActive: () => false }), '2026-03-25T12:00:00Z')).toBeUndefined();
  });
});

describe('an override', () => {
  const swap = override('zoe', '2026-03-24T20:00:00Z', '2026-03-25T06:00:00Z');

  it('wins for its stretch and no longer', () => {
    const swapped = rules({ overrides: [swap] });
    expect(shiftsBetween(swapped, at('2026-03-24T00:00:00Z'), at('2026-03-26T00:00:00Z'))).toEqual([
      { userId: 'ben', from: at('2026-03-24T00:00:00Z'), until: swap.startsAt, override: false },
      { userId: 'zoe', from: swap.startsAt, until: swap.endsAt, override: true },
      { userId: 'ben', from: swap.endsAt, until: at('2026-03-26T00:00:00Z'), override: false },
    ]);
    expect(onDuty(swapped, at('2026-03-24T12:00:00Z'))?.until).toEqual(swap.startsAt);
    expect(nextShift(swapped, swap.startsAt)).toMatchObject({ userId: 'zoe', until: swap.endsAt });
  });

  it('that was added later wins over an earlier one', () => {
    const later = override('max', '2026-03-24T22:00:00Z', '2026-03-24T23:00:00Z');
    const swapped = rules({ overrides: [swap, later] });
    expect(who(swapped, '2026-03-24T22:30:00Z')).toBe('max');
    expect(onDuty(swapped, at('2026-03-24T23:00:00Z'))).toEqual({
      userId: 'zoe',
      from: later.endsAt,
      until: swap.endsAt,
      override: true,
    });
  });

  it('of somebody who is disabled is passed over', () => {
    const swapped = rules({ overrides: [swap], isActive: (userId) => userId !== 'zoe' });
    expect(who(swapped, '2026-03-24T22:30:00Z')).toBe('ben');
  });

  it('holds across a hand-over, and before the rotation starts', () => {
    const long = override('zoe', '2026-03-15T00:00:00Z', '2026-03-24T00:00:00Z');
    expect(onDuty(rules({ overrides: [long] }), at('2026-03-23T10:00:00Z'))).toEqual({
      userId: 'zoe',
      from: long.startsAt,
      until: long.endsAt,
      override: true,
    });
  });
});

const MINUTE = 60_000;

/** The same minutes are read in every run; reading a clock is slow. */
const readings = new Map<string, WallClock>();
function reading(ms: number, timeZone: string): WallClock {
  const key = `${timeZone} ${ms}`;
  const clock = readings.get(key) ?? wallClock(new Date(ms), timeZone);
  readings.set(key, clock);
  return clock;
}

/** Minute by minute, as somebody with a calendar and a watch would do it. */
function naive(given: DutyRules, from: Date, minutes: number): readonly (string | undefined)[] {
  const { rotation, timeZone } = given;
  const firstWeek =
    dayOf(rotation.startsOn) - ((weekdayOf(dayOf(rotation.startsOn)) + 7 - rotation.handoverDay) % 7);
  // The watch is started before the first hand-over and never looks back.
  let handovers = 0;
  let nextDay = firstWeek;
  const begin = Math.min(from.getTime(), Date.parse(`${rotation.startsOn}T00:00:00Z`) - 9 * 86_400_000);
  const found: (string | undefined)[] = [];
  for (let ms = begin; ms < from.getTime() + minutes * MINUTE; ms += MINUTE) {
    const clock = reading(ms, timeZone);
    if (clock.day > nextDay || (clock.day === nextDay && clock.minute >= minuteOf(rotation.handoverTime))) {
      handovers += 1;
      nextDay += 7 * rotation.weeksEach;
    }
    if (ms < from.getTime()) continue;
    let holder: string | undefined;
    for (let i = 0; holder === undefined && handovers > 0 && i < rotation.participantIds.length; i += 1) {
      const userId = rotation.participantIds[(handovers - 1 + i) % rotation.participantIds.length] ?? '';
      if (given.isActive(userId)) holder = userId;
    }
    for (const o of given.overrides)
      if (o.startsAt.getTime() <= ms && ms < o.endsAt.getTime() && given.isActive(o.userId))
        holder = o.userId;
    found.push(holder);
  }
  return found;
}

const CHANGES = [
  ['Europe/London', '2026-03-29T01:00:00Z'],
  ['Europe/London', '2026-10-25T01:00:00Z'],
  ['America/New_York', '2026-03-08T07:00:00Z'],
  ['America/New_York', '2026-11-01T06:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['Asia/Tokyo', '2026-06-14T15:00:00Z'],
] as const;
const STRETCH = 3 * 24 * 60;

const people = ['ada', 'ben', 'cyd', 'dee'];
const arbitraryRules = (timeZone: string, change: string): fc.Arbitrary<DutyRules> => {
  const minuteNear = fc
    .integer({ min: -STRETCH, max: STRETCH })
    .map((m) => new Date(Date.parse(change) + m * MINUTE));
  return fc.record({
    timeZone: fc.constant(timeZone),
    rotation: fc.record({
      participantIds: fc.uniqueArray(fc.constantFrom(...people), { minLength: 1 }),
      handoverDay: fc.integer({ min: 1, max: 7 }),
      handoverTime: fc.constantFrom(
        '00:00',
        '01:00',
        '01:15',
        '01:30',
        '02:00',
        '02:15',
        '02:30',
        '03:00',
        '09:00',
      ),
      startsOn: fc
        .integer({ min: -20, max: 3 })
        .map((d) => new Date(Date.parse(change) + d * 86_400_000).toISOString().slice(0, 10)),
      weeksEach: fc.integer({ min: 1, max: 2 }),
    }),
    overrides: fc
      .array(fc.tuple(fc.constantFrom(...people), minuteNear, minuteNear), { maxLength: 3 })
      .map((list) =>
        list.map(([userId, a, b], i) => ({
          overrideId: `${i}`,
          userId,
          startsAt: new Date(Math.min(+a, +b)),
          endsAt: new Date(Math.max(+a, +b)),
        })),
      ),
    isActive: fc.subarray(people).map((disabled) => (userId: string) => !disabled.includes(userId)),
  });
};

describe.each(CHANGES)('in %s, around %s', (timeZone, change) => {
  const from = new Date(Date.parse(change) - (STRETCH / 2) * MINUTE);

  it('the rules say minute by minute what a person with a watch says', () => {
    fc.assert(
      fc.property(arbitraryRules(timeZone, change), (given) => {
        const expected = naive(given, from, STRETCH);
        const until = new Date(from.getTime() + STRETCH * MINUTE);
        const found: (string | undefined)[] = Array.from({ length: STRETCH });
        for (const shift of shiftsBetween(given, from, until))
          found.fill(shift.userId, (+shift.from - +from) / MINUTE, (+shift.until - +from) / MINUTE);
        expect(found).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });

  it('who is on duty at an instant has the shift that holds it', () => {
    const instants = fc.array(fc.integer({ min: 0, max: STRETCH * MINUTE - 1 }), {
      minLength: 5,
      maxLength: 20,
    });
    fc.assert(
      fc.property(arbitraryRules(timeZone, change), instants, (given, offsets) => {
        const wide = shiftsBetween(
          given,
          new Date(+from - 60 * 86_400_000),
          new Date(+from + 60 * 86_400_000),
        );
        for (const offset of offsets) {
          const instant = new Date(+from + offset);
          expect(onDuty(given, instant)).toEqual(wide.find((s) => s.from <= instant && instant < s.until));
        }
      }),
      { numRuns: 20 },
    );
  });
});
