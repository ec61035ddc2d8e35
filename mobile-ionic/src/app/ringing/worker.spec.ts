import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';

const SOURCE = readFileSync(join(__dirname, '../../../public/sw.js'), 'utf8');

interface Posted {
  readonly url: string;
  readonly token: string;
  readonly body: Record<string, unknown>;
}

/** The worker in a scope of its own, with a memory for a database and a log for everything it does. */
function worker(kept: Record<string, unknown> = { deviceId: 'device-1' }, pages: unknown[] = []) {
  const listeners: Record<string, (event: unknown) => void> = {};
  const posted: Posted[] = [];
  const shown: { title: string; options: Record<string, unknown> }[] = [];
  const opened: string[] = [];
  const answers: Record<string, number> = {};
  const request = (work: () => unknown) => {
    const pending: { result?: unknown; onsuccess?: () => void } = {};
    queueMicrotask(() => {
      pending.result = work();
      pending.onsuccess?.();
    });
    return pending;
  };
  const table = {
    get: (key: string) => request(() => kept[key]),
    put: (value: unknown, key: string) => request(() => (kept[key] = value)),
  };
  const scope: Record<string, unknown> = {
    URL,
    Date,
    Promise,
    Infinity,
    AbortController,
    queueMicrotask,
    setTimeout,
    clearTimeout,
    crypto: { randomUUID: () => 'key' },
    addEventListener: (name: string, listener: (event: unknown) => void) => (listeners[name] = listener),
    importScripts: () => undefined,
    location: { origin: 'https://a.example' },
    clients: {
      matchAll: () => Promise.resolve(pages),
      openWindow: (url: string) => Promise.resolve(opened.push(url)),
    },
    registration: {
      scope: 'https://a.example/app/',
      showNotification: (title: string, options: Record<string, unknown>) => {
        shown.push({ title, options });
        return Promise.resolve();
      },
      getNotifications: () =>
        Promise.resolve(shown.map(({ options }) => ({ data: options['data'], close: () => undefined }))),
    },
    indexedDB: {
      open: () =>
        request(() => ({ transaction: () => ({ objectStore: () => table }), close: () => undefined })),
    },
    fetch: (url: string, init: { headers: Record<string, string>; body: string }) => {
      const status = answers[new URL(url).host] ?? 202;
      if (status === 0) return Promise.reject(new Error('no route'));
      const token = init.headers['authorization']?.replace('Bearer ', '') ?? '';
      posted.push({ url, token, body: JSON.parse(init.body) as Record<string, unknown> });
      return Promise.resolve({ ok: status < 300, status });
    },
  };
  scope['self'] = scope;
  // An opened database is the request's result.
  const database = scope['indexedDB'] as { open: () => { result?: unknown } };
  expect(database).toBeDefined();
  runInContext(SOURCE, createContext(scope));
  const fire = async (name: string, event: Record<string, unknown>): Promise<boolean> => {
    let mine = false;
    let work: Promise<unknown> = Promise.resolve();
    listeners[name]?.({
      ...event,
      stopImmediatePropagation: () => (mine = true),
      waitUntil: (promise: Promise<unknown>) => (work = promise),
    });
    await work;
    return mine;
  };
  const push = (value: unknown) => fire('push', { data: { json: () => value } });
  return { kept, posted, shown, opened, answers, push, fire };
}

const card = {
  ringId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  revision: 1,
  title: 'Disk is full',
  severity: 'critical',
  team: 'storage',
  count: 1,
  expiresAt: new Date(Date.now() + 30_000).toISOString(),
  ringSeconds: 30,
  receipt: {
    token: 'r'.repeat(24),
    urls: ['https://a.example/api/v1/receipts', 'https://b.example/api/v1/receipts'],
  },
};
const ring = { v: 1, kind: 'ring', card };

