import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { Severity } from '../../platform/wire/schemas.js';
import { PeopleQueries } from '../people/index.js';
import { DutyService } from '../schedules/index.js';
import { ordered } from './order.rules.js';
import type { PolicyStep } from './policies.dto.js';
import type { PolicySnapshot } from './policies.rows.js';
import { type Absence, expanded, type TargetWorld } from './targets.rules.js';
import { applies } from './when.rules.js';

/** More than ever run at once: a run that goes on keeps its turn. */
const KEPT_TURNS = 1_000;

export interface CandidateFacts {
  readonly at: Date;
  readonly severity: Severity;
  /** One run of the ladder: asked again with it, the order stays the same. */
  readonly seed: string;
  /** Asked only where a step calls by it. */
  readonly lastCalledAt: (userIds: readonly string[]) => Promise<ReadonlyMap<string, Date>>;
}

export interface StepCandidates {
  readonly applies: boolean;
  readonly userIds: readonly string[];
  readonly absences: readonly Absence[];
}

/** Who would be called by each step, in order: duty, membership and `when` as they are at one instant. */
@Injectable()
export class CandidatesService {
  constructor(
    private readonly transaction: Transaction,
    private readonly people: PeopleQueries,
    private readonly duty: DutyService,
  ) {}

  /** `counts`: each new seed takes the next turn of a round-robin; a preview only looks. */
  async of(
    snapshot: PolicySnapshot,
    facts: CandidateFacts,
    turns: 'count' | 'look',
  ): Promise<readonly StepCandidates[]> {
    const applying = snapshot.steps.map((step) => applies(step.when, facts.severity, facts.at));
    const world = await this.world(
      snapshot.steps.filter((_, i) => applying[i]),
      facts.at,
    );
    const steps = snapshot.steps.map((step, i) => ({
      step,
      applies: applying[i] === true,
      ...(applying[i] ? expanded(step.targets, world) : { userIds: [], absences: [] }),
    }));
    const byLastCall = steps.filter(({ step }) => step.order === 'least-recently-called');
    const lastCalledAt =
      byLastCall.length === 0
        ? new Map<string, Date>()
        : await facts.lastCalledAt([...new Set(byLastCall.flatMap(({ userIds }) => userIds))]);
    const found: StepCandidates[] = [];
    for (const [i, { step, userIds, absences, ...own }] of steps.entries()) {
      const turn =
        step.order === 'round-robin' && own.applies ? await this.turn(snapshot, i, facts.seed, turns) : 0;
      const order = ordered(step.order, userIds, { seed: `${facts.seed}/${i}`, turn, lastCalledAt });
      found.push({ ...own, userIds: order, absences });
    }
    return found;
  }

  private async world(steps: readonly PolicyStep[], at: Date): Promise<TargetWorld> {
    const idsOf = (kind: string): readonly string[] => [
      ...new Set(
        steps.flatMap((step) => step.targets.filter((target) => target.kind === kind).map(({ id }) => id)),
      ),
    ];
    const users = await this.people.usersByIds(idsOf('user'));
    const teams = await this.people.teamsByIds(idsOf('team'));
    const shifts = await this.duty.onDutyOf(idsOf('schedule'), at);
    return {
      isActive: (userId) => users.get(userId)?.disabled === false,
      membersOf: (teamId) => teams.get(teamId)?.members ?? [],
      onDutyOf: (scheduleId) => shifts.get(scheduleId)?.userId,
    };
  }

  /** Two runs that start together may take one turn; nobody is left out by it. */
  private async turn(
    snapshot: PolicySnapshot,
    step: number,
    seed: string,
    turns: 'count' | 'look',
  ): Promise<number> {
    if (snapshot.policyId === undefined) return 0;
    if (turns === 'count') {
      await this.transaction.query(
        `insert into policy_turns (policy_id, step, seed, turn)
         select $1, $2, $3, coalesce(max(turn) + 1, 0) from policy_turns where policy_id = $1 and step = $2
         on conflict (policy_id, step, seed) do nothing`,
        [snapshot.policyId, step, seed],
      );
      await this.transaction.query(
        `delete from policy_turns where policy_id = $1 and step = $2 and turn <
           (select max(turn) - ${KEPT_TURNS} from policy_turns where policy_id = $1 and step = $2)`,
        [snapshot.policyId, step],
      );
    }
    const [row] = await this.transaction.query<{ turn: string | null; next: string }>(
      `select (select turn from policy_turns where policy_id = $1 and step = $2 and seed = $3) as turn,
         (select coalesce(max(turn) + 1, 0) from policy_turns where policy_id = $1 and step = $2) as next`,
      [snapshot.policyId, step, seed],
    );
    return Number(row?.turn ?? row?.next ?? 0);
  }
}
