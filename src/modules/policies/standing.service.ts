import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import { isCallable, PeopleQueries } from '../people/index.js';
import { SchedulesService } from '../schedules/index.js';
import { type Ladder, POLICY_COLUMNS, type PolicyRow } from './policies.rows.js';
import { type SilentStep, silentSteps } from './silent.rules.js';

export interface SilentPlace extends SilentStep {
  readonly policyId: string;
  readonly name: string;
  readonly teamId: string;
}
export interface NamedIn {
  readonly kind: 'policy' | 'schedule';
  readonly id: string;
  readonly name: string;
  readonly teamId: string;
}

/** What depends on people who may leave: where they stand, and where nobody would ring any more. */
@Injectable()
export class StandingService {
  constructor(
    private readonly transaction: Transaction,
    private readonly people: PeopleQueries,
    private readonly schedules: SchedulesService,
  ) {}

  async silent(): Promise<readonly SilentPlace[]> {
    const rows = await this.policies();
    const targets = rows.flatMap(({ ladder }) => ladder.steps.flatMap((step) => step.targets));
    const idsOf = (kind: string): readonly string[] => [
      ...new Set(targets.filter((target) => target.kind === kind).map(({ id }) => id)),
    ];
    const [teams, schedules] = await Promise.all([
      this.people.teamsByIds(idsOf('team')),
      this.schedules.byIds(idsOf('schedule')),
    ]);
    const rotating = [...schedules.values()].flatMap(({ rotation }) => rotation.participantIds);
    const resorts = rows.flatMap(({ ladder }) => ladder.lastResort?.userIds ?? []);
    const users = await this.people.usersByIds([...new Set([...idsOf('user'), ...rotating, ...resorts])]);
    const user = (userId: string): boolean => isCallable(users.get(userId));
    const callable = {
      user,
      team: (teamId: string) =>
        (teams.get(teamId)?.members ?? []).some((one) => one.role !== 'observer' && isCallable(one)),
      schedule: (scheduleId: string) => {
        const ids = schedules.get(scheduleId)?.rotation.participantIds ?? [];
        const there = ids.filter(user).length;
        return there === 0 ? 'none' : there === ids.length ? 'all' : 'some';
      },
    } as const;
    return rows.flatMap(({ id, name, team_id, ladder }) =>
      silentSteps(ladder, callable).map((one) => ({ ...one, policyId: id, name, teamId: team_id })),
    );
  }

  /** Policies and schedules that name somebody themselves, not by a team. */
  async naming(userId: string, now: Date): Promise<readonly NamedIn[]> {
    const names = ({ steps, lastResort }: Ladder): boolean =>
      steps.some(({ targets }) => targets.some(({ kind, id }) => kind === 'user' && id === userId)) ||
      (lastResort?.userIds ?? []).includes(userId);
    const [policies, schedules] = await Promise.all([this.policies(), this.schedules.naming(userId, now)]);
    return [
      ...policies
        .filter(({ ladder }) => names(ladder))
        .map(({ id, name, team_id }) => ({ kind: 'policy' as const, id, name, teamId: team_id })),
      ...schedules.map(({ scheduleId, name, teamId }) => ({
        kind: 'schedule' as const,
        id: scheduleId,
        name,
        teamId,
      })),
    ];
  }

  private policies(): Promise<readonly PolicyRow[]> {
    return this.transaction.query<PolicyRow>(
      `select ${POLICY_COLUMNS} from policies where deleted_at is null order by lower(name), id`,
    );
  }
}
