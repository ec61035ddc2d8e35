import { Injectable } from '@nestjs/common';
import { Authority } from '../../platform/auth/authority.js';
import { type Caller, house } from '../../platform/auth/caller.js';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { isCallable, PeopleQueries } from '../people/index.js';
import {
  peopleSnapshot,
  PoliciesService,
  type PolicySnapshot,
  Reachability,
  teamSnapshot,
} from '../policies/index.js';
import { DutyService } from '../schedules/index.js';
import { actorOf } from './actor.js';
import type { EscalationView } from './escalation.dto.js';
import { AskForOne, EscalationOver, EscalationUnknown, NobodyToCall, NotYours } from './escalation.errors.js';
import type { EscalationRow } from './escalation.rows.js';
import { type Decision, isFinal, type RunEvent } from './escalation.state.js';
import { EscalationViews } from './escalation.views.js';
import { type Opening, Openings } from './openings.js';
import type { Severity } from './policy.js';
import type { Work } from './work.js';
import { Works } from './works.js';

export interface StartGiven {
  readonly teamId?: string | undefined;
  readonly policyId?: string | undefined;
  readonly userIds?: readonly string[] | undefined;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly incident?:
    { readonly incidentId: string; readonly number: number; readonly teamId: string } | undefined;
}

/** What people do to escalations. */
@Injectable()
export class EscalationsService {
  constructor(
    private readonly works: Works,
    private readonly openings: Openings,
    private readonly views: EscalationViews,
    private readonly policies: PoliciesService,
    private readonly people: PeopleQueries,
    private readonly duty: DutyService,
    private readonly reachability: Reachability,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async start(given: StartGiven, caller: Caller): Promise<EscalationView> {
    const chosen = [given.teamId, given.policyId, given.userIds].filter((one) => one !== undefined);
    if (chosen.length !== 1) throw new AskForOne('Name exactly one of teamId, policyId and userIds');
    const opening = await this.openingOf(given, caller);
    const row = await this.works.run((work) => this.opened(work, opening));
    const view = await this.views.one(row.id);
    this.audit.note({
      targetId: row.id,
      targetName: row.title,
      after: { title: row.title, severity: row.severity, message: row.message },
    });
    return view;
  }

  /** More people for one that is calling; for one that is over, a new escalation beside it. */
  async addTargets(
    escalationId: string,
    given: { readonly userIds: readonly string[]; readonly message: string },
    caller: Caller,
  ): Promise<EscalationView> {
    const { userIds } = given;
    if (userIds.length === 0) throw new NobodyToCall('Nobody is named');
    const changedId = await this.works.run(async (work) => {
      const row = await this.locked(work, escalationId);
      if (isFinal(row.status)) {
        const more = await this.opened(work, this.additional(row, given, caller));
        return more.id;
      }
      const reachable = await this.reachability.reachable(userIds, work.now);
      const targets = userIds.map((userId) => ({ userId, reachable: reachable.has(userId) }));
      await this.applied(work, row, { kind: 'targetsAdded', targets }, caller);
      return row.id;
    });
    this.audit.note({ targetId: escalationId, after: { userIds } });
    return this.views.one(changedId);
  }

  async take(escalationId: string, caller: Caller): Promise<EscalationView> {
    const userId = idOf(caller);
    // A script that takes it stops the phones, and nobody is on it.
    await this.people.requirePeople([userId]);
    const before = await this.works.run(async (work) => {
      const row = await this.locked(work, escalationId);
      this.authority.require(caller, 'escalations.take', row.team_id);
      const standing = standingOf(row);
      await this.applied(work, row, { kind: 'taken', userId }, caller);
      return standing;
    });
    return this.noted(escalationId, before);
  }

  /** The giver stays responder until the taker accepts. */
  async handOver(
    escalationId: string,
    toUserId: string,
    message: string,
    caller: Caller,
  ): Promise<EscalationView> {
    const linked = await this.works.run(async (work) => {
      const row = await this.locked(work, escalationId);
      const isTaker = row.run.acceptances.some((a) => a.userId === caller.userId);
      if (!isTaker) throw new NotYours('Only who has taken it can hand it over');
      const to = (await this.people.usersByIds([toUserId])).get(toUserId);
      if (!isCallable(to)) throw new NobodyToCall('There is no such user', { userId: toUserId });
      return this.opened(work, {
        ...this.additional(row, { userIds: [toUserId], message }, caller),
        kind: 'handover',
        requester: caller.userId,
      });
    });
    this.audit.note({ targetId: escalationId, after: { userId: toUserId } });
    return this.views.one(linked.id);
  }

  async skipStep(escalationId: string, caller: Caller): Promise<EscalationView> {
    return this.control(escalationId, { kind: 'skipStep' }, caller);
  }

  async cancel(escalationId: string, caller: Caller): Promise<EscalationView> {
    return this.control(escalationId, { kind: 'cancelled' }, caller);
  }

  /** Everybody that teams and schedules stand for, with those named. */
  async resolved(named: {
    readonly userIds: readonly string[];
    readonly teamIds: readonly string[];
    readonly scheduleIds: readonly string[];
  }): Promise<readonly string[]> {
    const teams = await this.people.teamsByIds(named.teamIds);
    const members = [...teams.values()].flatMap((team) =>
      team.members.filter((m) => m.role !== 'observer' && isCallable(m)).map((m) => m.userId),
    );
    const duty = await this.duty.onDutyOf(named.scheduleIds, this.clock.now());
    const onDuty = [...duty.values()].flatMap((shift) => shift?.userId ?? []);
    return [...new Set([...named.userIds, ...members, ...onDuty])];
  }

  private async control(escalationId: string, event: RunEvent, caller: Caller): Promise<EscalationView> {
    const before = await this.works.run(async (work) => {
      const row = await this.locked(work, escalationId);
      this.authority.require(caller, 'escalations.control', row.team_id);
      const standing = standingOf(row);
      await this.applied(work, row, event, caller);
      return standing;
    });
    return this.noted(escalationId, before);
  }

  private async noted(escalationId: string, before: Standing): Promise<EscalationView> {
    const view = await this.views.one(escalationId);
    const { status, cycle, step, acceptances } = view;
    const after: Standing = { status, cycle, step, takenBy: acceptances.map(({ userId }) => userId) };
    this.audit.note({ targetId: escalationId, targetName: view.title, before, after });
    return view;
  }

  private async applied(work: Work, row: EscalationRow, event: RunEvent, caller: Caller): Promise<void> {
    const decision = await work.apply(row.id, event, actorOf(caller));
    await this.refuse(decision, row);
  }

  /** The kernel's "no" becomes the 409, with who took it and when. */
  async refuse(decision: Decision | string, row: EscalationRow): Promise<void> {
    if (typeof decision === 'string' || decision.outcome === 'changed') return;
    if (decision.outcome === 'ignored') {
      if (decision.why === 'over') throw new EscalationOver('This is over', { status: row.status });
      return;
    }
    const users = await this.people.usersByIds(decision.takenBy.map((a) => a.userId));
    throw new EscalationOver('This is over', {
      status: decision.why,
      takenBy: decision.takenBy.map((a) => ({
        userId: a.userId,
        name: users.get(a.userId)?.name ?? '',
        at: new Date(a.at).toISOString(),
      })),
      ...(decision.since === null ? {} : { since: new Date(decision.since).toISOString() }),
    });
  }

  private async locked(work: Work, escalationId: string): Promise<EscalationRow> {
    const row = await work.escalation(escalationId);
    if (!row || row.kind === 'test')
      throw new EscalationUnknown('There is no such escalation', { escalationId });
    return row;
  }

  private async opened(work: Work, opening: Opening): Promise<EscalationRow> {
    const row = await this.openings.open(work, opening);
    if (!row) throw new Error('Only ordinary escalations can be open already');
    return row;
  }

  private additional(
    row: EscalationRow,
    given: { readonly userIds: readonly string[]; readonly message: string },
    caller: Caller,
  ): Opening {
    return {
      teamId: row.team_id,
      kind: 'additional',
      severity: row.run.severity,
      title: row.title,
      message: given.message || row.message,
      snapshot: peopleSnapshot('Named people', given.userIds),
      parentId: row.id,
      requester: caller.userId,
      startedBy: actorOf(caller),
      incidentId: row.incident_id ?? undefined,
      incidentNumber: row.incident_number ?? undefined,
      alertsOf: row.id,
    };
  }

  private async openingOf(given: StartGiven, caller: Caller): Promise<Opening> {
    const { teamId, snapshot } = await this.rulesOf(given, caller);
    return {
      teamId,
      policyId: snapshot.policyId,
      kind: 'first',
      severity: given.severity,
      title: given.title,
      message: given.message,
      snapshot,
      requester: caller.userId,
      startedBy: caller === house ? undefined : actorOf(caller),
      incidentId: given.incident?.incidentId,
      incidentNumber: given.incident?.number,
    };
  }

  private async rulesOf(
    given: StartGiven,
    caller: Caller,
  ): Promise<{ readonly teamId: string; readonly snapshot: PolicySnapshot }> {
    if (given.policyId !== undefined) {
      const snapshot = await this.policies.snapshot(given.policyId);
      if (!snapshot?.teamId) throw new NobodyToCall('There is no such policy', { policyId: given.policyId });
      return { teamId: snapshot.teamId, snapshot };
    }
    if (given.teamId !== undefined)
      return { teamId: given.teamId, snapshot: await this.rulesOfTeam(given.teamId) };
    const userIds = given.userIds ?? [];
    const known = await this.people.usersByIds(userIds);
    const missing = userIds.filter((userId) => !isCallable(known.get(userId)));
    if (missing.length > 0)
      throw new NobodyToCall('Some of these are nobody who could be called', { userIds: missing });
    const teamId = given.incident?.teamId ?? (await this.teamFor(caller, userIds));
    return { teamId, snapshot: peopleSnapshot('Named people', userIds) };
  }

  private async rulesOfTeam(teamId: string): Promise<PolicySnapshot> {
    await this.people.team(teamId);
    const [rules] = await this.rulesOfTeams([{ teamId, policyId: undefined }]);
    return rules as PolicySnapshot;
  }

  /** For each: the policy that is named, else the team's own; while there is none, the whole team. */
  async rulesOfTeams(
    asks: readonly { readonly teamId: string; readonly policyId: string | undefined }[],
  ): Promise<readonly PolicySnapshot[]> {
    const named = await this.policies.snapshots(asks.flatMap(({ policyId }) => policyId ?? []));
    // None is named, or it was removed since.
    const rest = asks.filter(({ policyId }) => !named.has(policyId ?? '')).map(({ teamId }) => teamId);
    const usual = await this.policies.defaultSnapshots(rest);
    const teams = await this.people.teamsByIds(rest.filter((teamId) => !usual.has(teamId)));
    return asks.map(
      ({ teamId, policyId }) =>
        named.get(policyId ?? '') ??
        usual.get(teamId) ??
        teamSnapshot(teams.get(teamId)?.name ?? teamId, teamId),
    );
  }

  private async teamFor(caller: Caller, userIds: readonly string[]): Promise<string> {
    const [own] = caller.teams.keys();
    const [first] = own === undefined ? (await this.people.rolesOf(userIds[0] ?? '')).keys() : [own];
    const teamId = first ?? (await this.people.organisation()).catchAllTeamId;
    if (teamId === undefined)
      throw new NobodyToCall('Neither you nor they are in a team, and there is no catch-all team');
    return teamId;
  }
}

function idOf(caller: Caller): string {
  if (!caller.userId) throw new NotYours('Only people can do this');
  return caller.userId;
}

/** What people do to an escalation, for the audit log; all of it stands in the log of its own. */
interface Standing {
  readonly status: string;
  readonly cycle: number;
  readonly step: number;
  readonly takenBy: readonly string[];
}
const standingOf = ({ status, run }: EscalationRow): Standing => ({
  status,
  cycle: run.cycle,
  step: run.step,
  takenBy: run.acceptances.map(({ userId }) => userId),
});
