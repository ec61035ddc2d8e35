import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  bodyOf,
  type Delivery,
  type Message,
  type PhoneScript,
  type Report,
  type SendOutcome,
} from '../../kit/index.js';
import { notifierContract } from '../../kit/testing/notifier-contract.js';
import {
  type SimulatedCall,
  type VonageCallback,
  vonageSimulator,
  type VonageSimulator,
} from './simulator/vonage.simulator.js';
import { vonage } from './vonage.js';

notifierContract(vonage, import.meta.dirname, vonageSimulator, {
  takes: { empty: { to: ['hang-up'], because: 'Vonage answers a hang-up with 204 and nothing else' } },
  unproved: {
    apiKey: 'it is compared with what callbacks say, and sent nowhere',
    signatureSecret: 'only Vonage signs with it',
    from: 'Vonage says at the first call that it is not a number of the account',
  },
});

const HANA = '+819011112222';
const CALLBACK = 'https://barry.test/callbacks/voice/ref';
const SCRIPT: PhoneScript = {
  locale: 'en',
  say: ['This is Barry. <db> is down.'],
  choices: [
    { digit: '1', say: 'Press 1 to take it' },
    { digit: '3', say: '3 to hear it again' },
  ],
};
const ONCE = 'This is Barry.  db  is down. Press 1 to take it 3 to hear it again';

