import { Injectable } from '@nestjs/common';
import { LostARace, Transaction } from '../../platform/database/transaction.js';
import {
  type AcknowledgedFact,
  type AlertFact,
  AlertFacts,
  CallHookStarter,
  type HookCall,
  type HookCallStarted,
  type MaintenanceBegun,
  type RouteAnswer,
} from '../alerts/index.js';
import { house } from '../../platform/auth/caller.js';
import { Informs } from '../notifications/index.js';
import { isCallable, PeopleQueries } from '../people/index.js';
import type { PolicySnapshot } from '../policies/index.js';
import { Config } from '../../platform/config/config.js';
import type { EscalationRow } from './escalation.rows.js';
import { CanaryEscalations, isCanary } from './canary-escalations.js';
import { EscalationsService } from './escalations.service.js';
import { Escalations } from './escalations.store.js';
import { fateOf, type Group, groupsOf, joinsQuietly } from './grouping.rules.js';
import { type Newest, NewestOfGroups } from './newest-of-groups.js';
import { type Opening, Openings } from './openings.js';
import { respondersFirst } from './snapshots.rules.js';
import { SourceAcknowledgements } from './source-acknowledgements.js';
import { StillOnIt } from './still-on-it.js';
import { type Divided, divided, maySurge } from './storm.rules.js';
import type { Work } from './work.js';
import { standingOf } from './standing.rules.js';
import { Works } from './works.js';

/** What alerts tell becomes escalations, in the same transaction. */
@Injectable()
export class AlertFactsService extends AlertFacts {
  constructor(
    private readonly works: Works,
    private readonly openings: Openings,
    private readonly escalations: Escalations,
    private readonly newest: NewestOfGroups,
    private readonly service: EscalationsService,
    private readonly stillOnIt: StillOnIt,
    private readonly acknowledgements: SourceAcknowledgements,
    private readonly canaries: CanaryEscalations,
    private readonly informs: Informs,
    private readonly people: PeopleQueries,
    private readonly transaction: Transaction,
    private readonly config: Config,
  ) {
    super();
  }

  opened(all: readonly AlertFact[], company: 'alone' | 'with-others'): Promise<readonly RouteAnswer[]> {
    const [canaries, facts] = [all.filter(isCanary), all.filter((fact) => !isCanary(fact))];
    return this.answered(async (work) => {
      const tried = canaries.length > 0 ? await this.canaries.open(work, canaries) : [];
      await this.informOnly(
        facts.filter((fact) => fact.urgency === 'inform'),
        work.now,
      );
      const quiet = facts
        .filter((fact) => fact.urgency === 'inform')
        .map((fact): RouteAnswer => ({ routeId: fact.routeId, reason: 'inform-only' }));
      const ringing = facts.filter((fact) => fact.urgency === 'ring');
      return [...tried, ...quiet, ...(await this.place(work, groupsOf(ringing), company))];
    });
  }

  severityRose(facts: readonly AlertFact[]): Promise<readonly RouteAnswer[]> {
    return this.answered((work) =>
      this.place(work, groupsOf(facts.filter((fact) => fact.urgency === 'ring' && !isCanary(fact)))),
    );
  }

  /** Held first, then looked at: an alert that joins at this moment is either seen here or opens one of its own. */
  async resolved(facts: readonly AlertFact[]): Promise<void> {
    await this.works.run(async (work) => {
      const alertIds = [...new Set(facts.map((fact) => fact.alertId))];
      const touched = await this.transaction.query<{ escalation_id: string }>(
        `select distinct a.escalation_id from escalation_alerts a join escalations e on e.id = a.escalation_id
         where a.alert_id = any($1::uuid[]) and a.resolved_at is null and e.due_at is not null`,
        [alertIds],
      );
      const held = new Set<string>();
      let missing: readonly string[] = touched.map((row) => row.escalation_id);
      // What one of them opened while we waited for it took its alerts along, unresolved: then once more.
      do {
        await work.holdAll(missing);
        for (const id of missing) held.add(id);
        const live = await this.resolveLinks(alertIds, work.now);
        missing = live.filter((id) => !held.has(id));
      } while (missing.length > 0);
      const quiet = await this.transaction.query<{ id: string }>(
        `select id from escalations e where id = any($1::uuid[]) and due_at is not null
           and not exists (select 1 from escalation_alerts a where a.escalation_id = e.id and a.resolved_at is null)
         order by id`,
        [[...held]],
      );
      await work.holdLiveCalls(quiet.map(({ id }) => id));
      for (const { id } of quiet) await work.apply(id, { kind: 'alertsResolved' });
      const over = new Set(quiet.map(({ id }) => id));
      await this.acknowledgements.afterResolved(work, [...held].filter((id) => !over.has(id)).sort());
    });
  }

