import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Reachability } from '../../src/modules/policies/index.js';
import { brokenInvariants } from '../harness/invariants.js';
import type { Json } from '../harness/json.js';
import { DEAD } from '../harness/phones.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.house.stop());

const ringMe = async (who: 'A' | 'B', body: object = {}): Promise<readonly Json[]> => {
  const { testRings } = await world.house.ok('POST', '/test-rings', body, world.people[who].token);
  await world.house.settle();
  return testRings;
};
const seen = async (who: 'A' | 'B', query = ''): Promise<readonly [Json, ...Json[]]> =>
  (await world.house.ok('GET', `/test-rings${query}`, undefined, world.people[who].token))['testRings'];
const stagesOf = (test: Json): readonly string[] =>
  test.stages.map((mark: Json) => `${mark.ms} ${mark.stage}`);

describe('"Ring me"', () => {
  it('shows each stage with its milliseconds, says on the screen that it is a test, and accepting ends it', async () => {
    const { house, phones } = world;
    await ringMe('A');
    await house.advance(1);
    expect(stagesOf((await seen('A'))[0])).toEqual(['0 asked', '100 provider-accepted', '800 ringing']);
    expect(phones.A.pushes.at(-1)?.message).toMatchObject({
      kind: 'test',
      text: 'This is a test',
      locale: 'en',
    });
    const ring = await house.ok('GET', `/rings/${phones.A.card?.ringId}`, undefined, world.people.A.token);
    expect(ring).toMatchObject({ test: true, card: { title: 'This is a test', count: 1, team: 'Barry' } });
    await house.advance(1);
    await phones.A.answer();
    await house.advance(1);
    await phones.A.accept();
    const [test] = await seen('A');
    expect(test).toMatchObject({ status: 'accepted', live: false, channel: 'device', deviceName: 'phone-A' });
    expect(stagesOf(test).slice(-2)).toEqual(['2000 answered', '3000 accepted']);
    expect(test.trouble).toBeUndefined();
    expect(await brokenInvariants((sql, parameters) => house.query(sql, parameters))).toEqual([]);
  });

  it('opens nothing: no incident, no escalation of a team, no news for it, no call to tell of', async () => {
    const { house, admin } = world;
    const [test] = await ringMe('A');
    await house.advance(60);
    const opened = await house.rest('POST', `/escalations/${test?.['testRingId']}/incident`, {}, admin.token);
    expect(opened.status).toBe(404);
    for (const [path, list] of [
      ['/incidents', 'incidents'],
      ['/escalations', 'escalations'],
      [`/calls?userId=${world.people.A.userId}`, 'calls'],
    ] as const)
      expect((await house.ok('GET', path, undefined, admin.token))[list]).toEqual([]);
    expect(await house.query(`select 1 from event_log where kind like 'escalation.%'`)).toEqual([]);
    expect(world.phones.A.informs).toEqual([]);
  });

  it('ends by itself, and says that it rang although nobody answered', async () => {
    await ringMe('A');
    await world.house.advance(31);
    const [test] = await seen('A');
    expect(test).toMatchObject({ status: 'rang-out', live: false, trouble: { problem: 'not-answered' } });
    expect(world.phones.A.isRinging).toBe(false);
    expect(await world.house.query(`select 1 from escalations where kind <> 'test'`)).toEqual([]);
  });

  it('says after 8 s what does not ring, in the language that is asked for, with what to do', async () => {
    const { house, phones } = world;
    phones.A.behaviour = DEAD;
    await ringMe('A');
    await house.advance(7.9);
    expect((await seen('A'))[0].trouble).toBeUndefined();
    await house.advance(0.1);
    const [test] = await seen('A');
    expect(test.trouble).toMatchObject({ problem: 'no-proof', advice: expect.stringContaining('battery') });
    expect((await seen('A', '?locale=ja'))[0].trouble.reason).toContain('鳴動の報告がありません');
    await house.advance(30);
    expect((await seen('A'))[0].status).toBe('failed');
  });

  it('says what the provider said when it refuses, and what a device did that kept it quiet', async () => {
    const { house, phones } = world;
    const broken = { outcome: 'rejected', reason: 'bad credentials', scope: 'message' } as const;
    phones.A.behaviour = { ...DEAD, answer: broken };
    await ringMe('A');
    await house.advance(1);
    expect((await seen('A'))[0]).toMatchObject({
      status: 'failed',
      trouble: { problem: 'refused', detail: 'bad credentials' },
    });
    phones.B.behaviour = DEAD;
    await ringMe('B');
    await house.advance(1);
    await phones.B.receipt('suppressed');
    expect((await seen('B'))[0].trouble.problem).toBe('suppressed');
  });

  it('rings each device alone, both variants and the telephone, or only the one that is named', async () => {
    const { house, people } = world;
    const red = await house.phones.enrol(house, people.A.token, 'red', { variant: 'emergency' });
    house.phones.addLandline('+815012345678', { ringingMs: 400 });
    await house.query(
      `insert into contact_methods (id, user_id, kind, target, label, verified_at, created_at)
       values (gen_random_uuid(), $1, 'phone', '+815012345678', '', $2, $2)`,
      [people.A.userId, house.clock.now()],
    );
    await ringMe('A');
    await house.advance(2);
    const tests = await seen('A');
    const shown = tests.map((test: Json) => `${test.deviceName ?? test.channel} ${stagesOf(test).at(-1)}`);
    expect(shown.sort()).toEqual(['phone-A 800 ringing', 'red 800 ringing', 'telephone 400 ringing']);
    await house.advance(60);
    await ringMe('A', { deviceIds: [red.deviceId] });
    expect((await seen('A')).filter((test: Json) => test.live)).toHaveLength(1);
    expect(world.phones.A.ringsSeen).toBe(0);
  });

  it('is refused more than once in ten seconds, beside itself, and beside a ring that is meant', async () => {
    const { house, people } = world;
    await ringMe('A');
    await house.advance(9);
    const again = () => house.rest('POST', '/test-rings', {}, people.A.token);
    expect((await again()).body['code']).toBe('TEST_RING_TOO_SOON');
    await house.advance(1);
    expect((await again()).body['code']).toBe('RINGS_ALREADY');
    await house.advance(30);
    await house.ok('POST', world.hook, grafanaAlert('Queue'));
    await house.settle();
    expect((await again()).body['code']).toBe('RINGS_ALREADY');
  });

  it('gives way to a ring that is meant: the device rings anew for it, and taking that ends both', async () => {
    const { house, phones } = world;
    await ringMe('A');
    await house.advance(2);
    await house.ok('POST', world.hook, grafanaAlert('Queue'));
    await house.settle();
    await house.advance(0.2);
    expect(phones.A.pushes.at(-1)?.message).toMatchObject({
      kind: 'ring',
      card: { title: 'Queue is broken', severity: 'critical', count: 1, revision: 2 },
    });
    const { card } = phones.A;
    const ring = await house.ok('GET', `/rings/${card?.ringId}`, undefined, world.people.A.token);
    expect(ring['test']).toBeUndefined();
    expect(ring['calls']).toHaveLength(1);
    const callIds = [ring['calls'][0].callId];
    await house.ok('POST', `/rings/${card?.ringId}/accept`, { callIds }, card?.receipt.token);
    await house.settle();
    expect((await seen('A'))[0].live).toBe(false);
    expect(await house.query(`select 1 from ring_sessions where ended_at is null`)).toEqual([]);
    expect(await brokenInvariants((sql, parameters) => house.query(sql, parameters))).toEqual([]);
  });

  it('may be asked for by an owner of their team and stopped, and is nobody else’s business', async () => {
    const { house, people, phones } = world;
    const userId = people.B.userId;
    expect((await house.rest('POST', '/test-rings', { userId }, people.C.token)).status).toBe(403);
    const { testRings } = await house.ok('POST', '/test-rings', { userId }, people.A.token);
    await house.advance(1);
    expect(phones.B.isRinging).toBe(true);
    const stopped = await house.ok('POST', `/test-rings/${testRings[0].testRingId}/stop`, {}, people.A.token);
    await house.settle();
    expect(stopped).toMatchObject({ status: 'stopped', startedByName: 'Aoi' });
    expect(phones.B.isRinging).toBe(false);
  });

  it('counts for nobody’s turn, and says nothing about a provider', async () => {
    const { house } = world;
    await ringMe('A');
    await house.advance(60);
    expect(await house.query(`select 1 from outbox where kind = 'ring'`)).toEqual([]);
    expect((await house.get(Reachability).lastCalledAt([world.people.A.userId])).size).toBe(0);
  });
});
