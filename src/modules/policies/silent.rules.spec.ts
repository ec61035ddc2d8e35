import { describe, expect, it } from '@jest/globals';
import type { Target } from './policies.dto.js';
import type { Ladder } from './policies.rows.js';
import { silentSteps } from './silent.rules.js';

const target = (text: string): Target => {
  const [kind, id = ''] = text.split(' ');
  return { kind: kind as Target['kind'], id };
};
const ladder = (steps: readonly (readonly string[])[], lastResort?: Ladder['lastResort']): Ladder =>
  ({ steps: steps.map((targets) => ({ targets: targets.map(target) })), lastResort }) as unknown as Ladder;
const callable = {
  user: (id: string) => id === 'here',
  team: (id: string) => id === 'full',
  schedule: (id: string) => id as 'all' | 'some' | 'none',
};

describe('a step that can ring nobody', () => {
  it('is found, and one with anybody who is always there is not', () => {
    const rules = ladder([
      ['user gone'],
      ['user gone', 'user here'],
      ['team empty'],
      ['team full'],
      ['schedule none'],
    ]);
    expect(silentSteps(rules, callable)).toEqual([
      { step: 1, grade: 'always' },
      { step: 3, grade: 'always' },
      { step: 5, grade: 'always' },
    ]);
  });

  it('is one in the shifts of those who are gone, unless somebody else is called beside them', () => {
    const rules = ladder([['schedule some'], ['schedule some', 'user here'], ['schedule all']]);
    expect(silentSteps(rules, callable)).toEqual([{ step: 1, grade: 'at-times' }]);
  });

  it('may be the last resort, where it names people', () => {
    const rules = (userIds: string[], policyId?: string) => ladder([['user here']], { userIds, policyId });
    expect(silentSteps(rules(['gone']), callable)).toEqual([{ step: 0, grade: 'always' }]);
    expect(silentSteps(rules(['gone', 'here']), callable)).toEqual([]);
    expect(silentSteps(rules([], 'other'), callable)).toEqual([]);
  });
});
