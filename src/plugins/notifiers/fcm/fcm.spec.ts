import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DeviceMessage, pushOf } from '../../kit/index.js';
import { MESSAGES, notifierContract } from '../../kit/testing/notifier-contract.js';
import { fcm } from './fcm.js';
import { fcmSimulator, type FcmSimulator, type ReceivedData } from './simulator/fcm.simulator.js';

notifierContract(fcm, import.meta.dirname, fcmSimulator);

const MINUTE_MS = 60_000;

describe('fcm', () => {
  let simulator: FcmSimulator;
  let clockMs = Date.now();
  const warned: string[] = [];
  const opened: Awaited<ReturnType<typeof fcm.open>>[] = [];
  const open = async (more: object = {}) => {
    const channel = await fcm.open(fcm.settings.parse({ ...simulator.settings, ...more }), {
      instance: 'android',
      fetch: simulator.fetch ?? fetch,
      ca: simulator.ca,
      now: () => new Date(clockMs),
      log: { debug: () => undefined, warn: (text) => void warned.push(text) },
    });
    opened.push(channel);
    return channel;
  };
  let channel: Awaited<ReturnType<typeof fcm.open>>;
  const send = (message: DeviceMessage = MESSAGES.ring, token = 'ok-device-t0ken', by = channel) =>
    by.send({ id: 'row', target: { token }, message, signal: new AbortController().signal });
  const received = () => simulator.requests as ReceivedData[];

  beforeAll(async () => void (simulator = await fcmSimulator()));
  beforeEach(async () => {
    simulator.mode = 'up';
    simulator.htmlStatus = undefined;
    simulator.project = 'on';
    warned.length = 0;
    channel = await open();
    simulator.requests.length = 0;
  });
  afterAll(async () => {
    for (const one of opened) await one.close?.();
    await simulator.close();
  });

  it('arrives as data alone, in the form of every channel, and waits only as long as it rings', async () => {
    for (const message of [MESSAGES.ring, MESSAGES.cancel, MESSAGES.inform]) await send(message);
    expect(received().map(({ data }) => JSON.parse(data['push'] ?? '') as unknown)).toEqual([
      pushOf(MESSAGES.ring),
      pushOf(MESSAGES.cancel),
      pushOf(MESSAGES.inform),
    ]);
    const collapse_key = MESSAGES.ring.card.ringId;
    expect(received()).toEqual([
      expect.objectContaining({ android: { priority: 'high', ttl: '30s', collapse_key } }),
      expect.objectContaining({ android: { priority: 'high', ttl: '60s', collapse_key } }),
      expect.objectContaining({ android: { priority: 'normal', ttl: '14400s' } }),
    ]);
    for (const message of received())
      expect(Object.keys(message).sort()).toEqual(['android', 'data', 'token']);
  });

  it.each([
    ['UNREGISTERED', { outcome: 'gone' }],
    ['SENDER_ID_MISMATCH', { outcome: 'gone' }],
    ['QUOTA_EXCEEDED', { outcome: 'retry', afterMs: MINUTE_MS }],
    ['UNAVAILABLE', { outcome: 'retry' }],
    ['INTERNAL', { outcome: 'retry' }],
    ['INVALID_ARGUMENT', { outcome: 'rejected', scope: 'message' }],
    ['THIRD_PARTY_AUTH_ERROR', { outcome: 'rejected', scope: 'message' }],
    // FCM names the field: it is the token that cannot be, not what we wrote.
    ['no-token-at-all', { outcome: 'gone' }],
  ])('%s is %j', async (token, expected) => {
    expect(await send(MESSAGES.ring, token)).toMatchObject(expected);
  });

  it('tells the operator of a phone that belongs to another project', async () => {
    await send(MESSAGES.ring, 'SENDER_ID_MISMATCH');
    expect(warned).toEqual(['android: a device registered a token of another Firebase project']);
  });

  it.each([
    ['missing', 'there is no such project, or FCM is not switched on'],
    [
      'forbidden',
      'PERMISSION_DENIED: the service account may not send for this project; are project id and key of the same file?',
    ],
  ] as const)('strikes off no phone because the project is %s', async (project, reason) => {
    simulator.project = project;
    expect(await send()).toEqual({ outcome: 'rejected', scope: 'channel', reason });
    expect(await channel.check?.()).toEqual({ ok: false, reason });
  });

  it('tries once, whatever the SDK would do', async () => {
    await send();
    for (const mode of ['down', 'refused'] as const) {
      simulator.mode = mode;
      expect(await send()).toMatchObject({ outcome: 'retry' });
      simulator.mode = 'up';
      // The SDK's first repetition comes at once, and would ring a phone a second time by now.
      expect(await send()).toMatchObject({ outcome: 'accepted' });
    }
    // Before the trouble, the one that was refused, and one after each; nobody was listening to the other.
    expect(received()).toHaveLength(4);
  });

  it('lets go of a request that nobody waits for any more', async () => {
    await send();
    simulator.mode = 'hang';
    const abort = new AbortController();
    const pending = channel.send({
      id: 'row',
      target: { token: 'ok-device-t0ken' },
      message: MESSAGES.ring,
      signal: abort.signal,
    });
    abort.abort();
    expect(await pending).toEqual({ outcome: 'retry', reason: 'given up at the deadline' });
  });

  it('opens one connection and asks for one access token, however much it sends', async () => {
    await send();
    const [connections, tokens] = [simulator.connections, simulator.tokensIssued];
    for (let i = 0; i < 5; i += 1) await send();
    expect([simulator.connections, simulator.tokensIssued]).toEqual([connections, tokens]);
  });

  it('renews its access token beside the sends, before it ends, and waits for one that has ended', async () => {
    await send();
    const before = simulator.tokensIssued;
    clockMs += 52 * MINUTE_MS;
    expect(await send()).toMatchObject({ outcome: 'accepted' });
    await send();
    expect(simulator.tokensIssued).toBe(before + 1);
    clockMs += 65 * MINUTE_MS;
    expect(await send()).toMatchObject({ outcome: 'accepted' });
    expect(simulator.tokensIssued).toBe(before + 2);
  });

  it('gets a new access token where the old one was revoked, and gives up where a new one is not taken either', async () => {
    await send();
    clockMs += 5 * MINUTE_MS;
    simulator.revokeAccess();
    expect(await send()).toMatchObject({ outcome: 'retry' });
    expect(await send()).toMatchObject({ outcome: 'accepted' });
    simulator.revokeAccess();
    expect(await send()).toEqual({
      outcome: 'rejected',
      scope: 'channel',
      reason: 'UNAUTHENTICATED: FCM does not take the access token; was the service account’s key deleted?',
    });
  });

  it.each([200, 401, 404, 503])(
    'says so when something else answers in FCM’s place with %i',
    async (status) => {
      await send();
      simulator.htmlStatus = status;
      expect(await send()).toMatchObject({ outcome: 'retry' });
      // After a 503 nobody waits for what stands in it.
      if (status !== 503)
        expect(await channel.check?.()).toEqual({
          ok: false,
          reason: `not FCM’s answer (HTTP ${status}, no JSON): a proxy?`,
        });
    },
  );

  it('says at boot that nobody answers', async () => {
    simulator.mode = 'refused';
    expect(await (await open()).check?.()).toEqual({
      ok: false,
      reason: 'Google’s token service does not answer',
    });
    simulator.mode = 'up';
  });

  it('says whose key is refused', async () => {
    const wrong = await open(simulator.wrongSettings);
    const reason = 'Google refuses the service account: invalid_grant';
    expect(await wrong.check?.()).toEqual({ ok: false, reason });
    expect(await send(MESSAGES.ring, 'ok-device-t0ken', wrong)).toEqual({
      outcome: 'rejected',
      scope: 'channel',
      reason,
    });
  });

  it('rings two projects beside each other, also under one name', async () => {
    const second = await open();
    expect(await Promise.all([send(), send(MESSAGES.ring, 'ok-device-t0ken', second)])).toMatchObject([
      { outcome: 'accepted' },
      { outcome: 'accepted' },
    ]);
    await second.close?.();
    expect(await send()).toMatchObject({ outcome: 'accepted' });
  });

  it('tells two phones apart, and calls the one gone that has left', async () => {
    simulator.register('hana');
    expect(await send(MESSAGES.ring, 'hana')).toMatchObject({ outcome: 'accepted' });
    simulator.uninstall('hana');
    expect(await send(MESSAGES.ring, 'hana')).toMatchObject({ outcome: 'gone' });
  });

  it('cuts a long text rather than losing the ring', async () => {
    const title = 'ディスク'.repeat(1000);
    expect(await send({ ...MESSAGES.ring, card: { ...MESSAGES.ring.card, title } })).toMatchObject({
      outcome: 'accepted',
    });
    expect(received()[0]?.data['push']).toMatch(/"title":"(ディスク)+[ディス]*…"/);
  });

  it('takes a key as the environment carries it, refuses what is no such key, and repeats none of it', () => {
    const { privateKey, ...rest } = simulator.settings as { privateKey: string };
    const { success } = fcm.settings.safeParse({ ...rest, privateKey: privateKey.replaceAll('\n', '\\n') });
    expect(success).toBe(true);
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
    for (const wrong of ['s3cret', elliptic.export({ type: 'pkcs8', format: 'pem' }).toString()]) {
      const { error } = fcm.settings.safeParse({ ...rest, privateKey: wrong });
      expect(error?.issues).toEqual([
        expect.objectContaining({
          path: ['privateKey'],
          message: 'this is not the private key of a service account (PEM, RSA)',
        }),
      ]);
      expect(JSON.stringify(error?.issues)).not.toContain(wrong.slice(0, 40));
    }
  });
});
