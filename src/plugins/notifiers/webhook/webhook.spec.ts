import type { LookupAddress } from 'node:dns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MESSAGES, notifierContract } from '../../kit/testing/notifier-contract.js';
import { isPublicAddress, publicLookup } from './public-address.js';
import { signatureOf } from './signature.js';
import { type WebhookSimulator, webhookSimulator } from './simulator/webhook.simulator.js';
import { webhook } from './webhook.js';

notifierContract(webhook, import.meta.dirname, webhookSimulator, {
  takes: {
    empty: { to: ['inform', 'text', 'test'], because: 'a receiver need say nothing' },
    odd: {
      to: ['inform', 'text', 'test'],
      because: 'what a receiver says is its own business, as long as it is no page',
    },
  },
  unproved: { secret: 'a receiver says at the first message that it does not know the signature' },
});

describe('webhook', () => {
  let simulator: WebhookSimulator;
  const open = (more: object = {}, now = () => new Date()) =>
    webhook.open(webhook.settings.parse({ ...simulator.settings, ...more }), {
      instance: 'a',
      fetch,
      ca: simulator.ca,
      now,
      log: { debug: () => undefined, warn: () => undefined },
    });
  const send = async (
    path: string,
    { message = MESSAGES.inform, origin = simulator.origin, more = {}, now = () => new Date() } = {},
  ) =>
    (await open(more, now)).send({
      id: 'row-1',
      target: webhook.target.parse({ url: `${origin}${path}` }),
      message,
      signal: new AbortController().signal,
    });

  beforeAll(async () => void (simulator = await webhookSimulator()));
  beforeEach(() => {
    simulator.mode = 'up';
    simulator.requests.length = 0;
  });
  afterAll(() => simulator.close());

  it('says what happened, under a key that stays the same, with a link that can be opened', async () => {
    const message = { ...MESSAGES.inform, link: '/incidents/7' };
    await send('/team', { message, more: { consoleUrl: 'https://barry.example.jp' } });
    expect(simulator.requests).toMatchObject([
      {
        path: '/team',
        headers: { 'idempotency-key': 'row-1', 'content-type': 'application/json' },
        body: {
          version: 1,
          id: 'row-1',
          kind: 'inform',
          title: 'Taken',
          body: 'Hana took it',
          link: 'https://barry.example.jp/incidents/7',
        },
      },
    ]);
  });

  it('signs time and body, by a value that a receiver in another language can check', () => {
    // printf '1795662720.{"a":1}' | openssl dgst -sha256 -hmac s3cret-of-the-hook
    expect(signatureOf('{"a":1}', 's3cret-of-the-hook', new Date('2026-11-26T03:12:00.999Z'))).toBe(
      't=1795662720,v1=0d91be5b805659b038fd07b4fe21647ba7901084570feaccb70086a079c741e7',
    );
  });

  it('is not believed with a signature of yesterday', async () => {
    const yesterday = () => new Date(Date.now() - 24 * 3600 * 1000);
    expect(await send('/team', { now: yesterday })).toEqual({
      outcome: 'rejected',
      scope: 'channel',
      reason: 'HTTP 401: the receiver does not accept our signature',
    });
  });

  it('follows no redirect, and says so', async () => {
    expect(await send('/moved')).toEqual({
      outcome: 'rejected',
      scope: 'message',
      reason: 'HTTP 302: redirects are not followed, use the address behind it',
    });
    expect(simulator.requests).toHaveLength(1);
  });

  it('repeats nothing of a page that it is answered with', async () => {
    expect(await send('/page')).toEqual({ outcome: 'rejected', scope: 'message', reason: 'HTTP 404' });
  });

  it('takes a page for people for nobody’s yes, and an `ok` that calls itself HTML for one', async () => {
    expect(await send('/login')).toEqual({
      outcome: 'retry',
      reason: 'not a receiver’s answer (HTTP 200, a page for people): a proxy, or a sign-in?',
    });
    expect(await send('/ok')).toEqual({ outcome: 'accepted' });
  });

  it('gives up after five seconds of silence by itself', async () => {
    simulator.mode = 'hang';
    const from = performance.now();
    expect(await send('/team')).toEqual({ outcome: 'retry', reason: 'ETIMEDOUT: no answer' });
    expect(performance.now() - from).toBeGreaterThan(4500);
    expect(performance.now() - from).toBeLessThan(9000);
  });

  it.each([
    'localhost',
    '127.0.0.1',
    '[::1]',
    '2130706433',
    '0x7f.1',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
  ])('asks nothing of %s, unless the operator has named it', async (host) => {
    const before = simulator.connections;
    const origin = simulator.origin.replace('localhost', host);
    expect(await send('/team', { origin, more: { privateHosts: [] } })).toEqual({
      outcome: 'rejected',
      scope: 'message',
      reason: 'this address leads into our own network',
    });
    expect(simulator.connections).toBe(before);
  });

  it('trusts the one host that was named, and no other', async () => {
    const origin = simulator.origin.replace('localhost', '127.0.0.1');
    expect(await send('/team', { origin })).toMatchObject({ outcome: 'rejected' });
    expect(await send('/team', { origin, more: { privateHosts: ['127.0.0.1'] } })).toEqual({
      outcome: 'accepted',
    });
  });

  it('trusts no certificate that nobody vouches for', async () => {
    const channel = await webhook.open(webhook.settings.parse(simulator.settings), {
      instance: 'a',
      fetch,
      now: () => new Date(),
      log: { debug: () => undefined, warn: () => undefined },
    });
    const outcome = await channel.send({
      id: 'row-1',
      target: webhook.target.parse(simulator.target),
      message: MESSAGES.inform,
      signal: new AbortController().signal,
    });
    expect(outcome).toMatchObject({ outcome: 'retry', reason: expect.stringMatching(/SELF_SIGNED|CERT/) });
    expect(simulator.requests).toEqual([]);
  });

  it('takes https only, no password in the address, and no secret that can be guessed', () => {
    for (const url of ['http://hooks.example.jp/x', 'https://me:pw@hooks.example.jp/x', 'file:///etc/passwd'])
      expect(webhook.target.safeParse({ url }).success).toBe(false);
    expect(webhook.settings.safeParse({ secret: 'short' }).error?.issues).toMatchObject([
      { path: ['secret'] },
    ]);
    expect(webhook.route?.({ url: 'https://hooks.example.jp/x?key=s3cret-key' }, open as never)).toBe(
      'webhook/hooks.example.jp',
    );
  });
});

