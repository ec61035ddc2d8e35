import { percentiles, throughput } from '../load.mjs';
import { grafanaBody } from '../organisation.mjs';
import { CONNECTIONS } from '../world.mjs';

const ALERTS = Number(process.env.BENCH_STORM ?? 10_000);

/** While ten thousand alerts come for one team, the first rings of the others. */
export const storm = {
  name: 'storm',
  async run(world) {
    const { teams, post, gateway } = await world.house();
    const [struck, ...others] = teams;
    let isOver = false;
    const coming = throughput({
      lanes: CONNECTIONS,
      times: ALERTS,
      work: (i) => post(struck.path, grafanaBody(`s${i}`, { group: `storm-${i}`, severity: 'high' })),
    }).finally(() => (isOver = true));
    const times = [];
    for (let i = 0; !isOver; i += 1) {
      const { device, path } = others[i % others.length];
      const rung = gateway.next(device, i < others.length ? 'ring' : 'update');
      const from = performance.now();
      await post(path, grafanaBody(`c${i}`, { group: `calm-${i}` }));
      times.push((await rung) - from);
    }
    const { perSecond, failed } = await coming;
    const { p50, p99, count } = percentiles(times);
    const name = `storm of ${ALERTS} alerts on one team: first ring of another, p99`;
    return [
      {
        name,
        unit: 'ms',
        value: p99,
        must: 1000,
        aim: 250,
        note: `p50 ${p50.toFixed(0)} ms of ${count} rings; the storm came with ${perSecond.toFixed(0)}/s, ${failed} not answered 200`,
      },
    ];
  },
};
