import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LANES, Outbox, type OutboxEntry, SenderEngine } from '../../src/modules/notifications/index.js';
import { newId } from '../../src/platform/database/new-id.js';
import { Transaction } from '../../src/platform/database/transaction.js';
import type { House } from '../harness/house.js';
import { makeWorld, type World } from '../harness/world.js';

/** More teams with news than one claim has places for. */
const TEAMS = 10;
const NEWS_EACH = 12;
const RINGS = 40;

describe('rings of one team, beside news for many', () => {
  let world: World;
  let house: House;

  beforeEach(async () => {
    world = await makeWorld();
    ({ house } = world);
  });
  afterEach(() => house.stop());

  const entry = (
    teamId: string,
    lane: OutboxEntry['lane'],
    more: Partial<OutboxEntry> = {},
  ): OutboxEntry => ({
    key: newId(),
    lane,
    instance: 'pocket',
    target: { number: 'phone-A-0' },
    message: { kind: 'inform', title: lane === LANES.inform ? 'news' : 'ring', body: '', link: '/' },
    userId: world.people.A.userId,
    teamId,
    notBefore: house.clock.now(),
    expiresAt: new Date(house.clock.nowMs() + 60_000),
    ...more,
  });
  const put = (entries: readonly OutboxEntry[]): Promise<void> =>
    house.get(Transaction).run(() => house.get(Outbox).put(entries, house.clock.now()));
  const waiting = (lane: OutboxEntry['lane']): Promise<readonly object[]> =>
    house.query(`select from outbox where lane = $1 and state = 'waiting'`, [lane]);

  it('leave before all of the news, though one team has more of them than its share of a turn', async () => {
    const sender = house.get(SenderEngine);
    // A full claim: from now on turns are shared.
    await put(Array.from({ length: 50 }, () => entry(world.teamId, LANES.critical)));
    await sender.tick();
    await sender.drain();
    for (let i = 0; i < TEAMS; i += 1) {
      const teamId = newId();
      await put(Array.from({ length: NEWS_EACH }, () => entry(teamId, LANES.inform)));
    }
    await put(Array.from({ length: RINGS }, () => entry(world.teamId, LANES.critical)));
    await sender.tick();
    await sender.drain();
    expect(await waiting(LANES.critical)).toHaveLength(0);
    expect(await waiting(LANES.inform)).toHaveLength(TEAMS * NEWS_EACH - (50 - RINGS));
  });

  it('leave while a chat that does not answer holds as much news as the sender sends at once', async () => {
    const sender = house.get(SenderEngine);
    house.phones.isRoomSilent = true;
    await put(
      Array.from({ length: 250 }, () =>
        entry(world.teamId, LANES.inform, { instance: 'room', target: { name: 'ops' } }),
      ),
    );
    while ((await sender.tick()) > 0);
    expect(house.phones.said.length).toBeGreaterThanOrEqual(100);
    await put([entry(world.teamId, LANES.normal)]);
    const before = house.clock.nowMs();
    await house.settle();
    expect(house.clock.nowMs()).toBe(before);
    expect(await waiting(LANES.normal)).toHaveLength(0);
    // What waited is not forgotten.
    house.phones.isRoomSilent = false;
    await house.advance(60);
    expect(await waiting(LANES.inform)).toHaveLength(0);
  });
});
