import { describe, expect, it } from '@jest/globals';
import { stepSeconds } from './duration.rules.js';
import type { PolicyStep } from './policies.dto.js';

const step = (given: Partial<PolicyStep>): PolicyStep => ({
  targets: [],
  order: 'listed',
  simultaneous: 1,
  ringSeconds: 30,
  retries: 0,
  pauseSeconds: 15,
  responders: 1,
  ...given,
});

describe('a step that nobody answers', () => {
  it.each([
    // People, step, seconds.
    [0, {}, 0],
    [1, {}, 30],
    [3, {}, 90],
    [3, { simultaneous: 2 }, 60],
    [3, { simultaneous: 0 }, 30],
    // Alone, the second try waits for the pause.
    [1, { retries: 1 }, 75],
    // With others between, the pause is over by then: the timeline of four people, two at once.
    [4, { simultaneous: 2, retries: 1 }, 120],
    [2, { simultaneous: 0, retries: 2, pauseSeconds: 0 }, 90],
  ])('with %i people and %j takes %i s', (people, given, expected) => {
    expect(stepSeconds(people, step(given))).toBe(expected);
  });
});
