import type { RunStory } from '../explanation.stories.js';
import type { World } from './world.js';

/** A night of the simulated world as an explanation reads it from the tables. */
export function storyOf(world: World, runId = 'e1'): RunStory {
  const run = world.run(runId);
  const rows = world.logs.get(runId) ?? [];
  return {
    status: run.status,
    startedAt: rows[0]?.at ?? 0,
    endedAt: run.endedAt,
    acceptances: run.acceptances,
    policyName: 'Night',
    steps: run.policy.steps.map(({ simultaneous, ringSeconds }) => ({
      targets: [],
      order: 'listed',
      simultaneous,
      ringSeconds,
    })),
    rows: rows.map((row) => ({ ...row, lookup: [] })),
    calls: [...world.calls].flatMap(([key, { runId: owner, call, startedAt }]) => {
      if (owner !== runId) return [];
      const [cycle = '', step = '', , tryNumber = ''] = call.callId.split('/');
      return [
        {
          callId: key,
          userId: call.userId,
          cycle: Number(cycle),
          step: Number(step),
          tryNumber: Number(tryNumber),
          startedAt,
          call,
          rows: world.callLogs.get(key) ?? [],
        },
      ];
    }),
  };
}
