import type { Chore } from '../generated/api/models';
import { levelOfChore, levelOfNotifier, levelOfRoute, levelOfWait, worst } from './level.rules';

const AT = '2026-11-22T18:12:30.000Z';
const dueBefore = (seconds: number, more: Partial<Chore> = {}): Chore => ({
  name: 'auditor',
  dueAt: new Date(Date.parse(AT) - seconds * 1000).toISOString(),
  ...more,
});

describe('how bad it is', () => {
  it('begins to be late after one second, and is an alarm after five', () => {
    expect([0, 1, 1.001, 5, 5.001].map(levelOfWait)).toEqual(['fine', 'fine', 'late', 'late', 'alarm']);
  });

  it('leaves chores the time in which they are looked for', () => {
    expect([-2, 0, 5, 5.1, 30, 30.1].map((seconds) => levelOfChore(dueBefore(seconds), AT))).toEqual([
      'fine',
      'fine',
      'fine',
      'late',
      'late',
      'alarm',
    ]);
  });

  it('is an alarm when a chore failed, though it is in time', () => {
    expect(levelOfChore(dueBefore(-2, { failure: 'timeout' }), AT)).toBe('alarm');
  });

  it('worries about a notifier that is faulty, and not about one that somebody switched off', () => {
    expect((['on', 'off', 'faulty'] as const).map((state) => levelOfNotifier({ state }))).toEqual([
      'fine',
      'fine',
      'alarm',
    ]);
  });

  it('takes a route that is doubted for late, and one that is not trusted for an alarm', () => {
    expect((['closed', 'degraded', 'half-open', 'open'] as const).map(levelOfRoute)).toEqual([
      'fine',
      'late',
      'late',
      'alarm',
    ]);
  });

  it('is as bad as the worst of all', () => {
    expect(worst([])).toBe('fine');
    expect(worst(['late', 'fine'])).toBe('late');
    expect(worst(['alarm', 'late', 'fine'])).toBe('alarm');
  });
});
