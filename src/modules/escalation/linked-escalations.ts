import { Injectable } from '@nestjs/common';
import { PeopleQueries } from '../people/index.js';
import { peopleSnapshot, PoliciesService, type PolicySnapshot } from '../policies/index.js';
import type { Actor } from './actor.js';
import type { Effect } from './escalation.state.js';
import type { EscalationRow } from './escalation.rows.js';
import { Escalations } from './escalations.store.js';
import { Openings } from './openings.js';
import { respondersFirst, withDelay } from './snapshots.rules.js';
import type { Work } from './work.js';

type OpenLinked = Extract<Effect, { kind: 'openLinked' }>;

/** Last resort, its rounds, and whoever is called in: rows of their own, so that an ended one never moves. */
@Injectable()
export class LinkedEscalations {
  constructor(
    private readonly escalations: Escalations,
    private readonly policies: PoliciesService,
    private readonly people: PeopleQueries,
    private readonly openings: Openings,
  ) {}

  async open(work: Work, row: EscalationRow, effect: OpenLinked, actor: Actor | undefined): Promise<void> {
    // The kernel knows no alerts: where none fires any more, there is nothing to be forgotten.
    if (effect.as === 'still-on-it' && !(await this.escalations.isFiring(row.id))) return;
    const snapshot = await this.snapshotOf(row, effect);
    await this.openings.open(work, {
      teamId: row.team_id,
      kind: effect.as,
      severity: row.run.severity,
      title: row.title,
      message: row.message,
      snapshot: withDelay(snapshot, effect.delaySeconds),
      parentId: row.id,
      round: effect.round,
      incidentId: row.incident_id ?? undefined,
      incidentNumber: row.incident_number ?? undefined,
      alertsOf: row.id,
      // Who asked for people is told how it went; a last resort was asked for by nobody.
      ...(effect.as === 'additional' ? { requester: actor?.userId, startedBy: actor } : {}),
    });
  }

  /** The whole chain: the last resort may long have handed over to the organisation's list. */
  async stop(work: Work, escalationId: string, actor?: Actor): Promise<void> {
    for (const childId of await this.escalations.resortsOf(escalationId)) {
      await work.apply(childId, { kind: 'cancelled' }, actor);
      await this.stop(work, childId, actor);
    }
  }

  private async snapshotOf(row: EscalationRow, { as, userIds }: OpenLinked): Promise<PolicySnapshot> {
    if (as === 'still-on-it') {
      // What asks after somebody asks after whoever takes it from there, in the same way; its first step is not kept.
      const steps = row.kind === 'still-on-it' ? row.snapshot.steps.slice(1) : row.snapshot.steps;
      const responders = row.run.acceptances.map(({ userId }) => userId);
      return { ...respondersFirst({ ...row.snapshot, steps }, responders), whenAlertsResolve: 'stop' };
    }
    const after = { stillOnItMinutes: row.snapshot.stillOnItMinutes };
    if (as === 'additional') return peopleSnapshot('Named people', userIds);
    const own = row.snapshot.lastResort;
    if (as === 'last-resort' && own?.policyId) {
      const policy = await this.policies.snapshot(own.policyId);
      if (policy) return policy;
    }
    if (as === 'last-resort' && own && own.userIds.length > 0)
      return { ...peopleSnapshot(`${row.snapshot.name}: last resort`, own.userIds), ...after };
    const list = peopleSnapshot('The organisation’s last resort', await this.lastOfAll());
    // It repeats until somebody accepts or the alerts resolve.
    return { ...list, ...after, whenAlertsResolve: 'stop' };
  }

  /** The organisation's list; while nobody is on it, its admins: never nobody. */
  private async lastOfAll(): Promise<readonly string[]> {
    const { lastResortUserIds } = await this.people.organisation();
    return lastResortUserIds.length > 0 ? lastResortUserIds : this.people.adminIds();
  }
}