  /** Gives those that are live. */
  private async resolveLinks(alertIds: readonly string[], now: Date): Promise<readonly string[]> {
    const rows = await this.transaction.query<{ id: string; live: boolean }>(
      `update escalation_alerts a set resolved_at = $2 from escalations e
       where e.id = a.escalation_id and a.alert_id = any($1::uuid[]) and a.resolved_at is null
       returning e.id, e.due_at is not null as live`,
      [alertIds, now],
    );
    return rows.flatMap(({ id, live }) => (live ? [id] : []));
  }

  /** Whoever is called for it, whoever has made the window, and who answers for the team. */
  async maintenanceBegan({
    maintenanceId,
    teamId,
    name,
    createdBy,
    alertIds,
  }: MaintenanceBegun): Promise<void> {
    await this.works.run(async ({ now }) => {
      const rows = await this.transaction.query<{
        id: string;
        number: number;
        title: string;
        called: string[];
      }>(
        `select e.id, e.number, e.title,
           array(select distinct c.user_id::text from calls c where c.escalation_id = e.id and c.due_at is not null) as called
         from escalations e where e.due_at is not null and e.id in (
           select escalation_id from escalation_alerts where alert_id = any($1::uuid[]) and resolved_at is null)
         order by e.id`,
        [alertIds],
      );
      const members = await this.people.membersOf(teamId);
      const owners = members.filter((one) => one.role === 'owner' && isCallable(one));
      for (const { id, number, title, called } of rows)
        await this.informs.send(
          {
            key: `maintenance/${maintenanceId}/${id}/${now.toISOString()}`,
            userIds: [
              ...new Set([
                ...called,
                ...owners.map(({ userId }) => userId),
                ...(createdBy ? [createdBy] : []),
              ]),
            ],
            words: { about: 'maintenance-began', title: `ESC-${number}: ${title}`, team: name, who: [] },
            link: `/escalations/${id}`,
            teamIds: [teamId],
            escalationId: id,
          },
          now,
        );
    });
  }

  acknowledged(facts: readonly AcknowledgedFact[]): Promise<void> {
    return this.acknowledgements.follow(facts);
  }

  /** How each escalation stands when all is decided: one with nobody to ring may be over at once. */
  private async answered(
    told: (work: Work) => Promise<readonly RouteAnswer[]>,
  ): Promise<readonly RouteAnswer[]> {
    const { answers, work } = await this.works.run(async (current) => ({
      answers: await told(current),
      work: current,
    }));
    return answers.map((answer) => {
      const status = answer.escalationId === undefined ? undefined : work.statusOf(answer.escalationId);
      return status === undefined ? answer : { ...answer, standing: standingOf(status) };
    });
  }

  private async place(
    work: Work,
    groups: readonly Group[],
    company: 'alone' | 'with-others' = 'with-others',
  ): Promise<readonly RouteAnswer[]> {
    const newest = await this.newest.of(groups);
    const fates = groups.map((group) => ({ group, latest: newest.get(group.key) }));
    // Joining a live one that goes on as it is needs no turn of its own: whoever joins at the same time does not wait.
    // Who may want more of the same row later takes all of it at once: two that share cannot both have it alone.
    if (company === 'alone' && fates.every(({ group, latest }) => latest && joinsQuietly(latest, group)))
      return this.joinQuietly(work, groups, newest);
    await work.holdAll(fates.flatMap(({ latest }) => latest?.id ?? []));
    const answers: RouteAnswer[] = [];
    const opening: { readonly group: Group; readonly beside?: EscalationRow }[] = [];
    for (const { group, latest } of fates) {
      const row = latest && (await work.escalation(latest.id));
      const fate = fateOf(row && { ...row, last_alert_at: latest.lastAlertAt }, group, work.now);
      if (!row || fate === 'open') opening.push({ group });
      else if (fate === 'ring-responders') opening.push({ group, beside: row });
      else answers.push(...(await this.join(work, row, group, fate)));
    }
    const { own, storms } = await this.stormsApart(opening);
    const opened = await this.openAll(work, own);
    if (storms.length === 0) return [...answers, ...opened];
    // With nothing else in hand, a storm is joined as quietly as any other: thousands do it at the same time.
    const isAll = own.length === 0 && opening.length === groups.length;
    const stormed = await this.place(work, storms, isAll ? company : 'with-others');
    return [...answers, ...opened, ...stormed.map((answer) => ({ ...answer, reason: 'storm' as const }))];
  }

