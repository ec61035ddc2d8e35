import { Injectable } from '@nestjs/common';
import { PoliciesService } from '../policies/index.js';
import type { DeviceDirectory } from './device-directory.js';
import type { EscalationRow } from './escalation.rows.js';
import { Escalations } from './escalations.store.js';
import { lookupOf, type StepLookup } from './lookup.js';
import type { CandidatesByStep } from './policy.js';
import { ReachService } from './reach.service.js';

type Place = Pick<EscalationRow, 'id' | 'snapshot' | 'run' | 'kind' | 'parent_id'>;

/** What a run sees, and why it sees no more: the first is the kernel's, both are kept in its log. */
export interface Looked {
  readonly candidates: CandidatesByStep;
  readonly lookup: readonly StepLookup[];
}

/** Who could be called by each step now: duty, membership and reach, resolved when a step starts. */
@Injectable()
export class CandidateLists {
  constructor(
    private readonly policies: PoliciesService,
    private readonly reach: ReachService,
    private readonly escalations: Escalations,
  ) {}

  /** One list of steps for each run, in their order. */
  async of(runs: readonly Place[], directory: DeviceDirectory, now: Date): Promise<readonly Looked[]> {
    const listed = await this.policies.candidates(
      runs.map(({ id, snapshot, run }) => ({
        snapshot,
        severity: run.severity,
        seed: `${id}/${run.cycle}`,
      })),
      now,
      (userIds) => this.reach.lastCalledAt(userIds),
    );
    const all = await Promise.all(
      listed.map((steps, i) =>
        this.withResponders(
          steps.map(({ userIds }) => userIds),
          runs[i],
        ),
      ),
    );
    const everybody = [...new Set(all.flat(2))];
    const reachable = await this.reach.reachableBy(everybody, directory);
    return all.map((steps, i) => ({
      // A test begins in any case: why nothing rings is what it is for.
      candidates: steps.map((userIds) =>
        userIds.map((userId) => ({ userId, reachable: runs[i]?.kind === 'test' || reachable.has(userId) })),
      ),
      lookup: (listed[i] ?? []).map(lookupOf),
    }));
  }

  /** Somebody may have handed it over since: whoever has it now is rung first. */
  private async withResponders(
    steps: readonly (readonly string[])[],
    run: Place | undefined,
  ): Promise<readonly (readonly string[])[]> {
    if (run?.kind !== 'still-on-it' || run.parent_id === null) return steps;
    return [await this.escalations.workingOn(run.parent_id), ...steps.slice(1)];
  }
}
