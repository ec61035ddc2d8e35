import { afterEach, describe, expect, it } from '@jest/globals';
import { TelephoneWorld } from '../harness/telephone-world.js';

const NUMBERS = ['B', 'C', 'D'] as const;
let night: TelephoneWorld;
afterEach(() => night.close());

/** Everybody by telephone, eight seconds after the start: nobody has an app that rings. */
async function open(how: 'one' | 'two'): Promise<void> {
  night = await TelephoneWorld.open(how);
  for (const [i, who] of NUMBERS.entries())
    await night.giveTelephone(night.world.people[who], `+8190111133${i}0`);
}
const callAll = async (severity: string): Promise<void> => {
  const { house, people } = night.world;
  const userIds = Object.values(people).map(({ userId }) => userId);
  await house.ok('POST', '/escalations', { userIds, severity, title: `A ${severity} one` }, people.A.token);
};
const advance = async (seconds: number): Promise<void> => {
  await night.world.house.advance(seconds);
  await night.telephones.settle();
};

describe('the queue before the telephone providers', () => {
  it('begins one call a second with a provider that takes one a second', async () => {
    await open('one');
    await callAll('high');
    const asked: number[] = [];
    await advance(8);
    for (let second = 0; second < 4; second += 1) {
      asked.push(night.asked[0]);
      await advance(0.999);
      asked.push(night.asked[0]);
      await advance(0.001);
    }
    expect(asked).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it('goes to the second provider where the first would keep somebody waiting for more than three seconds', async () => {
    await open('two');
    await callAll('high');
    await callAll('warning');
    await advance(8);
    expect(night.asked).toEqual([1, 1]);
    await advance(1);
    expect(night.asked).toEqual([2, 4]);
    await advance(2);
    expect(night.asked).toEqual([4, 4]);
  });

  it('lets a critical call overtake those that have no place yet', async () => {
    await open('one');
    await callAll('high');
    await callAll('warning');
    await advance(0.5);
    await callAll('critical');
    await advance(20);
    const { house } = night.world;
    const rows = await house.query<{ seconds: string }>(
      `select extract(epoch from o.slot_at - e.started_at)::numeric(9,1) as seconds
       from outbox o join calls c on c.id = o.call_id join escalations e on e.id = c.escalation_id
       where o.kind = 'phone' and o.slot_at is not null and e.severity = 'critical' order by o.slot_at limit 1`,
    );
    // Asked 8.5 s after the first; the places until 11 are given away then, the next one is its own.
    expect(rows.map(({ seconds }) => Number(seconds))).toEqual([11.5]);
  });
});
