import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Auditor } from '../../src/modules/escalation/index.js';
import { Chores } from '../../src/platform/clock/chores.js';
import { Wake } from '../../src/platform/events/wake.js';
import { House } from '../harness/house.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

describe('the auditor', () => {
  let world: World;
  let house: House;
  beforeEach(async () => {
    world = await makeWorld();
    ({ house } = world);
    house.isTamperedWith = true;
  });
  afterEach(() => house.stop());

  const send = async (): Promise<string> => {
    await house.ok('POST', world.hook, grafanaAlert('First', { group: 'mail' }));
    await house.settle();
    const [row] = await house.query<{ id: string }>(
      `select id from escalations order by number desc limit 1`,
    );
    return row?.id ?? '';
  };
  const audit = async (): Promise<readonly string[]> =>
    (await house.get(Auditor).run(house.clock.now())).map(({ code }) => code);
  const findings = async (): Promise<readonly { code: string; repaired: boolean; times: number }[]> =>
    (await house.ok('GET', '/engine/findings', undefined, world.admin.token))['findings'];
  const liveRings = async (): Promise<number> =>
    (await house.query(`select from ring_sessions where ended_at is null`)).length;

  it('finds nothing while somebody is rung, and nothing when nobody took it', async () => {
    await send();
    expect(await audit()).toEqual([]);
    await house.advance(20);
    expect(await audit()).toEqual([]);
    await house.advance(900);
    expect(await audit()).toEqual([]);
    expect((await findings()).filter(({ repaired }) => repaired)).toEqual([]);
  });

  it('wakes everybody for a timer that nobody took, and sets it to what the kernel said', async () => {
    const id = await send();
    const timers = (): Promise<object[]> => house.query(`select id, due_at from calls order by id`);
    const said = await timers();
    await house.query(`update calls set due_at = $1`, [new Date(house.clock.nowMs() - 5_001)]);
    let woken = 0;
    house.get(Wake).on('timers', () => (woken += 1));
    // As after a telephone that is hung up: what was decided just now is not late, however long ago it was due.
    expect(await audit()).toEqual([]);
    await house.query(`update call_log set at = at - interval '6 seconds'`);
    expect(await audit()).toEqual(['call-overdue', 'call-overdue']);
    expect(woken).toBe(1);
    expect(await timers()).toEqual(said);
    await house.query(`update escalations set due_at = $1 where id = $2`, [
      new Date(house.clock.nowMs() - 4_999),
      id,
    ]);
    expect(await audit()).not.toContain('escalation-overdue');
  });

  it('stops calls whose escalation is over, and the phones with them', async () => {
    await send();
    await house.advance(2);
    await house.query(`update escalations set status = 'cancelled', due_at = null, ended_at = started_at`);
    expect(await audit()).toEqual(['call-of-the-ended', 'call-of-the-ended']);
    await house.settle();
    expect(await liveRings()).toBe(0);
    expect(world.phones.A.isRinging).toBe(false);
    expect(await audit()).toEqual([]);
  });

  it('stops a device that rings for nobody', async () => {
    await send();
    await house.advance(2);
    await house.query(`update calls set status = 'cancelled', due_at = null, ended_at = started_at`);
    expect(await audit()).toEqual(['ring-for-nothing', 'ring-for-nothing']);
    await house.settle();
    expect(await liveRings()).toBe(0);
    expect(world.phones.A.isRinging).toBe(false);
  });

  it('rings for an alert that got neither an escalation nor a reason', async () => {
    const id = await send();
    await house.ok('POST', `/escalations/${id}/cancel`, {}, world.people.A.token);
    await house.query(
      `update alert_routes set escalation_id = null, escalation_number = null, reason = null`,
    );
    await house.advance(9);
    expect(await audit()).toEqual([]);
    await house.advance(2);
    expect(await audit()).toEqual(['alert-unanswered']);
    await house.advance(1);
    expect(world.phones.A.isRinging).toBe(true);
    const [route] = await house.query<{ escalation_id: string; standing: string }>(
      `select escalation_id, standing from alert_routes`,
    );
    expect(route).toEqual({ escalation_id: expect.not.stringMatching(id), standing: 'live' });
    expect(await audit()).toEqual([]);
  });

  it('says so when an alert was routed to nobody', async () => {
    await send();
    await house.query(`delete from alert_routes`);
    await house.advance(11);
    expect(await audit()).toEqual(['alert-unrouted']);
    expect(await findings()).toMatchObject([{ code: 'alert-unrouted', repaired: false }]);
  });

  it('wakes the senders for a message that lies about, and finds a version without its log row', async () => {
    const id = await send();
    await house.advance(2);
    await house.query(
      `update outbox set state = 'waiting', lease_until = null, not_before = $1 where kind = 'ring'`,
      [new Date(house.clock.nowMs() - 5_001)],
    );
    let woken = 0;
    house.get(Wake).on('outbox', () => (woken += 1));
    expect(new Set(await audit())).toEqual(new Set(['message-overdue']));
    expect(woken).toBeGreaterThan(0);
    await house.settle();
    await house.query(`delete from escalation_log where escalation_id = $1 and version = 1`, [id]);
    expect(await audit()).toEqual(['log-gap']);
  });

  it('tells the administrators, once an hour for each kind, and shows how often', async () => {
    const id = await send();
    await house.ok('POST', `/escalations/${id}/cancel`, {}, world.people.A.token);
    await house.advance(2);
    await house.query(`delete from escalation_log where escalation_id = $1 and version = 1`, [id]);
    await house.query(`update escalations set ended_at = ended_at + interval '2 hours'`);
    const told = (): Promise<object[]> =>
      house.query(
        `select from event_log where kind = 'inform.sent' and params ->> 'about' = 'engine-finding'`,
      );
    await audit();
    await audit();
    expect(await told()).toHaveLength(1);
    expect(await findings()).toMatchObject([{ code: 'log-gap', subjectId: id, times: 2, repaired: false }]);
    house.clock.moveTo(house.clock.nowMs() + 3_599_999);
    await audit();
    const within = (await told()).length;
    house.clock.moveTo(house.clock.nowMs() + 2);
    await audit();
    expect(within).toBeLessThan((await told()).length);
  });

  it('is a chore: one replica of two takes it, every five seconds', async () => {
    const other = await House.start({ joins: house });
    let runs = 0;
    for (const one of [house, other])
      one.get(Chores).add({
        name: 'counted',
        everyMs: 5_000,
        run: async () => void (runs += 1),
      });
    const both = async (): Promise<number> => {
      const before = runs;
      await Promise.all([house.get(Chores).tick(), other.get(Chores).tick()]);
      return runs - before;
    };
    await both();
    house.clock.moveTo(house.clock.nowMs() + 4_999);
    const early = await both();
    house.clock.moveTo(house.clock.nowMs() + 1);
    expect({ early, then: await both() }).toEqual({ early: 0, then: 1 });
    await other.stop();
  });

  it('and how the engine stands can be read by everybody', async () => {
    await send();
    await house.advance(1);
    await house.get(Chores).tick();
    const view = await house.ok('GET', '/engine', undefined, world.people.C.token);
    expect(view).toMatchObject({
      liveEscalations: 1,
      liveCalls: 2,
      liveRings: 2,
      latenessSeconds: 0,
      outboxWaiting: 0,
      findingsOfTheDay: 0,
    });
    expect(view['chores']).toContainEqual(
      expect.objectContaining({ name: 'auditor', doneAt: expect.any(String) }),
    );
    await house.query(`update calls set due_at = $1`, [new Date(house.clock.nowMs() - 7_000)]);
    const late = await house.ok('GET', '/engine', undefined, world.people.C.token);
    expect(late['latenessSeconds']).toBe(7);
  });
});

describe('a chore that fails', () => {
  it('is shown with its fault and tried again at its next turn, and keeps no other from being done', async () => {
    const house = await House.start();
    let runs = 0;
    house.get(Chores).add({
      name: 'a-bad-one',
      everyMs: 1_000,
      run: () => Promise.reject(new Error(`planted ${(runs += 1)}`)),
    });
    await house.get(Chores).tick();
    const state = async (name: string): Promise<unknown> =>
      (await house.get(Chores).states()).find((one) => one.name === name);
    expect(await state('a-bad-one')).toMatchObject({ failure: 'planted 1', doneAt: undefined });
    expect(await state('auditor')).toMatchObject({ failure: undefined, doneAt: expect.any(Date) });
    house.clock.moveTo(house.clock.nowMs() + 1_000);
    await house.get(Chores).tick();
    expect(runs).toBe(2);
    await house.stop();
  });
});
