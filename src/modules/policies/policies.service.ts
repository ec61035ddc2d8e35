import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { References } from '../../platform/database/references.js';
import { Transaction } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import { EventLog } from '../../platform/events/event-log.js';
import { PeopleQueries } from '../people/index.js';
import {
  type CandidateAsk,
  CandidatesService,
  type LastCalls,
  type StepCandidates,
} from './candidates.service.js';
import { LadderCheck } from './ladder-check.service.js';
import type * as dto from './policies.dto.js';
import { PolicyInUse, PolicyUnknown } from './policies.errors.js';
import {
  type Ladder,
  POLICY_COLUMNS,
  type PolicyRow,
  type PolicySnapshot,
  policyViewOf,
  snapshotOf,
} from './policies.rows.js';

@Injectable()
export class PoliciesService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly references: References,
    private readonly people: PeopleQueries,
    private readonly check: LadderCheck,
    private readonly lists: CandidatesService,
  ) {}

  async list(input: z.output<typeof dto.ListPoliciesInput>): Promise<z.output<typeof dto.PolicyList>> {
    const rows = await this.transaction.query<PolicyRow>(
      `select ${POLICY_COLUMNS} from policies
       where deleted_at is null and ($1::uuid is null or team_id = $1) order by created_at, id`,
      [input.teamId ?? null],
    );
    return { policies: rows.map(policyViewOf) };
  }

  /** @throws PolicyUnknown */
  async get(policyId: string): Promise<dto.PolicyView> {
    const [row] = await this.transaction.query<PolicyRow>(
      `select ${POLICY_COLUMNS} from policies where id = $1 and deleted_at is null`,
      [policyId],
    );
    if (!row) throw new PolicyUnknown('There is no such policy', { policyId });
    return policyViewOf(row);
  }

  /** The rules as they are now, to be frozen. */
  async snapshot(policyId: string): Promise<PolicySnapshot | undefined> {
    return (await this.snapshots([policyId])).get(policyId);
  }

  /** By policy id; without those that were removed. */
  async snapshots(policyIds: readonly string[]): Promise<ReadonlyMap<string, PolicySnapshot>> {
    if (policyIds.length === 0) return new Map();
    const rows = await this.transaction.query<PolicyRow>(
      `select ${POLICY_COLUMNS} from policies where id = any($1::uuid[]) and deleted_at is null`,
      [[...new Set(policyIds)]],
    );
    return new Map(rows.map((row) => [row.id, snapshotOf(row)]));
  }

  /** The first that the team made. */
  async defaultPolicyOf(teamId: string): Promise<string | undefined> {
    return (await this.defaultSnapshots([teamId])).get(teamId)?.policyId;
  }

  /** By team: the first that it made. */
  async defaultSnapshots(teamIds: readonly string[]): Promise<ReadonlyMap<string, PolicySnapshot>> {
    if (teamIds.length === 0) return new Map();
    const rows = await this.transaction.query<PolicyRow>(
      `select distinct on (team_id) ${POLICY_COLUMNS} from policies
       where team_id = any($1::uuid[]) and deleted_at is null order by team_id, created_at, id`,
      [[...new Set(teamIds)]],
    );
    return new Map(rows.map((row) => [row.team_id, snapshotOf(row)]));
  }

  /** For each run one ordered list a step; empty where it does not apply now, or nobody is there: it says why. */
  async candidates(
    asks: readonly CandidateAsk[],
    at: Date,
    lastCalls: LastCalls,
  ): Promise<readonly (readonly StepCandidates[])[]> {
    return this.lists.of(asks, at, lastCalls, 'count');
  }

  async create(input: z.output<typeof dto.CreatePolicyInput>, caller: Caller): Promise<dto.PolicyView> {
    const now = this.clock.now();
    return this.transaction.run(async () => {
      await this.people.team(input.teamId);
      this.authority.require(caller, 'policies.edit', input.teamId);
      const policyId = newId();
      const { teamId, name, ...given } = input;
      const ladder = await this.check.accepted(given, policyId);
      await this.transaction.query(
        `insert into policies (id, team_id, name, ladder, created_at, updated_at, edited_by)
         values ($1, $2, $3, $4, $5, $5, $6)`,
        [policyId, teamId, name, JSON.stringify(ladder), now, caller.name],
      );
      return this.tell('policy.created', undefined, await this.get(policyId), now);
    });
  }

  async update(input: z.output<typeof dto.UpdatePolicyInput>, caller: Caller): Promise<dto.PolicyView> {
    const now = this.clock.now();
    return this.transaction.run(async () => {
      const before = await this.lock(input.policyId);
      this.authority.require(caller, 'policies.edit', before.teamId);
      ChangedMeanwhile.unlessSame(input.version, before.version);
      const ladder = await this.check.accepted(changed(before, input), before.policyId);
      await this.transaction.query(
        `update policies set name = $2, ladder = $3, updated_at = $4, edited_by = $5, version = version + 1
         where id = $1`,
        [before.policyId, input.name ?? before.name, JSON.stringify(ladder), now, caller.name],
      );
      return this.tell('policy.updated', before, await this.get(before.policyId), now);
    });
  }

  async delete(policyId: string, caller: Caller): Promise<Record<string, never>> {
    const now = this.clock.now();
    return this.transaction.run(async () => {
      const before = await this.lock(policyId);
      this.authority.require(caller, 'policies.edit', before.teamId);
      const usedBy = await this.references.of('policy', policyId);
      if (usedBy.length > 0) throw new PolicyInUse(`It is used by ${usedBy.join(', ')}`, { usedBy });
      await this.transaction.query(`update policies set deleted_at = $2 where id = $1`, [policyId, now]);
      this.audit.note({ targetId: policyId, targetName: before.name, before });
      await this.events.append([{ kind: 'policy.deleted', at: now, teamIds: [before.teamId] }]);
      return {};
    });
  }

  private async lock(policyId: string): Promise<dto.PolicyView> {
    await this.transaction.query(`select id from policies where id = $1 for update`, [policyId]);
    return this.get(policyId);
  }

  private async tell(
    kind: string,
    before: dto.PolicyView | undefined,
    after: dto.PolicyView,
    now: Date,
  ): Promise<dto.PolicyView> {
    this.audit.note({ targetId: after.policyId, targetName: after.name, before, after });
    await this.events.append([{ kind, at: now, teamIds: [after.teamId] }]);
    return after;
  }
}

function changed(before: dto.PolicyView, input: z.output<typeof dto.UpdatePolicyInput>): Ladder {
  const lastResort = input.lastResort ?? before.lastResort;
  return {
    steps: input.steps ?? before.steps,
    delaySeconds: input.delaySeconds ?? before.delaySeconds,
    repeat: input.repeat ?? before.repeat,
    decisionSeconds: input.decisionSeconds ?? before.decisionSeconds,
    whenAlertsResolve: input.whenAlertsResolve ?? before.whenAlertsResolve,
    stillOnItMinutes: input.stillOnItMinutes ?? before.stillOnItMinutes,
    ...(lastResort ? { lastResort } : {}),
  };
}
