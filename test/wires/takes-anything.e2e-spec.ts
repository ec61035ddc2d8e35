import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Actor, type Crowd, gather } from '../harness/fuzz/crowd.js';
import { fuzz } from '../harness/fuzz/fuzzing.js';
import { GrpcAsker } from '../harness/fuzz/grpc-asker.js';
import { grpcRequests, protos } from '../harness/fuzz/grpc-requests.js';
import { RestAsker } from '../harness/fuzz/rest-asker.js';
import { apiDocument, restRequests } from '../harness/fuzz/rest-requests.js';
import { Things } from '../harness/fuzz/things.js';
import { type Kitchen, openKitchen } from '../harness/kitchen.js';

/** Of both wires together; more by `npm run prove -- api`. */
const COUNT = Number(process.env['BARRY_FUZZ_REQUESTS'] ?? 10_000);
/** The same seed thinks out the same requests. */
const SEED = Number(process.env['BARRY_FUZZ_SEED'] ?? 1);
/** A house with something of everything in it, on a busy machine. */
const HOUSE_MS = 240_000;
/** Many times what it takes where nobody else works. */
const LIMIT_MS = 180_000 + COUNT * 60;
/** Fewer good answers than this of a hundred, and nothing but the door was tried. */
const LEAST_ANSWERED = 8;

describe(`whatever is sent (BARRY_FUZZ_SEED=${SEED})`, () => {
  let kitchen: Kitchen;
  let crowd: Crowd;

  beforeAll(async () => {
    kitchen = await openKitchen();
    crowd = await gather(kitchen);
  }, HOUSE_MS);
  afterAll(() => kitchen.house.stop(), HOUSE_MS);

  const actorOf = (i: number): Actor => {
    const found = crowd.actors[i % crowd.actors.length];
    if (!found) throw new Error('There is nobody to ask');
    return found;
  };
  const answered = (statuses: ReadonlyMap<string, number>, good: RegExp): number => {
    const of = (pattern: RegExp): number =>
      [...statuses].reduce((sum, [status, count]) => sum + (pattern.test(status) ? count : 0), 0);
    return (100 * of(good)) / of(/./);
  };

  it('finds what is planted where it may be seen', async () => {
    const { house, admin } = kitchen;
    const { vault, planted } = crowd;
    const read = async (method: string, path: string): Promise<string> =>
      JSON.stringify(await house.ok(method, path, method === 'GET' ? undefined : {}, admin.token));
    const seen = [
      await read('GET', `/deliveries/${vault.get('deliveryId') ?? ''}`),
      await read('GET', `/users/${vault.get('userId') ?? ''}/contact-methods`),
      await read('POST', `/integrations/${vault.get('integrationId') ?? ''}/setup`),
      await read('POST', `/heartbeats/${vault.get('heartbeatId') ?? ''}/address`),
      await read('GET', '/audit?pageSize=200'),
    ].join();
    const missing = [...planted].filter(([word, kind]) => kind !== 'never' && !seen.includes(word));
    expect(missing).toEqual([]);
  });

  it(
    'is answered in form over REST, shows nothing of the inside, and nothing of another team',
    async () => {
      const asker = new RestAsker(kitchen.house, crowd, new Things(crowd));
      const found = await fuzz({
        seed: SEED,
        count: Math.ceil(COUNT * 0.75),
        requests: restRequests(apiDocument, crowd.samples),
        ask: (request, i) => asker.ask(request, actorOf(i)),
      });
      asker.close();
      expect(found).toEqual([]);
      expect(answered(asker.statuses, /^2/)).toBeGreaterThan(LEAST_ANSWERED);
    },
    LIMIT_MS,
  );

  it(
    'is answered in form over gRPC, shows nothing of the inside, and nothing of another team',
    async () => {
      const asker = new GrpcAsker(kitchen.house, crowd, new Things(crowd));
      const found = await fuzz({
        seed: SEED,
        count: Math.ceil(COUNT * 0.25),
        requests: grpcRequests(protos),
        ask: (request, i) => asker.ask(request, actorOf(i)),
      });
      asker.close();
      expect(found).toEqual([]);
      expect(answered(asker.statuses, /^OK$/)).toBeGreaterThan(LEAST_ANSWERED / 2);
    },
    LIMIT_MS,
  );

  it('leaves the house as well as it was', async () => {
    const { status, body } = await kitchen.house.rest('GET', '/health/live');
    expect({ status, body }).toMatchObject({ status: 200, body: { status: 'ok' } });
    await kitchen.house.ok('GET', '/teams', undefined, kitchen.admin.token);
  });
});
