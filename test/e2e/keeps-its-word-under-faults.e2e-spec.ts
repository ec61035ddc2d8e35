import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SenderEngine } from '../../src/modules/notifications/index.js';
import { newId } from '../../src/platform/database/new-id.js';
import { brokenInvariants } from '../harness/invariants.js';
import type { Json } from '../harness/json.js';
import { HEALTHY, type Phone } from '../harness/phones.js';
import { traceOf } from '../harness/trace.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

const SECOND = 1_000;

describe('a ring under faults', () => {
  let world: World;
  let startMs = 0;

  beforeEach(async () => {
    world = await makeWorld();
    startMs = world.house.clock.nowMs();
  });
  afterEach(async () => {
    const { house } = world;
    await house.settle();
    expect(await brokenInvariants(house.query.bind(house), 'some')).toEqual([]);
    await house.stop();
  });

  const send = () => world.house.ok('POST', world.hook, grafanaAlert('Queue'));
  const escalationId = async (): Promise<string> => {
    const [row] = await world.house.query<{ id: string }>(
      `select id from escalations order by number limit 1`,
    );
    return row?.id ?? '';
  };
  const ringsOf = (phone: Phone) =>
    phone.pushes.flatMap(({ atMs, message }) =>
      message.kind === 'ring'
        ? [{ second: (atMs - startMs) / SECOND, key: `${message.card.ringId}/${message.card.revision}` }]
        : [],
    );
  /** As another sender would that took the rows and then died, or is slow. */
  const leaseElsewhere = (seconds: number, where = `kind = 'ring' and state = 'waiting'`) =>
    world.house.query(
      `update outbox set lease_token = $1, lease_until = $2, tries = tries + 1 where ${where}`,
      [newId(), new Date(world.house.clock.nowMs() + seconds * SECOND)],
    );
  const callOf = async (phone: Phone) => {
    const [row] = await world.house.query<{ id: string; version: number; state: Json }>(
      `select c.id, c.version, c.state from calls c join devices d on d.user_id = c.user_id
       where d.id = $1 order by c.started_at desc limit 1`,
      [phone.deviceId],
    );
    if (!row) throw new Error(`${phone.name} was not called`);
    return row;
  };

  it('a sender that died before it sent: the lease runs out, and the same ring is sent', async () => {
    const { house, phones } = world;
    await send();
    await leaseElsewhere(5);
    const [row] = await house.query<{ key: string }>(
      `select ring_id || '/' || revision as key from outbox where kind = 'ring' and device_id = $1`,
      [phones.A.deviceId],
    );
    await house.advance(4.9);
    expect(ringsOf(phones.A)).toEqual([]);
    await house.advance(0.3);
    expect(ringsOf(phones.A)).toEqual([{ second: 5.1, key: row?.key }]);
  });

  it('invariant 8: a sender that died after it sent: the same revision comes again, and the device drops it', async () => {
    const { house, phones } = world;
    await send();
    await house.advance(1);
    await house.query(
      `update outbox set state = 'waiting', done_at = null, lease_token = $1, lease_until = $2 where kind = 'ring'`,
      [newId(), new Date(house.clock.nowMs() + 4 * SECOND)],
    );
    await house.advance(5);
    const [first, second, ...others] = ringsOf(phones.A);
    expect(second?.key).toBe(first?.key);
    expect(others).toEqual([]);
    expect(phones.A.ringsSeen).toBe(1);
    // The first counts: the ring does not become longer.
    await house.advance(24.2);
    expect(await traceOf(world, await escalationId(), startMs)).toContain('30.1 A rang-out');
  });

  it('invariant 17: an outcome under a lease that was lost changes nothing', async () => {
    const { house, phones } = world;
    phones.A.behaviour = { ...HEALTHY, acceptedMs: 2_500 };
    await send();
    await house.advance(1);
    await leaseElsewhere(60, `device_id = '${phones.A.deviceId}' and kind = 'ring'`);
    const before = await callOf(phones.A);
    await house.advance(1.8);
    expect(ringsOf(phones.A)).toHaveLength(1);
    const [row] = await house.query<{ state: string; outcome: string | null }>(
      `select state, outcome from outbox where device_id = $1 and kind = 'ring'`,
      [phones.A.deviceId],
    );
    expect(row).toEqual({ state: 'waiting', outcome: null });
    const after = await callOf(phones.A);
    expect(after.version - before.version).toBeLessThanOrEqual(1);
    const stages = after.state['devices'].map((device: { stage: string }) => device.stage);
    expect(stages).not.toContain('provider-accepted');
  });

  it('invariant 9: nothing is sent for a call that was cancelled before the sender came', async () => {
    const { house, phones, people } = world;
    await send();
    await house.ok('POST', `/escalations/${await escalationId()}/cancel`, {}, people.A.token);
    await house.advance(60);
    for (const phone of Object.values(phones)) expect(ringsOf(phone)).toEqual([]);
    const rows = await house.query<{ state: string }>(
      `select distinct state from outbox where kind = 'ring'`,
    );
    expect(rows).toEqual([{ state: 'dropped' }]);
  });

  it('invariant 9: nothing is sent after its time; the person is rung anew instead', async () => {
    const { house, phones } = world;
    await send();
    await leaseElsewhere(40);
    const old = await house.query<{ key: string; expires_at: Date }>(
      `select ring_id || '/' || revision as key, expires_at from outbox where kind = 'ring'`,
    );
    for (const { expires_at } of old) expect(expires_at.getTime() - startMs).toBeLessThan(40 * SECOND);
    await house.advance(60);
    const keys = [...ringsOf(phones.A), ...ringsOf(phones.B)].map(({ key }) => key);
    expect(keys.length).toBeGreaterThan(0);
    for (const { key } of old) expect(keys).not.toContain(key);
    const expired = await house.query(`select id from outbox where outcome = 'expired'`);
    expect(expired).toHaveLength(2);
  });

  it('invariant 13: receipts in any order and number say the same', async () => {
    const { house, phones } = world;
    phones.A.behaviour = { ...HEALTHY, ringingMs: null };
    await send();
    await house.advance(0.5);
    const kinds = ['ringing', 'delivered', 'ringing', 'delivered', 'ringing'];
    await Promise.all(kinds.map((kind) => phones.A.receipt(kind)));
    await phones.A.receipt('delivered');
    const { state } = await callOf(phones.A);
    expect(state['devices'].map((device: { stage: string }) => device.stage)).toEqual(['ringing']);
    const kept = await house.query<{ kind: string }>(`select kind from receipts order by kind`);
    expect(kept.filter(({ kind }) => kind === 'delivered')).toHaveLength(1);
    await house.advance(30);
    // The proof came in time: no telephone, no second ring.
    expect(await traceOf(world, await escalationId(), startMs)).toContain('30.1 A rang-out');
    expect(ringsOf(phones.A)).toHaveLength(1);
  });

  it('invariant 12: an engine that was away for minutes rings everybody their whole time, and no try is spent unheard', async () => {
    const { house, phones } = world;
    await send();
    // Nobody looks for three minutes: the first rings were never sent.
    house.clock.moveTo(startMs + 180 * SECOND);
    // Whoever of the two looks first: what is too late is nobody's refusal.
    await house.get(SenderEngine).tick();
    await house.get(SenderEngine).drain();
    await house.settle();
    await house.advance(1);
    expect(ringsOf(phones.A).map(({ second }) => second)).toEqual([180.1]);
    // And again, in the middle of it.
    house.clock.moveTo(startMs + 330 * SECOND);
    await house.settle();
    await house.advance(120);
    const calls = await house.query<{ user_id: string; rung: number; reason: string }>(
      `select user_id, extract(epoch from ended_at - greatest(started_at, to_timestamp((state ->> 'sentAt')::float8 / 1000)))::float8 as rung,
         state ->> 'endReason' as reason from calls where status = 'ended'`,
    );
    expect(calls.length).toBeGreaterThanOrEqual(4);
    for (const { rung, reason } of calls) {
      expect(reason).toBe('rang-out');
      expect(rung).toBeGreaterThanOrEqual(30);
    }
    for (const phone of Object.values(phones)) expect(ringsOf(phone).length).toBeGreaterThanOrEqual(1);
  });
});
