import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClientReadableStream, Metadata } from '@grpc/grpc-js';
import pg from 'pg';
import { timeline } from '../../src/modules/timeline/index.js';
import { waitsForLock } from '../harness/held.js';
import { House } from '../harness/house.js';
import { firstAdmin, type Person } from '../harness/world.js';

interface Stream {
  readonly answered: Promise<void>;
  hasAnswered(): boolean;
  close(): void;
}

describe('a phone that opens its stream', () => {
  let house: House;
  let admin: Person;
  const open: Stream[] = [];

  beforeAll(async () => {
    house = await House.start();
    admin = await firstAdmin(house);
  }, 60_000);
  afterEach(() => {
    for (const stream of open.splice(0)) stream.close();
  });
  afterAll(() => house.stop());

  const stream = (answered: Promise<void>, close: () => void): Stream => {
    let has = false;
    const one = { answered: answered.then(() => void (has = true)), hasAnswered: () => has, close };
    open.push(one);
    return one;
  };
  const sse = (token: string): Stream => {
    const cut = new AbortController();
    const headers = { authorization: `Bearer ${token}` };
    const answer = fetch(`${house.origin}/api/v1/events`, { headers, signal: cut.signal });
    return stream(
      answer.then(({ status }) => expect(status).toBe(200)),
      () => cut.abort(),
    );
  };
  const watch = (token: string): Stream => {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    const stub = house.wire.stub(timeline.ListTimeline) as unknown as {
      Watch(request: object, metadata: Metadata): ClientReadableStream<unknown>;
    };
    const events = stub.Watch({}, metadata);
    events.on('error', () => undefined);
    events.resume();
    return stream(new Promise((resolve) => events.on('metadata', () => resolve())), () => events.cancel());
  };
  const phone = async (): Promise<{ deviceId: string; token: string }> => {
    const given = { name: 'Pixel', platform: 'headless' };
    const { device, deviceToken } = await house.ok('POST', '/devices', given, admin.token);
    return { deviceId: device.deviceId, token: deviceToken };
  };
  const isThere = async (deviceId: string): Promise<boolean> =>
    (await house.query('select from stream_presence where device_id = $1', [deviceId])).length > 0;

  it.each([
    ['REST', sse],
    ['gRPC', watch],
  ])('is written down as there before it is answered (%s)', async (_, opens) => {
    const { deviceId, token } = await phone();
    const client = new pg.Client(house.databaseUrl);
    await client.connect();
    await client.query('begin; lock table stream_presence in share row exclusive mode');
    const stands = opens(token);
    await waitsForLock(house);
    // An answer that was on its way would have come before these.
    for (let asked = 0; asked < 5; asked += 1) await house.ok('GET', '/me', undefined, admin.token);
    expect(stands.hasAnswered()).toBe(false);
    await client.query('commit');
    await client.end();
    await stands.answered;
    expect(await isThere(deviceId)).toBe(true);
  });

  it.each([
    ['REST', sse],
    ['gRPC', watch],
  ])(
    'has its stream even where that cannot be written, and is there with the next sign of life (%s)',
    async (_, opens) => {
      const { deviceId, token } = await phone();
      await house.query('alter table stream_presence rename to stream_presence_away');
      const stands = opens(token);
      await stands.answered;
      await house.query('alter table stream_presence_away rename to stream_presence');
      expect(await isThere(deviceId)).toBe(false);
      await house.advance(15);
      while (!(await isThere(deviceId)));
    },
  );
});
