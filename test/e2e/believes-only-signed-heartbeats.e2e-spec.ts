import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signatureOf } from '../../src/modules/operations/signature.rules.js';
import { Metrics } from '../../src/platform/observability/metrics.js';
import { House } from '../harness/house.js';

const SECRET = randomBytes(16).toString('hex');
let house: House;
beforeAll(async () => {
  house = await House.start({
    environment: {
      BARRY_WATCH_WATCHED_0_NAME: 'tokyo',
      BARRY_WATCH_WATCHED_0_SECRET: SECRET,
      BARRY_WATCH_WATCHED_0_TEAM: 'mail',
    },
  });
});
afterAll(() => house.stop());

const beatOf = (sequence: number): object => ({
  installation: 'Tokyo',
  at: house.clock.now().toISOString(),
  sequence,
  latenessSeconds: 0,
  outboxSeconds: 0,
  auditAgeSeconds: 0,
  spoolAgeSeconds: 0,
});

async function post(
  beat: object | string,
  { name = 'tokyo', secret = SECRET, secondsAgo = 0 } = {},
): Promise<readonly [number, string]> {
  const body = typeof beat === 'string' ? beat : JSON.stringify(beat);
  const signedAt = new Date(house.clock.nowMs() - secondsAgo * 1000);
  const answer = await fetch(`${house.origin}/heartbeats/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'barry-signature': signatureOf(Buffer.from(body), secret, signedAt),
    },
    body,
  });
  return [answer.status, /"code":"(\w+)"/.exec(await answer.text())?.[1] ?? ''];
}
const kept = async (): Promise<object[]> => house.query(`select sequence from watched_installations`);
const counted = async (outcome: string): Promise<number> =>
  (await house.get(Metrics).heartbeatsHeard.get()).values.find(({ labels }) => labels.outcome === outcome)
    ?.value ?? 0;

describe('a heartbeat', () => {
  it('is refused from whoever does not know the secret, and counted', async () => {
    expect(await post(beatOf(1), { secret: 'x'.repeat(32) })).toEqual([403, 'HEARTBEAT_FORGED']);
    expect(await post(beatOf(1), { name: 'osaka' })).toEqual([404, 'WATCHED_UNKNOWN']);
    expect([await counted('forged'), await counted('unknown'), await kept()]).toEqual([1, 1, []]);
  });

  it('is refused more than five minutes after it was signed, and before', async () => {
    expect(await post(beatOf(1), { secondsAgo: 301 })).toEqual([403, 'HEARTBEAT_UNTIMELY']);
    expect(await post(beatOf(1), { secondsAgo: -301 })).toEqual([403, 'HEARTBEAT_UNTIMELY']);
    expect([await counted('untimely'), await kept()]).toEqual([2, []]);
  });

  it('is refused when it is none, however well it is signed', async () => {
    for (const body of [
      '',
      '{',
      'null',
      '{"sequence":1}',
      JSON.stringify({ ...beatOf(1), outboxSeconds: -1 }),
    ])
      expect(await post(body)).toEqual([422, 'INVALID_INPUT']);
    expect(await post('x'.repeat(20_000))).toEqual([413, 'HTTP_413']);
    expect([await counted('malformed'), await kept()]).toEqual([5, []]);
  });

  it('is taken once, and none that is older than one that was taken', async () => {
    expect(await post({ ...beatOf(7), ofTomorrow: true })).toEqual([204, '']);
    expect(await post(beatOf(7))).toEqual([409, 'HEARTBEAT_REPEATED']);
    expect(await post(beatOf(6))).toEqual([409, 'HEARTBEAT_REPEATED']);
    expect(await post(beatOf(8), { secondsAgo: 10 })).toEqual([409, 'HEARTBEAT_REPEATED']);
    const both = await Promise.all([post(beatOf(9)), post(beatOf(9))]);
    expect(both.map(([status]) => status).sort()).toEqual([204, 409]);
    expect([await counted('repeated'), await counted('kept')]).toEqual([4, 2]);
    expect(await kept()).toEqual([{ sequence: '9' }]);
  });
});
