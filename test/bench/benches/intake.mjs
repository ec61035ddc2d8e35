import { baseline } from '../baseline.mjs';
import { throughput } from '../load.mjs';
import { grafanaBody } from '../organisation.mjs';
import { eachOf, processorTime } from '../processor-time.mjs';
import { inRounds, middle } from '../rounds.mjs';
import { CONNECTIONS } from '../world.mjs';
import { openAlertmanager } from '../alertmanager.mjs';

const ROUNDS = 5;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 2);
const GROUPS_OF_TEAM = 4;

/** POST → durable answer, as ratios of what the database can do at all, measured before and after each. */
export const intake = {
  name: 'intake',
  async run(world) {
    const house = await world.house();
    const { teams, post, databaseUrl, postgresDir } = house;
    const worked = () => processorTime({ serverPid: house.server.pid, postgresDir });
    const alerts = async (prefix, groupOf, bound = { seconds: SECONDS }) => {
      const before = worked();
      const reached = await throughput({
        lanes: CONNECTIONS,
        ...bound,
        work: (i) => post(teams[i % teams.length].path, grafanaBody(`${prefix}${i}`, { group: groupOf(i) })),
      });
      return { ...reached, processor: eachOf(reached.count, before, worked()) };
    };
    const insert = () =>
      baseline({
        databaseUrl,
        connections: CONNECTIONS,
        seconds: SECONDS / 2,
        body: (i) => grafanaBody(`b${i}`, { group: 'g' }),
      });
    const joining = (i) => `${i % teams.length}-${Math.floor(i / teams.length) % GROUPS_OF_TEAM}`;
    // Every group has its escalation before joining is measured.
    await alerts('w', joining, { times: 2 * teams.length * GROUPS_OF_TEAM });
    const other = await openAlertmanager();
    const all = await inRounds(ROUNDS, async (round) => ({
      before: await insert(),
      joined: await alerts(`j${round}-`, joining),
      between: await insert(),
      opened: await alerts(`o${round}-`, (i) => `own-${round}-${i}`),
      after: await insert(),
      alertmanager: await other?.post(CONNECTIONS, SECONDS, `${round}`),
    })).finally(() => other?.stop());
    const mean = (a, b) => (a.perSecond + b.perSecond) / 2;
    const rows = [
      row(
        'POST → durable answer, against the baseline',
        { must: 0.4, aim: 0.7 },
        all.map(({ before, joined, between }) => [joined, mean(before, between)]),
      ),
      row(
        'the same, every POST opens an escalation',
        { must: 0.12, aim: 0.3 },
        all.map(({ between, opened, after }) => [opened, mean(between, after)]),
      ),
    ];
    if (!other)
      return [...rows, { name: 'POST against Alertmanager', missing: 'Alertmanager is not installed' }];
    const theirs = all.map(({ joined, alertmanager }) => [joined, alertmanager.perSecond]);
    return [...rows, row('POST against Alertmanager, new labels', { must: 0.5, aim: 1 }, theirs)];
  },
};

function row(name, bounds, pairs) {
  const ours = pairs.map(([measured]) => measured);
  return {
    name,
    unit: '×',
    better: 'higher',
    ...bounds,
    ...middle(pairs.map(([measured, against]) => measured.perSecond / against)),
    perSecond: middle(ours.map(({ perSecond }) => perSecond)).value,
    againstPerSecond: middle(pairs.map(([, against]) => against)).value,
    p50: middle(ours.map(({ p50 }) => p50)).value,
    p99: middle(ours.map(({ p99 }) => p99)).value,
    failed: ours.reduce((sum, { failed }) => sum + failed, 0),
    ...(ours.every(({ processor }) => processor)
      ? {
          serverMsEach: middle(ours.map(({ processor }) => processor.serverMs)).value,
          postgresMsEach: middle(ours.map(({ processor }) => processor.postgresMs)).value,
        }
      : {}),
  };
}