describe('vonage', () => {
  let simulator: VonageSimulator;
  let channel: Awaited<ReturnType<typeof vonage.open>>;
  let reports: Report[] = [];
  const settings = () => vonage.settings.parse(simulator.settings);
  const open = (more: object = {}) =>
    vonage.open(vonage.settings.parse({ ...simulator.settings, ...more }), {
      instance: 'second',
      fetch: simulator.fetch ?? fetch,
      now: () => new Date(),
      log: { debug: () => undefined, warn: () => undefined },
    });
  const send = (message: Message, by = channel): Promise<SendOutcome> =>
    by.send({
      id: 'row',
      target: { number: HANA },
      message: message as Extract<Message, { kind: 'phone' | 'hang-up' | 'text' | 'verification' }>,
      callback: { url: CALLBACK, ref: 'ref' },
      signal: new AbortController().signal,
    });
  const phone = (script = SCRIPT): Message => ({ kind: 'phone', script, ringSeconds: 25 });
  const called = async (message = phone()): Promise<SimulatedCall> => {
    expect(await send(message)).toMatchObject({ outcome: 'accepted', externalId: expect.any(String) });
    await simulator.settled();
    const call = simulator.calls.at(-1);
    if (!call) throw new Error('nobody was called');
    return call;
  };
  const short = () =>
    reports.map((report) =>
      report.kind === 'stage' ? report.stage : report.kind === 'digit' ? `key ${report.digit}` : report.kind,
    );
  const house = async (request: VonageCallback): Promise<string> => {
    const delivery = deliveryOf(request);
    expect(await vonage.callbacks?.verify(delivery, settings())).toBe(true);
    const read = vonage.callbacks?.read(delivery) ?? [];
    reports.push(...read);
    const digit = read.find((report) => report.kind === 'digit')?.digit;
    const next: PhoneScript | undefined =
      digit === '1'
        ? { locale: 'ja', say: ['承知しました。'], choices: [] }
        : digit === '3'
          ? SCRIPT
          : undefined;
    const { body } = vonage.callbacks?.answer(next, delivery) ?? {};
    return body === undefined ? '' : JSON.stringify(body);
  };

  beforeAll(async () => {
    simulator = await vonageSimulator();
    channel = await open();
  });
  beforeEach(() => {
    reports = [];
    simulator.calls.length = 0;
    simulator.requests.length = 0;
    simulator.isHtml = false;
    simulator.onCallback = house;
  });
  afterAll(() => simulator.close());

  it('calls with the whole conversation in hand, rings as long as it shall, and never talks for ever', async () => {
    const call = await called();
    expect(call.made).toMatchObject({
      to: [{ type: 'phone', number: '819011112222' }],
      from: { type: 'phone', number: '815011112222' },
      event_url: [CALLBACK],
      ringing_timer: 25,
      length_timer: 180,
      machine_detection: 'continue',
    });
    await send(phone(), await open({ detectMachines: false }));
    expect(simulator.requests.at(-1)).not.toHaveProperty('machine_detection');
  });

  it('repeats on 3, takes 1, says what the house says, and hangs up', async () => {
    const call = await called();
    await call.ring();
    await call.pickUp();
    await call.press('3');
    await call.press('1');
    expect(short()).toEqual(['sent', 'ringing', 'answered', 'key 3', 'key 1', 'ended']);
    expect(call.heard).toEqual([ONCE, ONCE, '承知しました。']);
  });

  it('says it once more in silence, and then ends', async () => {
    const call = await called();
    await call.pickUp();
    await call.stayQuiet();
    await call.stayQuiet();
    expect(call.heard).toEqual([ONCE, ONCE]);
    expect(short()).toEqual(['sent', 'answered', 'key ', 'key ', 'ended']);
  });

  it.each([
    ['busy', 'busy'],
    ['rejected', 'busy'],
    ['timeout', 'no-answer'],
    ['unanswered', 'no-answer'],
    ['failed', 'failed'],
    ['cancelled', 'cancelled'],
  ] as const)('%s is told as %s', async (status, stage) => {
    const call = await called();
    await call.end(status);
    expect(short()).toEqual(['sent', stage]);
  });

  it('tells of a machine, and lets a person who was taken for one press a key all the same', async () => {
    const call = await called();
    await call.pickUp();
    await call.detectMachine();
    expect(short().at(-1)).toBe('machine');
    await call.press('1');
    expect(short().at(-2)).toBe('key 1');
  });

  it('hangs up what rings and what talks; what is over already is hung up', async () => {
    const [ringing, talking, over] = [await called(), await called(), await called()];
    await ringing.ring();
    await talking.pickUp();
    await over.end('busy');
    for (const { uuid } of [ringing, talking, over])
      expect(await send({ kind: 'hang-up', externalId: uuid })).toEqual({
        outcome: 'accepted',
        externalId: uuid,
      });
    await simulator.settled();
    expect([ringing.status, talking.status, over.status]).toEqual(['cancelled', 'completed', 'busy']);
  });

  it('calls whatever stands in the title, and never loses the choices', async () => {
    const call = await called(phone({ ...SCRIPT, say: [`\u0007<speak>${'障害です。'.repeat(1000)}`] }));
    await call.pickUp();
    expect(call.heard[0]).toMatch(/^ {2}speak 障害です。.* Press 1 to take it 3 to hear it again$/);
  });

  it('knows its own callbacks, and no others', async () => {
    const state = { status: 'ringing', uuid: 'u' };
    const genuine = simulator.signed(CALLBACK, state);
    const verify = (request: VonageCallback) => vonage.callbacks?.verify(deliveryOf(request), settings());
    expect(await verify(genuine)).toBe(true);
    const { signatureSecret } = simulator.settings as { signatureSecret: string };
    expect(await verify(signedAnew(genuine, 'HS256', signatureSecret))).toBe(true);
    const forged: readonly VonageCallback[] = [
      { ...genuine, rawBody: genuine.rawBody.replace('ringing', 'completed') },
      { ...genuine, headers: { 'content-type': 'application/json' } },
      { ...genuine, headers: { ...genuine.headers, authorization: 'Bearer a.b.c' } },
      simulator.signed(CALLBACK, state, { api_key: 'ffffffff' }),
      simulator.signed(CALLBACK, state, { application_id: '00000000-0000-4000-8000-000000000000' }),
      simulator.signed(CALLBACK, state, { iat: Math.floor(Date.now() / 1000) - 3600 }),
      simulator.signed(CALLBACK, state, { payload_hash: undefined }),
      signedAnew(genuine, 'HS256', 'another secret'),
      signedAnew(genuine, 'none', signatureSecret),
    ];
    for (const request of forged) expect(await verify(request)).toBe(false);
  });

  it('finds a call that was made since then; no older one, and nobody else’s', async () => {
    const before = new Date();
    expect(await channel.find?.('row', { number: HANA }, before)).toBeUndefined();
    const { uuid } = await called();
    expect(await channel.find?.('row', { number: HANA }, before)).toEqual({
      outcome: 'accepted',
      externalId: uuid,
    });
    expect(await channel.find?.('row', { number: '+819033334444' }, before)).toBeUndefined();
    expect(await channel.find?.('row', { number: HANA }, new Date(Date.now() + 5000))).toBeUndefined();
  });

  it('writes texts from their own sender, and cuts what is too long', async () => {
    const text = await send(
      { kind: 'text', text: '重大'.repeat(2000), locale: 'ja' },
      await open({ smsFrom: 'Barry' }),
    );
    expect(text).toMatchObject({ outcome: 'accepted', externalId: expect.any(String) });
    expect(simulator.requests).toMatchObject([
      { channel: 'sms', to: '819011112222', from: 'Barry', webhook_url: CALLBACK },
    ]);
  });

  it('reads how long a call was and what is taken for it, and leaves out what is no number', () => {
    const read = (body: object) => vonage.callbacks?.read(deliveryOf(simulator.signed(CALLBACK, body)));
    expect(read({ uuid: 'u', status: 'completed', duration: '61', price: '0.02390000' })).toEqual([
      {
        kind: 'stage',
        stage: 'ended',
        externalId: 'u',
        seconds: 61,
        price: { amount: 0.0239, currency: 'EUR' },
      },
    ]);
    expect(read({ uuid: 'u', status: 'completed', duration: '', price: 'free' })).toEqual([
      { kind: 'stage', stage: 'ended', externalId: 'u' },
    ]);
  });

  it('reads what becomes of a text, and an answer to one', () => {
    const read = (body: object) => vonage.callbacks?.read(deliveryOf(simulator.signed(CALLBACK, body)));
    expect(read({ message_uuid: 'm', status: 'delivered' })).toEqual([
      { kind: 'stage', stage: 'delivered', externalId: 'm' },
    ]);
    expect(read({ message_uuid: 'm', text: 'ok', from: '819011112222' })).toEqual([
      { kind: 'text', text: 'ok', from: '819011112222' },
    ]);
    expect(read({ status: 'disconnected' })).toEqual([]);
  });

  it('says so when something else answers in Vonage’s place', async () => {
    simulator.isHtml = true;
    const reason = "not Vonage's answer (HTTP 200, no JSON): a proxy?";
    expect(await send(phone())).toEqual({ outcome: 'retry', reason });
    expect(await channel.check?.()).toEqual({ ok: false, reason });
    await expect(channel.find?.('row', { number: HANA }, new Date())).rejects.toThrow();
  });

  it('says what is wrong with the account, and what it was not given', async () => {
    expect(await (await open(simulator.wrongSettings)).check?.()).toEqual({
      ok: false,
      reason: 'HTTP 401: application id and private key do not belong together',
    });
    expect(await send(phone(), await open({ from: '+815099999999' }))).toEqual({
      outcome: 'rejected',
      scope: 'channel',
      reason: 'HTTP 400: from.number',
    });
  });

  it('says at boot that nobody answers', async () => {
    simulator.mode = 'refused';
    expect(await channel.check?.()).toEqual({ ok: false, reason: 'Vonage does not answer' });
    simulator.mode = 'up';
  });

  it('refuses settings that cannot be, in words, and never repeats them', () => {
    const { error } = vonage.settings.safeParse({
      ...simulator.settings,
      privateKey: 's3cret',
      detectMachines: false,
    });
    expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
      'privateKey: this is not the private key of a Vonage application (PEM, RSA)',
    ]);
    const { privateKey } = simulator.settings as { privateKey: string };
    const written = { ...simulator.settings, privateKey: privateKey.replaceAll('\n', '\\n') };
    expect(vonage.settings.safeParse(written).success).toBe(true);
  });
});

/** Everything as Vonage says it, but with another head or another secret. */
function signedAnew(genuine: VonageCallback, alg: string, secret: string): VonageCallback {
  const [, claims = ''] = (genuine.headers['authorization'] ?? '').split('.');
  const text = `${Buffer.from(JSON.stringify({ alg })).toString('base64url')}.${claims}`;
  const signature = createHmac('sha256', secret).update(text).digest('base64url');
  return { ...genuine, headers: { ...genuine.headers, authorization: `Bearer ${text}.${signature}` } };
}

function deliveryOf({ url, headers, rawBody }: VonageCallback): Delivery {
  const bytes = new TextEncoder().encode(rawBody);
  return {
    method: 'POST',
    url,
    path: new URL(url).pathname,
    params: {},
    query: Object.fromEntries(new URL(url).searchParams),
    headers,
    rawBody: bytes,
    body: bodyOf(bytes, headers['content-type']),
    receivedAt: new Date(),
  };
}
