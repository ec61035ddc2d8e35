import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SendReports } from '../../src/modules/notifications/index.js';
import { Config } from '../../src/platform/config/config.js';
import { Transaction } from '../../src/platform/database/transaction.js';
import type { Json } from '../harness/json.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

/** Far below the time after which a statement of a screen is given up. */
const AT_MOST_MS = 3_000;

interface Held {
  release(): Promise<void>;
}

/** Every connection of the screens is taken, and more of them wait in the queue. */
async function holdScreens({ house }: World): Promise<Held> {
  const transaction = house.get(Transaction);
  const { api } = house.app.get(Config).settings.database.pools;
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const taken: Promise<void>[] = [];
  const holding = Array.from({ length: api }, () => {
    let isTaken: () => void = () => undefined;
    taken.push(new Promise((resolve) => (isTaken = resolve)));
    return transaction.run(async () => {
      await transaction.query('select 1');
      isTaken();
      await gate;
    });
  });
  await Promise.all(taken);
  const waiting = Array.from({ length: api }, () => transaction.query('select 1'));
  return {
    release: async () => {
      letGo();
      await Promise.all([...holding, ...waiting]);
    },
  };
}

describe('while slow screens hold every connection of theirs', () => {
  let world: World;
  let held: Held;
  beforeEach(async () => {
    world = await makeWorld();
    await world.house.ok('POST', world.hook, grafanaAlert('Queue'));
    await world.house.settle();
    await world.house.advance(1);
    held = await holdScreens(world);
  }, 60_000);
  afterEach(async () => {
    await held.release();
    await world.house.stop();
  });

  const soon = async (method: string, path: string, token: string, body?: object): Promise<Json> => {
    const answer = await fetch(`${world.house.origin}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(AT_MOST_MS),
    });
    const said = (await answer.json()) as Json;
    expect([path, answer.status, said]).toEqual([path, 200, said]);
    return said;
  };

  const ownCall = async (userId: string): Promise<{ id: string; escalation_id: string }> => {
    const [row] = await world.house.query<{ id: string; escalation_id: string }>(
      `select id, escalation_id from calls where user_id = $1`,
      [userId],
    );
    if (!row) throw new Error('There is no such call');
    return row;
  };

  it('a phone looks, proves, answers and takes it, by its receipt token', async () => {
    const { A, B } = world.phones;
    const { card } = A;
    if (!card) throw new Error('A does not ring');
    const receipt = {
      ringId: card.ringId,
      revision: card.revision,
      deviceId: A.deviceId,
      kind: 'delivered',
      seq: 99,
      at: world.house.clock.now().toISOString(),
    };
    await soon('POST', '/receipts', card.receipt.token, receipt);
    await soon('GET', `/rings/${card.ringId}`, card.receipt.token);
    await soon('POST', `/rings/${card.ringId}/answer`, card.receipt.token, {});
    await soon('POST', `/rings/${card.ringId}/accept`, card.receipt.token, {});
    // And the others hear of it: nothing behind it waits for a screen either.
    await world.house.settle();
    expect(B.cancels).toEqual(['accepted-by-other']);
  });

  it('the credential of device and person is looked at beside the screens too', async () => {
    const { A, B } = world.phones;
    const call = await ownCall(world.people.A.userId);
    await soon('GET', `/rings/${B.card?.ringId}`, B.token);
    await soon('POST', `/rings/${B.card?.ringId}/decline`, B.token, { reason: 'asleep' });
    await soon('POST', `/calls/${call.id}/answer`, world.people.A.token, {});
    await soon('POST', `/calls/${call.id}/accept`, A.token, {});
  });

  it('somebody takes it from the board, or refuses', async () => {
    const call = await ownCall(world.people.B.userId);
    await soon('POST', `/calls/${call.id}/decline`, world.people.B.token, { reason: 'busy' });
    const taken = await soon('POST', `/escalations/${call.escalation_id}/take`, world.people.D.token, {});
    expect(taken['status']).toBe('accepted');
  });

  it('gRPC takes it as well', async () => {
    const { card } = world.phones.A;
    const asked = world.house.grpc('AcceptRing', { ringId: card?.ringId }, card?.receipt.token);
    const late = AbortSignal.timeout(AT_MOST_MS);
    const gaveUp = new Promise<string>((resolve) => {
      late.addEventListener('abort', () => resolve('no answer'));
    });
    expect(await Promise.race([asked, gaveUp])).toMatchObject({ ok: true });
  });

  it('the key of a telephone call takes it', async () => {
    const call = await ownCall(world.people.A.userId);
    const late = AbortSignal.timeout(AT_MOST_MS);
    const gaveUp = new Promise<string>((resolve) => {
      late.addEventListener('abort', () => resolve('no answer'));
    });
    const pressed = world.house
      .get(SendReports)
      .phone(call.id, { kind: 'digit', digit: '1' }, world.house.clock.now());
    expect(await Promise.race([pressed, gaveUp])).not.toBe('no answer');
    const [row] = await world.house.query<{ status: string }>(`select status from escalations`);
    expect(row?.status).toBe('accepted');
  });

  it('a device that waits for its ring to change hears of it, with the clock standing still', async () => {
    const { A, B } = world.phones;
    const { ringId, revision, receipt } = B.card ?? {};
    const heard = world.house.heard(1);
    const waiting = soon('GET', `/rings/${ringId}?wait=25&revision=${revision}`, receipt?.token ?? '');
    await heard;
    await soon('POST', `/rings/${A.card?.ringId}/accept`, A.card?.receipt.token ?? '', {});
    await world.house.settle();
    expect(await waiting).toMatchObject({ status: 'over', reason: 'accepted-by-other' });
  });

  it('a new alert still rings', async () => {
    const { house, hook, phones } = world;
    const sent = await fetch(house.origin + hook, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(grafanaAlert('Disk')),
      signal: AbortSignal.timeout(AT_MOST_MS),
    });
    expect(sent.status).toBe(200);
    await house.settle();
    await house.advance(1);
    expect(phones.A.card?.count).toBe(2);
  });
});