describe('addresses', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2400:cb00::1'])(
    '%s is a machine on the Internet',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
  it.each([
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.53',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::a00:1',
    'fd00::1',
    'fe80::1',
    'ff02::1',
    '2002:a00:1::1',
    '2001:0:a00:1::1',
    'nonsense',
    '',
  ])('%j is not', (address) => expect(isPublicAddress(address)).toBe(false));

  const found = (addresses: readonly string[], all: boolean) =>
    new Promise((resolve) => {
      const list: LookupAddress[] = addresses.map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      }));
      publicLookup((_, __, done) => done(null, list))('hooks.example.jp', { all }, (...said) =>
        resolve(said),
      );
    });

  it('connects to what was looked at', async () => {
    expect(await found(['8.8.8.8', '2400:cb00::1'], false)).toEqual([null, '8.8.8.8', 4]);
    expect(await found(['8.8.8.8'], true)).toEqual([null, [{ address: '8.8.8.8', family: 4 }]]);
  });

  it('refuses a name that leads inside with one of its addresses, or nowhere', async () => {
    expect(await found(['8.8.8.8', '10.0.0.1'], true)).toMatchObject([{ name: 'LeadsInside' }, []]);
    expect(await found([], true)).toMatchObject([{ name: 'LeadsInside' }, []]);
  });
});
