import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Forgetting } from '../../src/platform/database/forgetting.js';
import { HandshakesEngine, IntegrationStats } from '../../src/modules/webhooks/index.js';
import { allOperations } from '../../src/operations.js';
import { Loops } from '../../src/platform/clock/loop.js';
import { isWrite } from '../../src/platform/wire/operation.js';
import { callByRest } from '../harness/call-operation.js';
import { House, type RestAnswer } from '../harness/house.js';
import { firstAdmin, makePerson } from '../harness/world.js';
import { type Kitchen, openKitchen } from '../harness/kitchen.js';
import { RECIPES } from '../harness/recipes.js';

describe('a repeated Idempotency-Key', () => {
  let kitchen: Kitchen;
  let house: House;

  beforeAll(async () => {
    kitchen = await openKitchen();
    ({ house } = kitchen);
  });
  afterAll(() => house.stop());

  /** How many rows of each kind: a failure says which one came. */
  const changes = async (): Promise<Record<string, number>> => {
    // What the kitchen set in motion (rings, shifts, counts of deliveries, visits of topics) is written by the loops; no
    // request did it. They look by the real time: what is due is done now, and what one of them has begun, ended.
    await house.settle();
    await house.get(IntegrationStats).settled();
    await house.get(HandshakesEngine).tick();
    while (house.get(Loops).longestTurn()) await new Promise((resolve) => setImmediate(resolve));
    const rows = await house.query<{ kind: string; count: number }>(
      `select 'audit ' || action as kind, count(*)::int as count from audit_log group by 1
       union all select 'event ' || kind, count(*)::int from event_log group by 1`,
    );
    return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
  };
  const keyed = (key: string): Record<string, string> => ({ 'idempotency-key': key });
  const team = (slug: string, key: string, token = kitchen.admin.token) =>
    house.rest('POST', '/teams', { slug, name: 'Keyed' }, token, keyed(key));

  const writes = allOperations.filter(
    // Whoever signs out cannot ask again.
    (operation) => isWrite(operation) && !['UseAdminLink', 'SignOut'].includes(operation.rpc),
  );
  it.each(writes.map((operation) => [operation.rpc, operation] as const))(
    'of %s gets the first answer again, and nothing happens twice',
    async (_, operation) => {
      const { admin } = kitchen;
      const isOwn = operation.allow === 'signed-in';
      const actor = isOwn ? await makePerson(house, admin, `Actor-${operation.rpc}`) : admin;
      const { input, by = admin } = await (RECIPES[operation.rpc]?.(kitchen, actor) ?? {
        input: {},
      });
      const key = randomUUID();
      const first = await callByRest(house, operation, input, by?.token, keyed(key));
      expect(first.status).toBeLessThan(300);
      const after = await changes();
      const second = await callByRest(house, operation, input, by?.token, keyed(key));
      expect({ status: second.status, body: second.body }).toEqual({
        status: first.status,
        body: first.body,
      });
      expect(await changes()).toEqual(after);
    },
  );

  it('with another request, or for another operation, is refused', async () => {
    const key = randomUUID();
    expect((await team('keyed-a', key)).status).toBe(201);
    expect(await team('keyed-b', key)).toMatchObject({
      status: 409,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    const user = { name: 'Keyed', email: 'keyed@example.org' };
    const other = await house.rest('POST', '/users', user, kitchen.admin.token, keyed(key));
    expect(other).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('of somebody else is another key', async () => {
    const key = randomUUID();
    const incident = (token: string) =>
      house.rest('POST', '/incidents', { title: 'Same key', teamId: kitchen.teamId }, token, keyed(key));
    const [first, second] = [await incident(kitchen.admin.token), await incident(kitchen.owner.token)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body['incidentId']).not.toBe(first.body['incidentId']);
  });

  it('of a request that failed is free again', async () => {
    const key = randomUUID();
    expect((await team('mail', key)).status).toBe(409);
    expect((await team('keyed-c', key)).status).toBe(201);
  });

  it('sent many times at once makes one thing', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => team('keyed-once', key)));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
  });

  it('works on gRPC as it does on REST', async () => {
    const key = randomUUID();
    const call = () =>
      house.grpc('CreateTeam', { slug: 'keyed-grpc', name: 'Keyed' }, kitchen.admin.token, keyed(key));
    const [first, second] = [await call(), await call()];
    expect(first.ok).toBe(true);
    expect(second).toEqual(first);
    expect(
      await house.grpc('CreateTeam', { slug: 'keyed-x', name: 'X' }, kitchen.admin.token, keyed(key)),
    ).toMatchObject({ ok: false, code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it.each(['with space', 'x'.repeat(129)])('that is none is refused: %s', async (key) => {
    const answer = await house.grpc(
      'CreateTeam',
      { slug: 'keyed-bad', name: 'X' },
      kitchen.admin.token,
      keyed(key),
    );
    expect(answer).toMatchObject({ ok: false, code: 'INVALID_INPUT' });
  });

  it('is kept without the secrets that the answer held', async () => {
    const given = { name: 'Keyed', scopes: ['read'], expiresInDays: 1 };
    const made = await house.rest('POST', '/tokens', given, kitchen.admin.token, keyed(randomUUID()));
    const kept = await house.query<{ row: string }>(`select t::text as row from idempotency_keys t`);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.filter(({ row }) => row.includes(made.body['secret']))).toEqual([]);
  });
});

describe('an Idempotency-Key', () => {
  it('is forgotten after a day', async () => {
    const house = await House.start();
    const admin = await firstAdmin(house);
    const team = (): Promise<RestAnswer> =>
      house.rest('POST', '/teams', { slug: 'keyed', name: 'Keyed' }, admin.token, {
        'idempotency-key': 'one',
      });
    const first = await team();
    expect(first.status).toBe(201);
    await house.advance(24 * 3600);
    await house.get(Forgetting).tick();
    expect((await team()).body).toEqual(first.body);
    await house.advance(1);
    await house.get(Forgetting).tick();
    expect((await team()).body['code']).toBe('SLUG_TAKEN');
    await house.stop();
  });
});
