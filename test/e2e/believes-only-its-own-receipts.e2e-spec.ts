import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Metrics } from '../../src/platform/observability/metrics.js';
import { type Behaviour, HEALTHY, type Phone } from '../harness/phones.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

const QUIET: Behaviour = { ...HEALTHY, ringingMs: null };
const REFUSED = { status: 401, code: 'UNAUTHENTICATED' };
const UNKNOWN = { status: 404, code: 'RING_UNKNOWN' };

describe('a receipt', () => {
  let world: World;

  beforeEach(async () => {
    world = await makeWorld();
    for (const phone of [world.phones.A, world.phones.B]) phone.behaviour = QUIET;
    await world.house.ok('POST', world.hook, grafanaAlert('Queue'));
    await world.house.advance(0.5);
  });
  afterEach(() => world.house.stop());

  const cardOf = ({ card, name }: Phone) => {
    if (!card) throw new Error(`${name} does not ring`);
    return card;
  };
  const receiptOf = (phone: Phone, seq = 1) => ({
    ringId: cardOf(phone).ringId,
    revision: cardOf(phone).revision,
    deviceId: phone.deviceId,
    kind: 'ringing',
    seq,
    at: world.house.clock.now().toISOString(),
  });
  const post = async (receipt: object, token: string) => {
    const { status, body } = await world.house.rest('POST', '/receipts', receipt, token);
    return { status, code: body['code'] as string | undefined };
  };
  const counted = async (): Promise<Record<string, number>> => {
    const { values } = await world.house.get(Metrics).idleReceipts.get();
    return Object.fromEntries(values.map(({ labels, value }) => [String(labels.reason), value]));
  };
  /** Everything that a receipt may change. */
  const state = () =>
    world.house.query(
      `select (select json_agg(r) from receipts r) as receipts,
         (select json_agg(c order by c.id) from (select id, version, state from calls) c) as calls,
         (select json_agg(d order by d.id) from (select * from devices) d) as devices`,
    );

  it('with a token that is nobody’s, changed, of another device or of another ring changes nothing, and is counted', async () => {
    const { A, B } = world.phones;
    const { token } = cardOf(A).receipt;
    const [bytes, before] = [Buffer.from(token.slice('barry_r_'.length), 'base64url'), await state()];
    const changed = (at: number): string => {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return `barry_r_${copy.toString('base64url')}`;
    };
    // The ring, the device, the time and the signature that are in it; half of it; and something else.
    for (const forged of [changed(0), changed(20), changed(37), changed(60), token.slice(0, 40), 'barry_r_x'])
      expect(await post(receiptOf(A), forged)).toEqual(REFUSED);
    expect(await post(receiptOf(B), token)).toEqual(UNKNOWN);
    expect(await post({ ...receiptOf(A), deviceId: B.deviceId }, token)).toEqual(UNKNOWN);
    expect(await post({ ...receiptOf(A), kind: 'slept' }, token)).toMatchObject({ status: 422 });
    expect(await post({ ...receiptOf(A), seq: 'one' }, token)).toMatchObject({ status: 422 });
    expect(await state()).toEqual(before);
    expect(await counted()).toEqual({ forged: 6, 'other-ring': 1, 'other-device': 1 });

    expect(await post(receiptOf(A), token)).toEqual({ status: 200, code: undefined });
    const [call] = await world.house.query<{ stage: string }>(
      `select c.state -> 'devices' -> 0 ->> 'stage' as stage from calls c join devices d on d.user_id = c.user_id
       where d.id = $1`,
      [A.deviceId],
    );
    expect(call?.stage).toBe('ringing');
  });

  it('that is sent again, or by whoever has listened, is answered, counts once and is counted', async () => {
    const { A } = world.phones;
    const { token } = cardOf(A).receipt;
    expect(await world.house.ok('POST', '/receipts', receiptOf(A), token)).toMatchObject({
      duplicate: false,
    });
    const before = await state();
    for (const seq of [1, 2])
      expect(await world.house.ok('POST', '/receipts', receiptOf(A, seq), token)).toMatchObject({
        duplicate: true,
      });
    expect(await state()).toEqual(before);
    expect(await counted()).toEqual({ repeated: 2 });
  });

  it('that comes when its ring is long over is refused, and one of a new ring counts', async () => {
    const { A } = world.phones;
    const old = { receipt: receiptOf(A), token: cardOf(A).receipt.token };
    await world.house.advance(20 * 60);
    const before = await state();
    expect(await post(old.receipt, old.token)).toEqual(REFUSED);
    expect(await state()).toEqual(before);
    expect(await counted()).toEqual({ expired: 1 });
    await world.house.ok('POST', world.hook, grafanaAlert('Disk'));
    await world.house.advance(0.5);
    expect(await post(receiptOf(A), cardOf(A).receipt.token)).toEqual({ status: 200, code: undefined });
  });
});
