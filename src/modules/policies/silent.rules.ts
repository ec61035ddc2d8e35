import type { Target } from './policies.dto.js';
import type { Ladder } from './policies.rows.js';

/** A step of saved rules at which no phone can ring, whoever is on duty, or in the shifts of some. */
export interface SilentStep {
  /** From one; 0 is the last resort. */
  readonly step: number;
  readonly grade: 'always' | 'at-times';
}

/** Who could be rung. */
export interface Callable {
  readonly user: (userId: string) => boolean;
  /** Observers are not: they never ring. */
  readonly team: (teamId: string) => boolean;
  /** Everybody in its rotation, or some of them, or nobody. */
  readonly schedule: (scheduleId: string) => 'all' | 'some' | 'none';
}

export function silentSteps({ steps, lastResort }: Ladder, callable: Callable): readonly SilentStep[] {
  const found = steps.map(({ targets }, i) => [i + 1, gradeOf(targets, callable)] as const);
  const named = (lastResort?.userIds ?? []).map((id) => ({ kind: 'user' as const, id }));
  // A last resort that goes on to other rules has theirs.
  if (named.length > 0 && lastResort?.policyId === undefined) found.push([0, gradeOf(named, callable)]);
  return found.flatMap(([step, grade]) => (grade === undefined ? [] : [{ step, grade }]));
}

function gradeOf(targets: readonly Target[], callable: Callable): SilentStep['grade'] | undefined {
  const rings = targets.map(({ kind, id }): 'all' | 'some' | 'none' => {
    if (kind === 'schedule') return callable.schedule(id);
    return callable[kind](id) ? 'all' : 'none';
  });
  if (rings.includes('all')) return undefined;
  return rings.includes('some') ? 'at-times' : 'always';
}
