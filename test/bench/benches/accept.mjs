import { setTimeout as pause } from 'node:timers/promises';
import { percentiles } from '../load.mjs';
import { grafanaBody } from '../organisation.mjs';
import { inRounds, middle } from '../rounds.mjs';

const ROUNDS = 5;
const TIMES = 20;
const PEOPLE = 10;

/** Ten people ring, one takes it: until the last of the other nine is told at the gateway. */
export const accept = {
  name: 'accept',
  async run(world) {
    const house = await world.house({ teams: 1, people: PEOPLE });
    await acceptOften(house, 'w', 5);
    const all = await inRounds(ROUNDS, (round) => acceptOften(house, `a${round}-`, TIMES));
    const name = `accept → last cancel, ${PEOPLE} devices`;
    return [{ name: `${name}, p99`, unit: 'ms', ...middle(all.map(({ p99 }) => p99)), must: 200, aim: 50 }];
  },
};

async function acceptOften({ server, teams: [team], post, gateway }, prefix, times) {
  const took = [];
  for (let i = 0; i < times; i += 1) {
    const group = `accept-${prefix}${i}`;
    const rung = Promise.all(team.members.map(({ device }) => gateway.next(device, 'ring')));
    await post(team.path, grafanaBody(`${prefix}${i}`, { group }));
    await rung;
    const [taker, ...others] = team.members;
    const call = async (method, path) => {
      const headers = { authorization: `Bearer ${taker.token}`, 'content-type': 'application/json' };
      const body = method === 'POST' ? '{}' : undefined;
      const answer = await fetch(`${server.origin}/api/v1${path}`, { method, headers, body });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    };
    const { escalations } = await call('GET', `/escalations?live=true&teamId=${team.teamId}`);
    const told = Promise.all(others.map(({ device }) => gateway.next(device, 'cancel')));
    const from = performance.now();
    await call('POST', `/escalations/${escalations[0].escalationId}/take`);
    took.push(Math.max(...(await told)) - from);
    await post(team.path, grafanaBody(`${prefix}${i}`, { group, status: 'resolved' }));
    await pause(30);
  }
  return percentiles(took);
}
