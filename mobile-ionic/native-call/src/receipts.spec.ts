import { describe, expect, it } from '@jest/globals';
import { ManualClock } from './manual-clock.fixture.js';
import { type Post, type ReceiptBody, ReceiptQueue } from './receipts.js';
import { START, card } from './ring-card.fixture.js';
import { MemoryStore } from './store.js';

const [A, B] = card().receipt.urls as [string, string];

function setUp(answer: (url: string) => number | Error) {
  const clock = new ManualClock(START);
  const store = new MemoryStore();
  const asked: { url: string; token: string; body: ReceiptBody; timeoutMs: number }[] = [];
  const post: Post = (url, token, body, timeoutMs) => {
    asked.push({ url, token, body, timeoutMs });
    const said = answer(url);
    return said instanceof Error ? Promise.reject(said) : Promise.resolve(said);
  };
  const queue = new ReceiptQueue(store, post, clock, () => 'device-1');
  const say = (kind: 'delivered' | 'ringing' = 'delivered') =>
    queue.add({
      ringId: card().ringId,
      revision: 1,
      kind,
      address: card().receipt,
      until: START + 630_000,
    });
  const waiting = () => store.list('receipt/');
  return { clock, store, asked, queue, say, waiting };
}

describe('receipts', () => {
  it('go to the first address that takes them, with two seconds for each', async () => {
    const { asked, queue, say, waiting } = setUp((url) => (url === A ? new Error('no route') : 202));
    await say();
    await queue.flush();
    expect(asked.map(({ url }) => url)).toEqual([A, B]);
    expect(asked[0]).toMatchObject({
      token: 'receipt-token',
      timeoutMs: 2_000,
      body: { deviceId: 'device-1', kind: 'delivered', seq: 1, revision: 1 },
    });
    expect(await waiting()).toEqual([]);
  });

  it('wait and are tried again, later and later', async () => {
    let up = false;
    const { clock, asked, queue, say, waiting } = setUp(() => (up ? 202 : new Error('offline')));
    await say();
    await queue.flush();
    expect(await waiting()).toHaveLength(1);
    await clock.pass(1_000);
    await clock.pass(2_000);
    expect(asked).toHaveLength(6);
    up = true;
    await clock.pass(4_000);
    expect(await waiting()).toEqual([]);
    expect(asked.at(-1)?.body.at).toBe(new Date(START).toISOString());
  });

  it('are numbered and sent in order', async () => {
    const { asked, queue, say } = setUp(() => 202);
    await say('delivered');
    await say('ringing');
    await queue.flush();
    expect(asked.map(({ body }) => [body.seq, body.kind])).toEqual([
      [1, 'delivered'],
      [2, 'ringing'],
    ]);
  });

  it('are given up when every address refuses them for good', async () => {
    const { say, queue, waiting } = setUp(() => 401);
    await say();
    await queue.flush();
    expect(await waiting()).toEqual([]);
  });

  it('are kept when only one address refuses and the other is silent', async () => {
    const { say, queue, waiting } = setUp((url) => (url === A ? 404 : 503));
    await say();
    await queue.flush();
    expect(await waiting()).toHaveLength(1);
  });

  it('are given up ten minutes after their ring', async () => {
    const { clock, asked, queue, say, waiting } = setUp(() => new Error('offline'));
    await say();
    await queue.flush();
    await clock.pass(640_000);
    await queue.flush();
    const before = asked.length;
    await queue.flush();
    expect(asked).toHaveLength(before);
    expect(await waiting()).toEqual([]);
  });

  it('leave behind when the last one was taken', async () => {
    const { store, queue, say } = setUp(() => 202);
    await say();
    await queue.flush();
    expect(await store.get('lastReceiptAt')).toBe(new Date(START).toISOString());
  });
});
