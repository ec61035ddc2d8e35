import { peopleSnapshot, type PolicySnapshot } from '../policies/index.js';
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
    ...(snapshot.stillOnItMinutes ? { stillOnItSeconds: snapshot.stillOnItMinutes * 60 } : {}),
  };
}

/** A linked escalation waits as long as the kernel says, not as its policy does. */
export const withDelay = (snapshot: PolicySnapshot, delaySeconds: number): PolicySnapshot => ({
  ...snapshot,
  delaySeconds,
});

/** Whoever has it rings first and once, then the policy takes its course. Who that is, is looked up when they ring. */
export const respondersFirst = (rules: PolicySnapshot, userIds: readonly string[]): PolicySnapshot => ({
  ...rules,
  steps: [
    ...peopleSnapshot('Responders', userIds).steps.map((step) => ({ ...step, retries: 0 })),
    ...rules.steps,
  ],
});
