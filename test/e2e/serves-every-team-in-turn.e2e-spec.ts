import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AlertsService, API_ORIGIN } from '../../src/modules/alerts/index.js';
import { EscalationEngine } from '../../src/modules/escalation/index.js';
import { LANES, Outbox, type OutboxEntry, SenderEngine } from '../../src/modules/notifications/index.js';
import { Transaction } from '../../src/platform/database/transaction.js';
import { newId } from '../../src/platform/database/new-id.js';
import type { House } from '../harness/house.js';
import type { Phone } from '../harness/phones.js';
import { makePerson, makeTeam, makeWorld, type Person, TIMELINE_STEP, type World } from '../harness/world.js';

const MANY = 1_000;

describe('a team with one thing to do, beside a team with a thousand', () => {
  let world: World;
  let house: House;
  let shop: { readonly teamId: string; readonly person: Person; readonly phone: Phone };

  beforeEach(async () => {
    world = await makeWorld({ policy: { delaySeconds: 60 } });
    ({ house } = world);
    const person = await makePerson(house, world.admin, 'Shun');
    const teamId = await makeTeam(house, world.admin, 'shop', [[person, 'owner']]);
    const steps = [{ targets: [{ kind: 'user', id: person.userId }], ...TIMELINE_STEP }];
    await house.ok('POST', '/policies', { teamId, name: 'Shop', delaySeconds: 60, steps }, person.token);
    shop = { teamId, person, phone: await house.phones.enrol(house, person.token, 'phone-S') };
  });
  afterEach(() => house.stop());

  const fire = async (teamId: string, names: readonly string[], severity: 'critical' | 'warning') => {
    for (let i = 0; i < names.length; i += 250)
      await house.get(AlertsService).ingest(
        names.slice(i, i + 250).map((name) => ({
          origin: { ...API_ORIGIN, teamId },
          receivedAt: house.clock.now(),
          signal: { action: 'trigger', dedupKey: name, title: name, severity } as const,
        })),
      );
  };
  const startedOf = async (teamId: string): Promise<number> =>
    (await house.query(`select from escalations where team_id = $1 and status <> 'delayed'`, [teamId]))
      .length;

  it('rings with the first turn of the timers, though the thousand are critical and due before', async () => {
    await fire(
      world.teamId,
      Array.from({ length: MANY }, (_, i) => `mail ${i}`),
      'critical',
    );
    house.clock.moveTo(house.clock.nowMs() + 1_000);
    await fire(shop.teamId, ['shop'], 'warning');
    house.clock.moveTo(house.clock.nowMs() + 60_000);
    await house.get(EscalationEngine).tick();
    expect(await startedOf(shop.teamId)).toBe(1);
    // Nobody else waits: what is over of the turn is theirs.
    expect(await startedOf(world.teamId)).toBe(199);
  }, 120_000);

  it('has its message sent with the second claim of the sender', async () => {
    const entry = (teamId: string, lane: OutboxEntry['lane'], phone: string, n: number): OutboxEntry => ({
      key: newId(),
      lane,
      instance: 'pocket',
      target: { number: phone },
      message: { kind: 'inform', title: `${n}`, body: 'Ring', link: '/' },
      userId: shop.person.userId,
      teamId,
      notBefore: house.clock.now(),
      expiresAt: new Date(house.clock.nowMs() + 60_000),
    });
    const put = (entries: readonly OutboxEntry[]): Promise<void> =>
      house.get(Transaction).run(() => house.get(Outbox).put(entries, house.clock.now()));
    await put(Array.from({ length: MANY }, (_, n) => entry(world.teamId, LANES.critical, 'phone-A-0', n)));
    house.clock.moveTo(house.clock.nowMs() + 1_000);
    await put([entry(shop.teamId, LANES.normal, 'phone-S-4', 0)]);
    const sender = house.get(SenderEngine);
    await sender.tick();
    await sender.tick();
    await sender.drain();
    expect(shop.phone.informs).toHaveLength(1);
    expect(world.phones.A.informs).toHaveLength(99);
  });
});