  /**
   * The limit is exact: whoever opens something that counts has its team alone until the commit, and counts then. Who
   * finds the limit reached opens nothing and waits for nobody: in a storm that is nearly everybody.
   */
  private async stormsApart<G extends { readonly group: Group }>(opening: readonly G[]): Promise<Divided<G>> {
    const { stormAfter } = this.config.settings.escalation;
    const surging = (ones: readonly G[]): readonly string[] =>
      ones.flatMap(({ group }) => (maySurge(group) ? [group.teamId] : []));
    const seen = await this.escalations.liveOrdinary(surging(opening));
    const first = divided(opening, seen, stormAfter);
    const teamIds = surging(first.own);
    if (teamIds.length === 0) return first;
    const counted = await this.escalations.liveOrdinaryAlone(teamIds);
    const live = new Map([...seen, ...teamIds.map((teamId) => [teamId, counted.get(teamId) ?? 0] as const)]);
    return divided(opening, live, stormAfter);
  }

  /** Held against their end by a lock that many may share; who finds one changed meanwhile begins anew. */
  private async joinQuietly(
    work: Work,
    groups: readonly Group[],
    newest: ReadonlyMap<string, Newest>,
  ): Promise<readonly RouteAnswer[]> {
    const ids = [...newest.values()].map(({ id }) => id);
    const shared = new Map((await this.newest.share(ids)).map((row) => [row.id, row]));
    const joined = groups.map((group) => {
      const row = shared.get(newest.get(group.key)?.id ?? '');
      if (!row || !joinsQuietly(row, group))
        throw new LostARace('An escalation changed while alerts joined it');
      return { group, row };
    });
    await this.escalations.linkAlertsAtEnd(
      joined.flatMap(({ group, row }) =>
        group.facts.map(({ alertId }) => ({ escalationId: row.id, alertId })),
      ),
      work.now,
    );
    return joined.flatMap(({ group, row }) => joinedAnswers(group, row));
  }

  private async openAll(
    work: Work,
    opening: readonly { readonly group: Group; readonly beside?: EscalationRow }[],
  ): Promise<readonly RouteAnswer[]> {
    const rules = await this.service.rulesOfTeams(opening.map(({ group }) => group));
    const rows = await this.openings.openAll(
      work,
      opening.map(({ group, beside }, i): Opening => {
        const snapshot = rules[i] as PolicySnapshot;
        return {
          teamId: group.teamId,
          policyId: group.policyId,
          kind: 'first',
          severity: group.severity,
          title: group.title,
          message: group.message,
          groupKey: group.groupKey,
          snapshot,
          ...(beside ? besides(beside, snapshot) : {}),
          alertIds: group.facts.map((fact) => fact.alertId),
        };
      }),
    );
    // Somebody else opened it between our look and our insert: it is committed now, so we see and join it.
    const lost = opening.flatMap(({ group }, i) => (rows[i] ? [] : [group]));
    const theirs = lost.length > 0 ? await this.place(work, lost) : [];
    const ours = opening.flatMap(({ group }, i) => {
      const row = rows[i];
      return row ? openedAnswers(group, row) : [];
    });
    return [...ours, ...theirs];
  }

