import { expect, it } from '@jest/globals';
import type { Group } from './grouping.rules.js';
import type { Severity } from './policy.js';
import { divided, STORM_KEY } from './storm.rules.js';

const group = (name: string, severity: Severity = 'warning', teamId = 'mail'): { readonly group: Group } => ({
  group: {
    key: `${teamId} ${name}`,
    teamId,
    groupKey: name,
    policyId: 'own',
    severity,
    title: name,
    message: '',
    facts: [],
  },
});
const names = (ones: readonly { readonly group: Group }[]): readonly string[] =>
  ones.map(({ group: { groupKey } }) => groupKey);

it('what is above the limit is one group of its team, as bad as the worst of it, by the rules of the team', () => {
  const all = [group('a'), group('b'), group('c', 'high'), group('d', 'warning', 'shop')];
  const { own, storms } = divided(all, new Map([['mail', 2]]), 3);
  expect(names(own)).toEqual(['a', 'd']);
  expect(storms).toEqual([
    expect.objectContaining({
      teamId: 'mail',
      groupKey: STORM_KEY,
      policyId: undefined,
      severity: 'high',
      title: 'Alert storm: more than 3 escalations at once; then c',
    }),
  ]);
});

it('a critical one has an escalation of its own, and a storm is never part of a storm', () => {
  const all = [group('a', 'critical'), group(STORM_KEY)];
  const { own, storms } = divided(all, new Map([['mail', 99]]), 3);
  expect(names(own)).toEqual(['a', STORM_KEY]);
  expect(storms).toEqual([]);
});
