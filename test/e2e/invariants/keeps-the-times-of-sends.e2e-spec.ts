import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { EscalationEngine } from '../../../src/modules/escalation/index.js';
import { LANES, Outbox, SenderEngine } from '../../../src/modules/notifications/index.js';
import { newId } from '../../../src/platform/database/new-id.js';
import { Transaction } from '../../../src/platform/database/transaction.js';
import { endAll, fire, newestEscalation } from '../../harness/escalations.js';
import { DEAD, HEALTHY, type Phone } from '../../harness/phones.js';
import { makePerson, makeTeam, makeWorld, TIMELINE_STEP, type World } from '../../harness/world.js';

const SECOND = 1_000;
const NUMBER = '+819011112222';

describe('what leaves, and when', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
    const { house, people } = world;
    const number = { kind: 'phone', target: NUMBER };
    await house.ok('POST', `/users/${people.A.userId}/contact-methods`, number, people.A.token);
    await house.query(`update contact_methods set verified_at = $1`, [house.clock.now()]);
    house.phones.addLandline(NUMBER, { ringingMs: 1_600 });
  }, 60_000);
  afterEach(async () => {
    await endAll(world);
    await world.house.advance(60);
    for (const phone of Object.values(world.phones)) {
      phone.behaviour = HEALTHY;
      phone.pushes.length = 0;
    }
    world.house.phones.landlines.get(NUMBER)?.calls.splice(0);
  });
  afterAll(() => world.house.stop());

  const now = (): number => world.house.clock.nowMs();
  const rings = ({ pushes }: Phone) =>
    pushes.flatMap(({ atMs, message }) => (message.kind === 'ring' ? [{ atMs, card: message.card }] : []));

  it('invariant 5: after an acceptance everybody is told within 2 s and nothing rings, and a card ends by itself', async () => {
    const { house, phones } = world;
    await fire(world, { key: 'Taken' });
    await house.advance(10);
    const [ring] = rings(phones.A);
    const leftMs = (ring?.atMs ?? 0) - (HEALTHY.acceptedMs ?? 0);
    // Whoever hears of nothing any more stops when the ring is over, not when the server's patience is.
    expect((ring?.card.expiresAt.getTime() ?? 0) - leftMs).toBe(30 * SECOND);
    await phones.B.accept();
    const acceptedMs = now();
    await house.advance(2);
    expect(phones.A.cancels).toEqual(['accepted-by-other']);
    await house.advance(120);
    for (const phone of Object.values(phones))
      for (const { atMs } of rings(phone)) expect(atMs).toBeLessThanOrEqual(acceptedMs + 3 * SECOND);
  });

  it('invariant 8: without a fault a message is sent once, however slow its provider is within its 3 s', async () => {
    const { house, phones } = world;
    phones.A.behaviour = { ...HEALTHY, acceptedMs: 2_900, ringingMs: 3_000 };
    await fire(world, { key: 'Slow' });
    await house.advance(20);
    expect(rings(phones.A)).toHaveLength(1);
    expect(await house.query(`select key, tries from outbox where tries > 1`)).toEqual([]);
  });

  it('invariant 9: nobody is called by telephone for what was cancelled before the sender came', async () => {
    const { house, phones, people } = world;
    phones.A.behaviour = DEAD;
    await fire(world, { key: 'Cancelled' });
    await house.advance(7.9);
    house.clock.moveTo(now() + 100);
    await house.get(EscalationEngine).tick();
    expect(await house.query(`select from outbox where kind = 'phone' and state = 'waiting'`)).toHaveLength(
      1,
    );
    await house.ok('POST', `/escalations/${await newestEscalation(house)}/cancel`, {}, people.A.token);
    await house.advance(60);
    expect(house.phones.landlines.get(NUMBER)?.calls).toEqual([]);
  });

  it('invariant 19: what is critical leaves with the next claim, however much of another team’s storm waits', async () => {
    const { house, admin, people } = world;
    const shun = await makePerson(house, admin, 'Shun');
    const shop = await makeTeam(house, admin, 'shop', [[shun, 'owner']]);
    const steps = [{ targets: [{ kind: 'user', id: shun.userId }], ...TIMELINE_STEP }];
    await house.ok('POST', '/policies', { teamId: shop, name: 'Shop', steps }, shun.token);
    await house.phones.enrol(house, shun.token, 'phone-S');
    const storm = Array.from({ length: 120 }, (_, n) => ({
      key: newId(),
      lane: LANES.normal,
      instance: 'pocket',
      target: { number: 'phone-A-0' },
      message: { kind: 'inform', title: `${n}`, body: 'One of many', link: '/' } as const,
      userId: people.A.userId,
      notBefore: house.clock.now(),
      expiresAt: new Date(now() + 60 * SECOND),
    }));
    await house.get(Transaction).run(() => house.get(Outbox).put(storm, house.clock.now()));
    house.clock.moveTo(now() + SECOND);
    await fire({ ...world, teamId: shop }, { key: 'Shop' });
    await house.get(SenderEngine).tick();
    const claimed = await house.query(`select kind, tries from outbox where user_id = $1`, [shun.userId]);
    expect(claimed).toEqual([{ kind: 'ring', tries: 1 }]);
  });

  it('invariant 20: without proof of ring a telephone calls in the same try, or it is recorded that there is none', async () => {
    const { house, phones, people } = world;
    for (const phone of [phones.A, phones.B]) phone.behaviour = DEAD;
    await fire(world, { key: 'Unproved' });
    const startMs = now();
    await house.advance(20);
    const telephone = house.phones.landlines.get(NUMBER)?.calls ?? [];
    expect(telephone.map(({ atMs }) => atMs - startMs)).toEqual([8 * SECOND]);
    const calls = await house.query<{ user_id: string }>(
      `select user_id, try, state -> 'phone' ->> 'state' as phone, state -> 'noPhone' as none from calls
       where due_at is not null`,
    );
    expect(new Map(calls.map(({ user_id, ...call }) => [user_id, call]))).toEqual(
      new Map([
        [people.A.userId, { try: 1, phone: 'ringing', none: false }],
        [people.B.userId, { try: 1, phone: 'absent', none: true }],
      ]),
    );
  });

  it('invariant 23: what somebody held who died is taken at the next look', async () => {
    const { house } = world;
    await fire(world, { key: 'Held' });
    await house.advance(1);
    const dead = new pg.Client(house.databaseUrl);
    dead.on('error', () => undefined);
    await dead.connect();
    await dead.query('begin');
    await dead.query(`select from escalations where due_at is not null for update`);
    house.clock.moveTo(now() + 60 * SECOND);
    const engine = house.get(EscalationEngine);
    // Whoever waits for it gives up: somebody else holds it.
    expect(await engine.tick()).toBe(0);
    const pid = (dead as unknown as { readonly processID: number }).processID;
    (
      dead as unknown as { readonly connection: { readonly stream: { destroy(): void } } }
    ).connection.stream.destroy();
    while ((await house.query(`select from pg_stat_activity where pid = $1`, [pid])).length > 0);
    expect(await engine.tick()).toBeGreaterThan(0);
  });

  it('invariant 24: a message has left or is given up by its end, whatever its provider wants', async () => {
    const { house, phones } = world;
    phones.A.behaviour = {
      ...HEALTHY,
      answer: { outcome: 'retry', reason: 'come back', afterMs: 120 * SECOND },
    };
    phones.B.behaviour = { ...HEALTHY, acceptedMs: null };
    await fire(world, { key: 'Stuck' });
    const stuck = `select kind, outcome, tries from outbox
      where state = 'waiting' and greatest(expires_at, not_before) + interval '5 seconds' < $1
        or state = 'waiting' and not_before > expires_at`;
    for (let seconds = 0; seconds < 90; seconds += 5) {
      await house.advance(5);
      expect(await house.query(stuck, [house.clock.now()])).toEqual([]);
    }
  });
});
