import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { Severity } from '../../platform/wire/schemas.js';
import { isCallable, PeopleQueries } from '../people/index.js';
import { DutyService } from '../schedules/index.js';
import { ordered } from './order.rules.js';
import type { PolicyStep } from './policies.dto.js';
import type { PolicySnapshot } from './policies.rows.js';
import { type Absence, expanded, type OnDuty, type TargetWorld } from './targets.rules.js';
import { applies } from './when.rules.js';

/** More than ever run at once: a run that goes on keeps its turn. */
const KEPT_TURNS = 1_000;

/** One run of a ladder, and how bad it is. */
export interface CandidateAsk {
  readonly snapshot: PolicySnapshot;
  readonly severity: Severity;
  /** One run of the ladder: asked again with it, the order stays the same. */
  readonly seed: string;
}

/** Asked only where a step calls by it. */
export type LastCalls = (userIds: readonly string[]) => Promise<ReadonlyMap<string, Date>>;

export interface StepCandidates {
  readonly applies: boolean;
  readonly userIds: readonly string[];
  readonly absences: readonly Absence[];
  readonly shifts: readonly OnDuty[];
}

/** Who would be called by each step, in order: duty, membership and `when` as they are at one instant. */
@Injectable()
export class CandidatesService {
  constructor(
    private readonly transaction: Transaction,
    private readonly people: PeopleQueries,
    private readonly duty: DutyService,
  ) {}

  /**
   * One list of steps for each that is asked about; what all of them need is read together. `count`: each new seed
   * takes the next turn of a round-robin; a preview only looks.
   */
  async of(
    asks: readonly CandidateAsk[],
    at: Date,
    lastCalls: LastCalls,
    turns: 'count' | 'look',
  ): Promise<readonly (readonly StepCandidates[])[]> {
    const sorted = asks.map((ask) => ({
      ask,
      steps: ask.snapshot.steps.map((step) => ({ step, applies: applies(step.when, ask.severity, at) })),
    }));
    const world = await this.world(
      sorted.flatMap(({ steps }) => steps.filter((one) => one.applies).map(({ step }) => step)),
      at,
    );
    const wide = sorted.map(({ ask, steps }) => ({
      ask,
      steps: steps.map((one) => ({
        ...one,
        ...(one.applies ? expanded(one.step.targets, world) : { userIds: [], absences: [], shifts: [] }),
      })),
    }));
    const byLastCall = wide.flatMap(({ steps }) =>
      steps.filter(({ step }) => step.order === 'least-recently-called').flatMap(({ userIds }) => userIds),
    );
    const lastCalledAt =
      byLastCall.length === 0 ? new Map<string, Date>() : await lastCalls([...new Set(byLastCall)]);
    const found: StepCandidates[][] = [];
    for (const { ask, steps } of wide) {
      const own: StepCandidates[] = [];
      for (const [i, { step, userIds, absences, shifts, ...one }] of steps.entries()) {
        const counts = step.order === 'round-robin' && one.applies;
        const turn = counts ? await this.turn(ask.snapshot, i, ask.seed, turns) : 0;
        const order = ordered(step.order, userIds, { seed: `${ask.seed}/${i}`, turn, lastCalledAt });
        own.push({ applies: one.applies, userIds: order, absences, shifts });
      }
      found.push(own);
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
      isActive: (userId) => isCallable(users.get(userId)),
      membersOf: (teamId) => teams.get(teamId)?.members ?? [],
      onDutyOf: (scheduleId) => shifts.get(scheduleId),
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
