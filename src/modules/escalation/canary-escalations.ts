import { Injectable } from '@nestjs/common';
import { type AlertFact, CANARY_INTEGRATION_ID, type RouteAnswer } from '../alerts/index.js';
import { isCallable, PeopleQueries } from '../people/index.js';
import { peopleSnapshot, type PolicySnapshot } from '../policies/index.js';
import { Openings } from './openings.js';
import type { Work } from './work.js';

/** Longer than the longest that we wait for a proof. */
const RING_SECONDS = 20;

export const isCanary = ({ integrationId }: Pick<AlertFact, 'integrationId'>): boolean =>
  integrationId === CANARY_INTEGRATION_ID;

/** An alert by which the house tries itself rings canaries: by the ordinary way, and nobody else by none. */
@Injectable()
export class CanaryEscalations {
  constructor(
    private readonly people: PeopleQueries,
    private readonly openings: Openings,
  ) {}

  async open(work: Work, facts: readonly AlertFact[]): Promise<readonly RouteAnswer[]> {
    const snapshots = new Map<string, PolicySnapshot>();
    for (const { teamId } of facts)
      if (!snapshots.has(teamId)) snapshots.set(teamId, canarySnapshot(await this.canariesOf(teamId)));
    const rows = await this.openings.openAll(
      work,
      facts.map((fact) => ({
        teamId: fact.teamId,
        kind: 'canary',
        severity: fact.severity,
        title: fact.title,
        message: fact.message,
        snapshot: snapshots.get(fact.teamId) ?? canarySnapshot([]),
        alertIds: [fact.alertId],
      })),
    );
    return facts.map(({ routeId }, i) => ({
      routeId,
      escalationId: rows[i]?.id,
      escalationNumber: rows[i]?.number,
    }));
  }

  /** Whoever is in another team as well is a person, put there by mistake: nobody is woken once a minute. */
  private async canariesOf(teamId: string): Promise<readonly string[]> {
    const members = (await this.people.membersOf(teamId)).filter(
      (member) => member.role !== 'observer' && isCallable(member),
    );
    const roles = await Promise.all(members.map(({ userId }) => this.people.rolesOf(userId)));
    return members.filter((_, i) => roles[i]?.size === 1).map(({ userId }) => userId);
  }
}

/** All at once and a single time: what has not rung by then is the finding. */
function canarySnapshot(userIds: readonly string[]): PolicySnapshot {
  const rules = peopleSnapshot('Canaries', userIds);
  return {
    ...rules,
    whenAlertsResolve: 'stop',
    steps: rules.steps.map((step) => ({ ...step, ringSeconds: RING_SECONDS, retries: 0, pauseSeconds: 0 })),
  };
}