describe('the service worker', () => {
  it('shows a pushed ring and proves it by the card’s own token', async () => {
    const { push, shown, posted, kept } = worker();
    expect(await push(ring)).toBe(true);
    expect(shown[0]).toMatchObject({
      title: 'critical: storage',
      options: { tag: card.ringId, requireInteraction: true },
    });
    expect(posted.map(({ body, token }) => [body['kind'], body['seq'], token])).toEqual([
      ['delivered', 1, card.receipt.token],
      ['ringing', 2, card.receipt.token],
    ]);
    expect(kept[`pushed/${card.ringId}`]).toEqual(ring);
  });

  it('tries the other address, and keeps what no address takes', async () => {
    const { push, posted, answers, kept } = worker();
    answers['a.example'] = 0;
    await push(ring);
    expect(posted.every(({ url }) => url.startsWith('https://b.example'))).toBe(true);
    const silent = worker();
    silent.answers['a.example'] = 0;
    silent.answers['b.example'] = 503;
    await silent.push(ring);
    expect(Object.keys(silent.kept).filter((key) => key.startsWith('receipt/'))).toEqual([
      `receipt/${card.ringId}/1/delivered`,
      `receipt/${card.ringId}/1/ringing`,
    ]);
    expect(Object.keys(kept).some((key) => key.startsWith('receipt/'))).toBe(false);
  });

  it('hands it to the open page as well, which then needs no copy', async () => {
    const told: unknown[] = [];
    const { push, kept } = worker({ deviceId: 'device-1' }, [
      { postMessage: (said: unknown) => told.push(said) },
    ]);
    await push(ring);
    expect(told).toEqual([{ type: 'barry-push', push: ring }]);
    expect(kept[`pushed/${card.ringId}`]).toBeUndefined();
  });

  it('does not ring aloud for a revision that was seen, nor after a cancel', async () => {
    const seen = worker({ deviceId: 'd', machine: { rings: { [card.ringId]: { card } }, tombstones: {} } });
    await seen.push(ring);
    expect(seen.shown[0]?.options).toMatchObject({ silent: true });
    expect(seen.posted.map(({ body }) => body['kind'])).toEqual(['delivered']);
    const cancelled = worker({
      deviceId: 'd',
      machine: { rings: {}, tombstones: { [card.ringId]: Date.now() + 1e6 } },
    });
    await cancelled.push({ ...ring, card: { ...card, revision: 7 } });
    expect(cancelled.shown[0]?.options).toMatchObject({ silent: true });
  });

  it('says expired instead of ringing too late', async () => {
    const { push, posted } = worker();
    await push({ ...ring, card: { ...card, expiresAt: new Date(Date.now() - 1_000).toISOString() } });
    expect(posted.map(({ body }) => body['kind'])).toEqual(['delivered', 'expired']);
  });

  it('goes by the server’s clock where it knows it', async () => {
    const { push, posted } = worker({ deviceId: 'd', clockOffsetMs: -60_000 });
    await push({ ...ring, card: { ...card, expiresAt: new Date(Date.now() - 30_000).toISOString() } });
    expect(posted.map(({ body }) => body['kind'])).toEqual(['delivered', 'ringing']);
  });

  it('on a cancel leaves one silent line and proves the stop', async () => {
    const { push, posted, shown } = worker();
    await push(ring);
    await push({ v: 1, kind: 'cancel', ringId: card.ringId, revision: 2, reason: 'accepted-by-other' });
    expect(shown.at(-1)?.options).toMatchObject({ silent: true, tag: card.ringId });
    expect(posted.at(-1)?.body).toMatchObject({
      kind: 'stopped',
      revision: 1,
      detail: { reason: 'accepted-by-other' },
    });
  });

  it('opens the ring on a tap, and declines without opening', async () => {
    const { push, fire, opened, posted, shown } = worker();
    await push(ring);
    const notification = { data: shown[0]?.options['data'], close: () => undefined };
    await fire('notificationclick', { action: '', notification });
    expect(opened).toEqual([`https://a.example/app/ring/${card.ringId}`]);
    await fire('notificationclick', { action: 'decline', notification });
    expect(posted.at(-1)?.url).toBe(`https://a.example/api/v1/rings/${card.ringId}/decline`);
    expect(opened).toHaveLength(1);
  });

  it('shows news without ringing, and leads to their place inside the app', async () => {
    const { push, fire, shown, opened, posted } = worker();
    await push({
      v: 1,
      kind: 'inform',
      title: 'Disk is full',
      body: 'Sato took it',
      link: '/escalations/e1',
    });
    expect(shown[0]).toMatchObject({ title: 'Disk is full', options: { body: 'Sato took it' } });
    expect(posted).toEqual([]);
    const { data } = shown[0]?.options ?? {};
    await fire('notificationclick', { action: '', notification: { data, close: () => undefined } });
    await fire('notificationclick', {
      action: '',
      notification: { data: { barry: true, link: '//elsewhere.example/' }, close: () => undefined },
    });
    expect(opened).toEqual(['https://a.example/app/escalations/e1', 'https://a.example/app/']);
  });

  it('opens the console beside the app for what only the console shows', async () => {
    const { fire, opened } = worker();
    await fire('notificationclick', {
      action: '',
      notification: { data: { barry: true, link: '/engine' }, close: () => undefined },
    });
    expect(opened).toEqual(['https://a.example/engine']);
  });

  it('leaves alone what is not ours', async () => {
    const { push, shown } = worker();
    expect(await push({ notification: { title: 'Angular' } })).toBe(false);
    expect(await push({ v: 2, kind: 'ring', card })).toBe(false);
    expect(shown).toEqual([]);
  });

  const vectors = JSON.parse(
    readFileSync(join(__dirname, '../../../../proto/ring/vectors/ring-push.json'), 'utf8'),
  ) as { cases: { name: string; valid: boolean; value: unknown }[] };
  it.each(vectors.cases.map(({ name, valid, value }) => [name, valid, value] as const))(
    'reads the frozen example: %s: %s',
    async (_name, valid, value) => {
      expect(await worker().push(value)).toBe(valid);
    },
  );
});
