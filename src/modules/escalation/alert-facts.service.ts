import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import {
  type AlertFact,
  AlertFacts,
  CallHookStarter,
  type HookCall,
  type HookCallStarted,
  type RouteAnswer,
} from '../alerts/index.js';
import { house } from '../../platform/auth/caller.js';
import { Informs } from '../notifications/index.js';
import { PeopleQueries } from '../people/index.js';
import { peopleSnapshot, type PolicySnapshot } from '../policies/index.js';
import type { EscalationRow } from './escalation.rows.js';
import { EscalationsService } from './escalations.service.js';
import { Escalations } from './escalations.store.js';
import { fateOf, type Group, groupsOf } from './grouping.rules.js';
import { type Opening, Openings } from './openings.js';
import type { Work } from './work.js';
import { Works } from './works.js';

/** What alerts tell becomes escalations, in the same transaction. */
@Injectable()
export class AlertFactsService extends AlertFacts {
  constructor(
    private readonly works: Works,
    private readonly openings: Openings,
    private readonly escalations: Escalations,
    private readonly service: EscalationsService,
    private readonly informs: Informs,
    private readonly people: PeopleQueries,
    private readonly transaction: Transaction,
  ) {
    super();
  }

  opened(facts: readonly AlertFact[]): Promise<readonly RouteAnswer[]> {
    return this.works.run(async (work) => {
      await this.informOnly(
        facts.filter((fact) => fact.urgency === 'inform'),
        work.now,
      );
      const quiet = facts
        .filter((fact) => fact.urgency === 'inform')
        .map((fact): RouteAnswer => ({ routeId: fact.routeId, reason: 'inform-only' }));
      const ringing = facts.filter((fact) => fact.urgency === 'ring');
      return [...quiet, ...(await this.place(work, groupsOf(ringing)))];
    });
  }

  severityRose(facts: readonly AlertFact[]): Promise<readonly RouteAnswer[]> {
    return this.works.run((work) =>
      this.place(work, groupsOf(facts.filter((fact) => fact.urgency === 'ring'))),
    );
  }

  async resolved(facts: readonly AlertFact[]): Promise<void> {
    await this.works.run(async (work) => {
      const alertIds = [...new Set(facts.map((fact) => fact.alertId))];
      const touched = await this.transaction.query<{ escalation_id: string }>(
        `update escalation_alerts set resolved_at = $2 where alert_id = any($1::uuid[]) and resolved_at is null
         returning escalation_id`,
        [alertIds, work.now],
      );
      const ids = [...new Set(touched.map((row) => row.escalation_id))];
      const quiet = await this.transaction.query<{ id: string }>(
        `select id from escalations e where id = any($1::uuid[]) and due_at is not null
           and not exists (select 1 from escalation_alerts a where a.escalation_id = e.id and a.resolved_at is null)
         order by id`,
        [ids],
      );
      for (const { id } of quiet) await work.apply(id, { kind: 'alertsResolved' });
    });
  }

  /** Shown; ringing goes on, unless an integration's word is trusted (a later setting). */
  acknowledged(): Promise<void> {
    return Promise.resolve();
  }

  private async place(work: Work, groups: readonly Group[]): Promise<readonly RouteAnswer[]> {
    const latest = await this.latest(groups);
    await work.holdAll([...latest.values()]);
    const answers: RouteAnswer[] = [];
    for (const group of groups) answers.push(...(await this.placeOne(work, group, latest.get(group.key))));
    return answers;
  }

  private async placeOne(
    work: Work,
    group: Group,
    latestId: string | undefined,
  ): Promise<readonly RouteAnswer[]> {
    const row = latestId === undefined ? undefined : await work.escalation(latestId);
    const fate = fateOf(row, group, work.now);
    if (row && fate !== 'open' && fate !== 'ring-responders') return this.join(work, row, group, fate);
    const rules = await this.service.rulesOfTeam(group.teamId, group.policyId);
    const opened = await this.openings.open(work, {
      teamId: group.teamId,
      policyId: group.policyId,
      kind: 'first',
      severity: group.severity,
      title: group.title,
      message: group.message,
      groupKey: group.groupKey,
      snapshot: rules,
      ...(row && fate === 'ring-responders' ? besides(row, rules) : {}),
      alertIds: group.facts.map((fact) => fact.alertId),
    });
    if (opened)
      return group.facts.map((fact, i) => ({
        routeId: fact.routeId,
        escalationId: opened.id,
        escalationNumber: opened.number,
        ...(i === 0 ? {} : { reason: 'joined' as const }),
      }));
    // Somebody else opened it between our look and our insert: it is committed now, so we see and join it.
    const theirs = (await this.latest([group])).get(group.key);
    return theirs === undefined ? [] : this.placeOne(work, group, theirs);
  }

  private async join(
    work: Work,
    row: EscalationRow,
    group: Group,
    fate: 'join' | 'raise' | 'inform',
  ): Promise<readonly RouteAnswer[]> {
    work.join(
      row.id,
      group.facts.map((fact) => fact.alertId),
    );
    if (fate === 'join') await work.apply(row.id, { kind: 'alertFired' });
    if (fate === 'raise') await work.apply(row.id, { kind: 'severityRose', severity: group.severity });
    if (fate === 'inform') await this.tellResponders(row, group, work.now);
    return group.facts.map((fact) => ({
      routeId: fact.routeId,
      escalationId: row.id,
      escalationNumber: row.number,
      reason: 'joined' as const,
    }));
  }

  /** The newest of each group, live or not. */
  private async latest(groups: readonly Group[]): Promise<ReadonlyMap<string, string>> {
    if (groups.length === 0) return new Map();
    const rows = await this.transaction.query<{ team_id: string; group_key: string; id: string }>(
      `select distinct on (e.team_id, e.group_key) e.team_id, e.group_key, e.id
       from escalations e join jsonb_to_recordset($1::jsonb) as g(team_id uuid, group_key text)
         on g.team_id = e.team_id and g.group_key = e.group_key
       where e.is_ordinary order by e.team_id, e.group_key, (e.due_at is null), e.started_at desc`,
      [JSON.stringify(groups.map((group) => ({ team_id: group.teamId, group_key: group.groupKey })))],
    );
    return new Map(rows.map((row) => [`${row.team_id} ${row.group_key}`, row.id]));
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
            .filter((m) => m.role !== 'observer' && !m.disabled)
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

/** A worse alert than the one that was taken: whoever has it rings first and once, then the policy takes its course. */
function besides(
  row: EscalationRow,
  rules: PolicySnapshot,
): Pick<Opening, 'snapshot' | 'parentId' | 'incidentId' | 'incidentNumber'> {
  const released = new Set(row.released.map((one) => one.userId));
  const userIds = row.run.acceptances.map((a) => a.userId).filter((userId) => !released.has(userId));
  const first = peopleSnapshot('Responders', userIds).steps.map((step) => ({ ...step, retries: 0 }));
  return {
    snapshot: { ...rules, delaySeconds: 0, steps: [...first, ...rules.steps] },
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
