import { describe, expect, it } from '@jest/globals';
import { changesOf, sourcesThatShowIt } from '../harness/before-and-after.js';

/** Whoever moves here changes so many lines in the system that already runs. */
const MOST_LINES = 2;

it('the sources that stand in for another product show what changes', () =>
  expect(sourcesThatShowIt()).toEqual(
    expect.arrayContaining([
      'alertmanager',
      'grafana',
      'grafana-oncall',
      'opsgenie-alerts',
      'pagerduty-events',
    ]),
  ));

describe.each(sourcesThatShowIt())('what changes for senders to %s', (source) => {
  const changes = changesOf(source);

  it('is shown for one at least', () => expect(changes).not.toHaveLength(0));

  it.each(changes)('$title at most two lines', ({ removed, added, before, after }) => {
    expect(removed.length).toBeLessThanOrEqual(MOST_LINES);
    expect(added.length).toBeLessThanOrEqual(MOST_LINES);
    expect(after).not.toBe(before);
    // A line that only moved is no line that changed.
    expect(removed.filter((line) => added.includes(line))).toEqual([]);
    // With the new address or the new key in it, or it would still go where it went.
    expect(added.join('\n')).toMatch(/barry\.example|KEY/);
  });
});
