import { describe, expect, it } from '@jest/globals';
import type { PolicyStep, StepWhen } from './policies.dto.js';
import { applies, uncoveredSeverities } from './when.rules.js';

const when = (given: Partial<StepWhen>): StepWhen => ({
  severities: [],
  weekdays: [],
  timeZone: 'Europe/London',
  ...given,
});
const at = (text: string): Date => new Date(text);
const step = (given: Partial<StepWhen>): PolicyStep => ({
  targets: [],
  order: 'listed',
  simultaneous: 1,
  ringSeconds: 30,
  retries: 0,
  pauseSeconds: 0,
  responders: 1,
  when: when(given),
});

describe('when a step applies', () => {
  it('without a condition: always', () => {
    expect(applies(undefined, 'info', at('2026-01-01T00:00:00Z'))).toBe(true);
    expect(applies(when({}), 'info', at('2026-01-01T00:00:00Z'))).toBe(true);
  });

  it('to the severities it names, and to no other', () => {
    const critical = when({ severities: ['critical', 'high'] });
    expect(applies(critical, 'high', at('2026-01-01T00:00:00Z'))).toBe(true);
    expect(applies(critical, 'warning', at('2026-01-01T00:00:00Z'))).toBe(false);
  });

  it.each([
    // Monday to Friday, nine to five, on the wall of London: summer time from 29 March.
    ['2026-03-27T09:00:00Z', true],
    ['2026-03-27T08:59:59Z', false],
    ['2026-03-27T16:59:59Z', true],
    ['2026-03-27T17:00:00Z', false],
    ['2026-03-28T12:00:00Z', false],
    ['2026-03-30T08:00:00Z', true],
    ['2026-03-30T16:00:00Z', false],
  ])('in office hours at %s: %s', (instant, expected) => {
    const office = when({ weekdays: [1, 2, 3, 4, 5], from: '09:00', until: '17:00' });
    expect(applies(office, 'high', at(instant))).toBe(expected);
  });

  it.each([
    // Friday is 27 March. The night that began on it ends on Saturday morning.
    ['2026-03-27T21:59:00Z', false],
    ['2026-03-27T22:00:00Z', true],
    ['2026-03-28T05:59:00Z', true],
    ['2026-03-28T06:00:00Z', false],
    ['2026-03-28T22:00:00Z', false],
    ['2026-03-27T05:00:00Z', false],
  ])('in the night from Friday at %s: %s', (instant, expected) => {
    const night = when({ weekdays: [5], from: '22:00', until: '06:00' });
    expect(applies(night, 'high', at(instant))).toBe(expected);
  });

  it('around the week: the night from Sunday ends on Monday', () => {
    const night = when({ weekdays: [7], from: '22:00', until: '06:00' });
    expect(applies(night, 'high', at('2026-03-30T04:00:00Z'))).toBe(true);
    expect(applies(night, 'high', at('2026-03-29T04:00:00Z'))).toBe(false);
  });

  it('from one time on, until another, or the whole day when both are one', () => {
    expect(applies(when({ from: '18:00' }), 'high', at('2026-01-01T23:59:00Z'))).toBe(true);
    expect(applies(when({ from: '18:00' }), 'high', at('2026-01-01T17:59:00Z'))).toBe(false);
    expect(applies(when({ until: '06:00' }), 'high', at('2026-01-01T05:59:00Z'))).toBe(true);
    expect(applies(when({ from: '06:00', until: '06:00' }), 'high', at('2026-01-01T03:00:00Z'))).toBe(true);
  });
});

describe('severities that no step covers', () => {
  it('are named, but for info, which never rings by itself', () => {
    expect(uncoveredSeverities([step({ severities: ['critical', 'high'] })])).toEqual(['warning', 'unknown']);
    expect(
      uncoveredSeverities([
        step({ severities: ['critical', 'high'] }),
        step({ severities: ['warning', 'unknown'] }),
      ]),
    ).toEqual([]);
    expect(uncoveredSeverities([step({})])).toEqual([]);
  });
});
