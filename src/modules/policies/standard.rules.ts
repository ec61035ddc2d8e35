import type { PolicyStep } from './policies.dto.js';
import type { PolicySnapshot } from './policies.rows.js';

const EVERYBODY: PolicyStep = {
  targets: [],
  order: 'listed',
  simultaneous: 0,
  ringSeconds: 30,
  retries: 2,
  pauseSeconds: 15,
  responders: 1,
};
const CALM = { delaySeconds: 0, decisionSeconds: 60 } as const;

/** Rules for people named by somebody: all at once, three times. */
export const peopleSnapshot = (name: string, userIds: readonly string[]): PolicySnapshot => ({
  ...CALM,
  name,
  repeat: 0,
  whenAlertsResolve: 'go-on',
  steps: [{ ...EVERYBODY, targets: userIds.map((id) => ({ kind: 'user' as const, id })) }],
});

/** Rules for a team that has none yet: the whole team, never nobody. */
export const teamSnapshot = (name: string, teamId: string): PolicySnapshot => ({
  ...CALM,
  name,
  repeat: 1,
  whenAlertsResolve: 'stop',
  steps: [{ ...EVERYBODY, targets: [{ kind: 'team', id: teamId }] }],
});
