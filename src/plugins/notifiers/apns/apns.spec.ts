import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DeviceMessage, pushOf } from '../../kit/index.js';
import { MESSAGES, notifierContract } from '../../kit/testing/notifier-contract.js';
import { apns } from './apns.js';
import { apnsSimulator, type ApnsSimulator, type ReceivedPush } from './simulator/apns.simulator.js';

notifierContract(apns, import.meta.dirname, apnsSimulator, {
  hidesRetryAfter: 'the client looks for the header by a name that HTTP/2 does not use',
  readsOn: 'the client has no bound, and its one connection is that of all other pushes',
});

const { ringId } = MESSAGES.ring.card;
const NOW = new Date('2026-11-22T18:12:00Z');
const NOW_SECONDS = NOW.getTime() / 1000;

describe('apns', () => {
  let simulator: ApnsSimulator;
  let channel: Awaited<ReturnType<typeof apns.open>>;
  const warned: string[] = [];
  const opened: Awaited<ReturnType<typeof apns.open>>[] = [];
  const open = async (more: object = {}) => {
    const settings = apns.settings.parse({ ...simulator.settings, ...more });
    const made = await apns.open(settings, {
      instance: 'iphone',
      fetch,
      ca: simulator.ca,
      now: () => NOW,
      log: { debug: () => undefined, warn: (text) => void warned.push(text) },
    });
    opened.push(made);
    return made;
  };
  const send = (message: DeviceMessage, target: object = simulator.target, by = channel) =>
    by.send({
      id: crypto.randomUUID(),
      target: apns.target.parse(target),
      message,
      signal: new AbortController().signal,
    });
  const received = () => simulator.requests as ReceivedPush[];
  const headersOf = (push: ReceivedPush | undefined) =>
    Object.fromEntries(Object.entries(push?.headers ?? {}).filter(([name]) => /^apns-(?!id)/.test(name)));

  beforeAll(async () => void (simulator = await apnsSimulator()));
  beforeEach(async () => {
    channel = await open();
    simulator.requests.length = 0;
    warned.length = 0;
    simulator.trouble('none');
  });
  afterAll(async () => {
    for (const one of opened) await one.close?.();
    await simulator.close();
  });

  it('asks for a VoIP push now or never, and says nothing but the card', async () => {
    const target = simulator.register('hana', 'voip');
    expect(await send(MESSAGES.ring, target)).toMatchObject({ outcome: 'accepted' });
    expect(headersOf(received()[0])).toEqual({
      'apns-push-type': 'voip',
      'apns-topic': 'jp.example.barry.voip',
      'apns-priority': '10',
      'apns-expiration': '0',
    });
    expect(received()[0]?.payload).toEqual({ barry: pushOf(MESSAGES.ring) });
  });

  it('sends by VoIP what belongs to a call, and nothing else: the system stops an app that reports no call', async () => {
    const target = simulator.register('hana', 'voip');
    const { card } = MESSAGES.ring;
    for (const message of [MESSAGES.update, MESSAGES.cancel, { ...MESSAGES.test, card }])
      expect(await send(message, target)).toMatchObject({ outcome: 'accepted' });
    for (const message of [MESSAGES.inform, MESSAGES.test])
      expect(await send(message, target)).toEqual({
        outcome: 'rejected',
        scope: 'message',
        reason: 'a VoIP token is for calls only',
      });
    expect(received().map(({ payload }) => (payload['barry'] as { kind: string }).kind)).toEqual([
      'update',
      'cancel',
      'test',
    ]);
  });

  it('shows a ring beside the call as a time-sensitive alert, for as long as it rings', async () => {
    await send(MESSAGES.ring);
    expect(headersOf(received()[0])).toEqual({
      'apns-push-type': 'alert',
      'apns-topic': 'jp.example.barry',
      'apns-priority': '10',
      'apns-expiration': String(NOW_SECONDS + 30),
      'apns-collapse-id': ringId,
    });
    expect(received()[0]?.payload).toEqual({
      aps: {
        alert: { title: MESSAGES.ring.card.title, body: 'storage' },
        sound: 'default',
        'interruption-level': 'time-sensitive',
      },
      barry: pushOf(MESSAGES.ring),
    });
  });

  it('breaks do-not-disturb where Apple lets it', async () => {
    await send(MESSAGES.ring, simulator.target, await open({ criticalAlerts: true }));
    expect(received()[0]?.payload['aps']).toMatchObject({
      sound: { critical: 1, name: 'default', volume: 1 },
      'interruption-level': 'critical',
    });
  });

  it('changes and takes away what is shown without a sound, and lets news wait', async () => {
    for (const message of [MESSAGES.update, MESSAGES.cancel, MESSAGES.inform]) await send(message);
    const [update, cancel, inform] = received();
    expect(headersOf(update)).toMatchObject({ 'apns-collapse-id': ringId, 'apns-priority': '10' });
    expect(update?.payload['aps']).not.toHaveProperty('sound');
    expect(headersOf(cancel)).toMatchObject({
      'apns-push-type': 'background',
      'apns-priority': '5',
      'apns-expiration': String(NOW_SECONDS + 60),
    });
    expect(cancel?.payload['aps']).toEqual({ 'content-available': 1 });
    expect(headersOf(inform)).toMatchObject({ 'apns-expiration': String(NOW_SECONDS + 4 * 3600) });
    expect(headersOf(inform)).not.toHaveProperty('apns-collapse-id');
    expect(inform?.payload['aps']).not.toHaveProperty('sound');
  });

  it('says since when a token is dead', async () => {
    expect(await send(MESSAGES.ring, simulator.deadTarget)).toEqual({
      outcome: 'gone',
      reason: 'Unregistered',
      since: new Date(1_760_000_000_000),
    });
    expect(warned).toEqual([]);
  });

  it('tells the operator of tokens that were mixed up, for it may be the settings', async () => {
    expect(await send(MESSAGES.ring, { token: 'ab'.repeat(32), push: 'alert' })).toMatchObject({
      outcome: 'gone',
    });
    const voip = simulator.register('hana', 'voip');
    expect(await send(MESSAGES.ring, { ...voip, push: 'alert' })).toMatchObject({ outcome: 'gone' });
    expect(warned).toEqual([
      expect.stringMatching(/^iphone: BadDeviceToken: no token of this environment/),
      expect.stringMatching(/^iphone: DeviceTokenNotForTopic: a token of another app/),
    ]);
  });

  it.each(['goaway', 'empty-503', 'old-token'] as const)(
    'sends once more after %s, as the same push, and then leaves it to the house',
    async (trouble) => {
      simulator.trouble(trouble);
      expect(await send(MESSAGES.ring)).toMatchObject({ outcome: 'accepted' });
      const ids = received().map(({ headers }) => headers['apns-id']);
      expect(ids).toEqual([ids[0], ids[0]]);
      simulator.requests.length = 0;
      simulator.trouble(trouble, 2);
      expect((await send(MESSAGES.ring)).outcome).toBe(trouble === 'old-token' ? 'rejected' : 'retry');
      expect(received()).toHaveLength(2);
    },
  );

  it('says so when something else answers in Apple’s place', async () => {
    simulator.trouble('html', 2);
    expect(await send(MESSAGES.ring)).toEqual({
      outcome: 'retry',
      reason: 'not Apple’s answer (no JSON): is something in between?',
    });
  });

  it('leaves a connection on which nothing comes back, without asking twice', async () => {
    await send(MESSAGES.ring);
    const before = simulator.connections;
    simulator.requests.length = 0;
    simulator.trouble('black-hole');
    // As long as the client waits for an answer.
    expect(await send(MESSAGES.ring)).toEqual({ outcome: 'retry', reason: 'no answer' });
    expect(received()).toHaveLength(1);
    expect(await send(MESSAGES.ring)).toMatchObject({ outcome: 'accepted' });
    expect(simulator.connections).toBe(before + 1);
  });

  it('keeps one connection for each environment, whatever is sent', async () => {
    const before = simulator.connections;
    for (const environment of ['sandbox', 'production', 'sandbox', undefined])
      await send(MESSAGES.ring, { ...simulator.target, environment });
    expect(simulator.connections).toBe(before + 2);
    const settings = apns.settings.parse(simulator.settings);
    const target = apns.target.parse({ ...simulator.target, environment: 'production' });
    expect(apns.route?.(target, settings)).toBe('apns/jp.example.barry/production');
    expect(apns.route?.(apns.target.parse(simulator.target), settings)).toBe('apns/jp.example.barry/sandbox');
  });

  it('serves two apps beside each other; a bundle id that is not ours is the fault of its own instance', async () => {
    const emergency = await open({ bundleId: 'jp.example.barry.emergency' });
    const [ours, theirs] = [
      await send(MESSAGES.ring),
      await send(MESSAGES.ring, simulator.target, emergency),
    ];
    expect(ours).toMatchObject({ outcome: 'accepted' });
    expect(theirs).toEqual({
      outcome: 'rejected',
      scope: 'channel',
      reason: 'TopicDisallowed: the bundle id is not one of this team',
    });
  });

  it('cuts a long text rather than losing the ring', async () => {
    const title = 'ディスク'.repeat(2000);
    const ring = { ...MESSAGES.ring, card: { ...MESSAGES.ring.card, title } };
    expect(await send(ring)).toMatchObject({ outcome: 'accepted' });
    expect(await send(ring, simulator.register('hana', 'voip'))).toMatchObject({ outcome: 'accepted' });
    expect(await send({ ...MESSAGES.inform, title, body: title })).toMatchObject({ outcome: 'accepted' });
  });

  it('takes a key as the environment carries it, refuses what is no such key, and repeats none of it', () => {
    const { key, ...rest } = simulator.settings as { key: string };
    expect(apns.settings.safeParse({ ...rest, key: key.replaceAll('\n', '\\n') }).success).toBe(true);
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    for (const wrong of ['AuthKey_ABC.p8', rsa.export({ type: 'pkcs8', format: 'pem' }).toString()]) {
      const { error } = apns.settings.safeParse({ ...rest, key: wrong });
      expect(error?.issues).toEqual([
        expect.objectContaining({
          path: ['key'],
          message: expect.stringMatching(/^this is not an APNs key/),
        }),
      ]);
      expect(JSON.stringify(error?.issues)).not.toContain(wrong.slice(0, 40));
    }
  });

  it('says that Apple does not take the key', async () => {
    expect(await (await open(simulator.wrongSettings)).check?.()).toEqual({
      ok: false,
      reason:
        'InvalidProviderToken: Apple does not take the key: key, key id and team id must belong together',
    });
  });

  it('sends nothing more once it is closed', async () => {
    const closed = await open();
    await closed.close?.();
    expect(await send(MESSAGES.ring, simulator.target, closed)).toMatchObject({ outcome: 'retry' });
    expect(received()).toEqual([]);
  });
});
