import type { PolicySnapshot } from '../policies/index.js';
import type { RunKind } from './escalation.state.js';
import type { Policy } from './policy.js';

/** Everybody at once: a number that no team reaches. */
const ALL_AT_ONCE = 1_000_000;

/** What the kernel needs of a frozen policy. */
export function kernelPolicy(snapshot: PolicySnapshot): Policy {
  const own = snapshot.lastResort;
  const hasOwn = own !== undefined && (own.policyId !== undefined || own.userIds.length > 0);
  return {
    steps: snapshot.steps.map((step) => ({
      simultaneous: step.simultaneous === 0 ? ALL_AT_ONCE : step.simultaneous,
      ringSeconds: step.ringSeconds,
      retries: step.retries,
      pauseSeconds: step.pauseSeconds,
      responders: step.responders,
    })),
    delaySeconds: snapshot.delaySeconds,
    repeat: snapshot.repeat,
    decisionSeconds: snapshot.decisionSeconds,
    whenAlertsResolve: snapshot.whenAlertsResolve,
    lastResort: hasOwn ? 'own' : 'organisation',
  };
}

const CALM = { delaySeconds: 0, decisionSeconds: 60 } as const;

/** Rules for people named by somebody: all at once, twice. */
export function peopleSnapshot(name: string, userIds: readonly string[]): PolicySnapshot {
  return {
    ...CALM,
    name,
    repeat: 0,
    whenAlertsResolve: 'go-on',
    steps: [
      {
        targets: userIds.map((id) => ({ kind: 'user' as const, id })),
        order: 'listed',
        simultaneous: 0,
        ringSeconds: 30,
        retries: 2,
        pauseSeconds: 15,
        responders: 1,
      },
    ],
  };
}

/** Rules for a team that has none yet: the whole team, never nobody. */
export function teamSnapshot(name: string, teamId: string): PolicySnapshot {
  const [step] = peopleSnapshot(name, []).steps;
  return {
    ...CALM,
    name,
    repeat: 1,
    whenAlertsResolve: 'stop',
    steps: step ? [{ ...step, targets: [{ kind: 'team', id: teamId }] }] : [],
  };
}

/** A linked escalation waits as long as the kernel says, not as its policy does. */
export const withDelay = (snapshot: PolicySnapshot, delaySeconds: number): PolicySnapshot => ({
  ...snapshot,
  delaySeconds,
});

/** Linked kinds stand outside the group's uniqueness. */
export const isOrdinary = (kind: RunKind, groupKey: string | null): boolean =>
  kind === 'first' && groupKey !== null;