  private async join(
    work: Work,
    row: EscalationRow,
    group: Group,
    fate: 'join' | 'raise' | 'inform',
  ): Promise<readonly RouteAnswer[]> {
    const alertIds = group.facts.map((fact) => fact.alertId);
    work.join(row.id, alertIds);
    // Its last resort rings for it already, and ends with the alerts that it stands for.
    if (row.run.lastResort === 'open')
      for (const id of await this.heldResortsOf(work, row.id)) work.join(id, alertIds);
    if (fate === 'join') await work.apply(row.id, { kind: 'alertFired' });
    if (fate === 'raise') await work.apply(row.id, { kind: 'severityRose', severity: group.severity });
    if (fate === 'inform') {
      await this.stillOnIt.cover(work, row, alertIds);
      await this.tellResponders(row, group, work.now);
    }
    return joinedAnswers(group, row);
  }

  /** Held, so that none ends, or opens the next one with the alerts it has so far, before ours are among them. */
  private async heldResortsOf(work: Work, escalationId: string): Promise<readonly string[]> {
    for (;;) {
      const live = await this.escalations.liveResortsOf(escalationId);
      const missing = live.filter((id) => work.statusOf(id) === undefined);
      if (missing.length === 0) return live;
      await work.holdAll(missing);
    }
  }

  private async tellResponders(row: EscalationRow, group: Group, now: Date): Promise<void> {
    const teams = await this.people.teamsByIds([row.team_id]);
    await this.informs.send(
      {
        key: `${row.id}/joined/${group.facts[0]?.alertId ?? ''}`,
        userIds: await this.escalations.workingOn(row.id),
        words: { about: 'joined', title: group.title, team: teams.get(row.team_id)?.name ?? '', who: [] },
        link: `/escalations/${row.id}`,
        teamIds: [row.team_id],
        escalationId: row.id,
      },
      now,
    );
  }

  private async informOnly(facts: readonly AlertFact[], now: Date): Promise<void> {
    const teams = await this.people.teamsByIds([...new Set(facts.map((fact) => fact.teamId))]);
    for (const fact of facts) {
      const team = teams.get(fact.teamId);
      await this.informs.send(
        {
          key: `${fact.routeId}/inform-only`,
          userIds: (team?.members ?? [])
            .filter((m) => m.role !== 'observer' && isCallable(m))
            .map((m) => m.userId),
          words: { about: 'inform-only', title: fact.title, team: team?.name ?? '', who: [] },
          link: `/alerts/${fact.alertId}`,
          teamIds: [fact.teamId],
        },
        now,
      );
    }
  }
}

const joinedAnswers = (
  group: Group,
  row: Pick<EscalationRow, 'id' | 'number' | 'status'>,
): readonly RouteAnswer[] =>
  group.facts.map((fact) => ({
    routeId: fact.routeId,
    escalationId: row.id,
    escalationNumber: row.number,
    standing: standingOf(row.status),
    reason: 'joined' as const,
  }));

const openedAnswers = (group: Group, row: EscalationRow): readonly RouteAnswer[] =>
  joinedAnswers(group, row).map(({ reason, ...answer }, i) => (i === 0 ? answer : { ...answer, reason }));

/** A worse alert than the one that was taken: whoever has it rings first and once, then the policy takes its course. */
function besides(
  row: EscalationRow,
  rules: PolicySnapshot,
): Pick<Opening, 'snapshot' | 'parentId' | 'incidentId' | 'incidentNumber'> {
  const released = new Set(row.released.map((one) => one.userId));
  const userIds = row.run.acceptances.map((a) => a.userId).filter((userId) => !released.has(userId));
  return {
    snapshot: { ...respondersFirst(rules, userIds), delaySeconds: 0 },
    parentId: row.id,
    incidentId: row.incident_id ?? undefined,
    incidentNumber: row.incident_number ?? undefined,
  };
}

/** A script's call, with no alert behind it. */
@Injectable()
export class CallHookService extends CallHookStarter {
  constructor(private readonly escalations: EscalationsService) {
    super();
  }

  async start(call: HookCall): Promise<HookCallStarted> {
    const { target } = call;
    const whom =
      target?.kind === 'policy'
        ? { policyId: target.policyId }
        : target?.kind === 'people'
          ? { userIds: target.userIds }
          : { teamId: target?.teamId ?? call.teamId };
    const view = await this.escalations.start(
      { ...whom, severity: call.severity, title: call.title, message: call.message },
      { ...house, name: call.integrationName, teams: new Map([[call.teamId, 'responder']]) },
    );
    return { escalationId: view.escalationId, number: view.number };
  }
}
