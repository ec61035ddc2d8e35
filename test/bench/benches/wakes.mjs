import { throughput } from '../load.mjs';
import { grafanaBody } from '../organisation.mjs';
import { inRounds, middle } from '../rounds.mjs';
import { CONNECTIONS } from '../world.mjs';

const ROUNDS = 5;
const SECONDS = 2;

/** What it costs the intake that whoever has something to do is told at once, here and in other processes. */
export const wakes = {
  name: 'wakes',
  async run(world) {
    const [on, off] = [await world.house(), await world.house({ wakes: false })];
    const joins = ({ teams, post }, prefix, bound) =>
      throughput({
        lanes: CONNECTIONS,
        ...bound,
        work: (i) =>
          post(teams[i % teams.length].path, grafanaBody(`${prefix}${i}`, { group: `g${i % teams.length}` })),
      });
    for (const house of [on, off]) await joins(house, 'w', { times: 200 });
    const all = await inRounds(ROUNDS, async (round) => {
      const order = round % 2 === 0 ? [on, off] : [off, on];
      const measured = new Map();
      for (const house of order) measured.set(house, await joins(house, `r${round}-`, { seconds: SECONDS }));
      return measured.get(on).perSecond / measured.get(off).perSecond;
    });
    return [
      {
        name: 'wake-ups on against off: throughput of the intake',
        unit: '×',
        better: 'higher',
        ...middle(all),
        must: 0.85,
        aim: 0.97,
      },
    ];
  },
};
