import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { PeopleQueries, type UserView } from '../people/index.js';
import { SchedulesService } from '../schedules/index.js';
import { CandidatesService, type StepCandidates } from './candidates.service.js';
import { stepSeconds } from './duration.rules.js';
import type * as dto from './policies.dto.js';
import { AskAboutOne, PolicyUnknown } from './policies.errors.js';
import type { PolicySnapshot } from './policies.rows.js';
import { PoliciesService } from './policies.service.js';
import { PREVIEW_TEXTS, type PreviewTexts } from './preview.texts.js';
import { Reachability } from './reachability.port.js';
import { peopleSnapshot, teamSnapshot } from './standard.rules.js';

type Preview = z.output<typeof dto.Preview>;
type PreviewStep = z.output<typeof dto.PreviewStep>;
type PreviewPerson = z.output<typeof dto.PreviewPerson>;

/** Who would ring, by the same rules that would ring them. */
@Injectable()
export class PreviewService {
  private port: Reachability | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly people: PeopleQueries,
    private readonly schedules: SchedulesService,
    private readonly policies: PoliciesService,
    private readonly lists: CandidatesService,
    private readonly modules: ModuleRef,
  ) {}

  async of(input: z.output<typeof dto.PreviewInput>, caller: Caller): Promise<Preview> {
    const now = this.clock.now();
    const at = input.at === undefined ? now : new Date(input.at);
    const texts = PREVIEW_TEXTS[caller.locale];
    const snapshot = await this.rulesOf(input);
    const [lists = []] = await this.lists.of(
      [{ snapshot, severity: input.severity, seed: 'preview' }],
      at,
      (userIds) => this.reachability().lastCalledAt(userIds),
      'look',
    );
    const userIds = [
      ...new Set(
        lists.flatMap((list) => [
          ...list.userIds,
          ...list.absences.flatMap((absence) => (absence.why === 'disabled' ? [absence.userId] : [])),
        ]),
      ),
    ];
    const users = await this.people.usersByIds(userIds);
    const reachable = await this.reachability().reachable(userIds, now);
    const steps = stepsOf(snapshot, lists, users, reachable, texts);
    return {
      ...(snapshot.policyId === undefined ? {} : { policyId: snapshot.policyId }),
      policyName: snapshot.name,
      at: at.toISOString(),
      steps,
      warnings: [...(await this.dutyWarnings(lists, texts)), ...warningsOf(steps, texts)],
    };
  }

  private async rulesOf(input: z.output<typeof dto.PreviewInput>): Promise<PolicySnapshot> {
    const { policyId, teamId, userIds } = input;
    if ([policyId, teamId, userIds].filter((one) => one !== undefined).length !== 1)
      throw new AskAboutOne('Name exactly one of teamId, policyId and userIds');
    if (userIds !== undefined) {
      const users = await this.people.requireUsers(userIds);
      return peopleSnapshot([...users.values()].map((user) => user.name).join(', '), userIds);
    }
    const team = teamId === undefined ? undefined : await this.people.team(teamId);
    const wanted = policyId ?? (team && (await this.policies.defaultPolicyOf(team.teamId)));
    const snapshot = wanted === undefined ? undefined : await this.policies.snapshot(wanted);
    if (snapshot) return snapshot;
    if (team) return teamSnapshot(team.name, team.teamId);
    throw new PolicyUnknown('There is no such policy', { policyId });
  }

  private async dutyWarnings(
    lists: readonly StepCandidates[],
    texts: PreviewTexts,
  ): Promise<readonly string[]> {
    const empty = lists.flatMap((list) =>
      list.absences.flatMap((absence) => (absence.why === 'nobody-on-duty' ? [absence.scheduleId] : [])),
    );
    const schedules = await this.schedules.byIds([...new Set(empty)]);
    return [...schedules.values()].map((schedule) => texts.nobodyOnDuty(schedule.name));
  }

  /** Bound by `escalation`, which stands above this module: looked up when first needed. */
  private reachability(): Reachability {
    return (this.port ??= this.modules.get<Reachability>(Reachability, { strict: false }));
  }
}

function stepsOf(
  snapshot: PolicySnapshot,
  lists: readonly StepCandidates[],
  users: ReadonlyMap<string, UserView>,
  reachable: ReadonlySet<string>,
  texts: PreviewTexts,
): PreviewStep[] {
  let startsAfterSeconds = snapshot.delaySeconds;
  return snapshot.steps.map((step, i) => {
    const list = lists[i] ?? { applies: false, userIds: [], absences: [], shifts: [] };
    const person = (userId: string, why?: string): PreviewPerson => ({
      userId,
      name: users.get(userId)?.name ?? '',
      reachable: why === undefined,
      ...(why === undefined ? {} : { why }),
    });
    const shown: PreviewStep = {
      step: i + 1,
      applies: list.applies,
      startsAfterSeconds,
      simultaneous: step.simultaneous,
      ringSeconds: step.ringSeconds,
      people: [
        ...list.userIds.map((userId) =>
          person(userId, reachable.has(userId) ? undefined : texts.unreachable),
        ),
        ...list.absences.flatMap((absence) =>
          absence.why === 'disabled' ? [person(absence.userId, texts.disabled)] : [],
        ),
      ],
    };
    startsAfterSeconds += stepSeconds(list.userIds.filter((userId) => reachable.has(userId)).length, step);
    return shown;
  });
}

function warningsOf(steps: readonly PreviewStep[], texts: PreviewTexts): readonly string[] {
  const applying = steps.filter((step) => step.applies);
  if (applying.length === 0) return [texts.noStepApplies];
  if (!applying.some((step) => step.people.some((person) => person.reachable))) return [texts.nobodyAtAll];
  return applying.flatMap(({ step, people }) => {
    if (people.length === 0) return [texts.emptyStep(step)];
    return people.some((person) => person.reachable) ? [] : [texts.unreachableStep(step)];
  });
}
