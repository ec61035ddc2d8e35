import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import vendor from 'twilio';
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
  type TwilioCallback,
  twilioSimulator,
  type TwilioSimulator,
} from './simulator/twilio.simulator.js';
import { twilio } from './twilio.js';

notifierContract(twilio, import.meta.dirname, twilioSimulator);

const HANA = '+819011112222';
const CALLBACK = 'https://barry.test/callbacks/voice/ref';
const SCRIPTS = {
  en: {
    locale: 'en',
    say: ['This is Barry. Mail is called: <db> & "disk" is full.'],
    choices: [
      { digit: '1', say: 'Press 1 to take it' },
      { digit: '2', say: '2 if you cannot' },
      { digit: '3', say: '3 to hear it again' },
    ],
  },
  ja: {
    locale: 'ja',
    say: ['バリーからの呼び出しです。ディスクが満杯です。'],
    choices: [{ digit: '1', say: '対応する場合は1を' }],
  },
} as const satisfies Record<string, PhoneScript>;

describe('twilio', () => {
  let simulator: TwilioSimulator;
  let channel: Awaited<ReturnType<typeof twilio.open>>;
  let reports: Report[] = [];
  const settings = () => twilio.settings.parse(simulator.settings);
  const open = (more: object = {}) =>
    twilio.open(twilio.settings.parse({ ...simulator.settings, ...more }), {
      instance: 'voice',
      fetch: simulator.fetch ?? fetch,
      now: () => new Date(),
      log: { debug: () => undefined, warn: () => undefined },
    });
  const send = (message: Message, { number = HANA, by = channel } = {}): Promise<SendOutcome> =>
    by.send({
      id: 'row',
      target: { number },
      message: message as Extract<Message, { kind: 'phone' | 'hang-up' | 'text' | 'verification' }>,
      callback: { url: CALLBACK, ref: 'ref' },
      signal: new AbortController().signal,
    });
  const phone = (script: PhoneScript = SCRIPTS.en): Message => ({ kind: 'phone', script, ringSeconds: 25 });
  const called = async (message = phone()): Promise<SimulatedCall> => {
    expect(await send(message)).toMatchObject({ outcome: 'accepted' });
    await simulator.settled();
    const call = simulator.calls.at(-1);
    if (!call) throw new Error('nobody was called');
    return call;
  };
  const short = () =>
    reports.map((report) =>
      report.kind === 'stage' ? report.stage : report.kind === 'digit' ? `key ${report.digit}` : report.kind,
    );

  /** The house in small: verifies, reads, and says what comes after a key. */
  const house = async (request: TwilioCallback): Promise<string> => {
    const delivery = deliveryOf(request);
    expect(await twilio.callbacks?.verify(delivery, settings())).toBe(true);
    const read = twilio.callbacks?.read(delivery) ?? [];
    reports.push(...read);
    const digit = read.find((report) => report.kind === 'digit')?.digit;
    const next: PhoneScript | undefined =
      digit === '1'
        ? { locale: 'en', say: ['It is yours.'], choices: [] }
        : digit === '3'
          ? SCRIPTS.en
          : undefined;
    return (twilio.callbacks?.answer(next, delivery).body ?? '') as string;
  };

  beforeAll(async () => {
    simulator = await twilioSimulator();
    channel = await open();
  });
  beforeEach(() => {
    reports = [];
    simulator.calls.length = 0;
    simulator.requests.length = 0;
    simulator.isHtml = false;
    simulator.account = 'active';
    simulator.onCallback = house;
  });
  afterAll(() => simulator.close());

  it('calls with the whole conversation in hand, rings as long as it shall, and never talks for ever', async () => {
    await called();
    expect(simulator.requests).toMatchObject([
      {
        To: HANA,
        From: '+815011112222',
        Timeout: '25',
        TimeLimit: '180',
        StatusCallback: CALLBACK,
        StatusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
        MachineDetection: 'Enable',
        AsyncAmd: 'true',
        AsyncAmdStatusCallback: CALLBACK,
      },
    ]);
  });

  it('repeats on 3, takes 1, says what the house says, and hangs up', async () => {
    const call = await called();
    await call.ring();
    await call.pickUp();
    await call.press('3');
    await call.press('1');
    expect(short()).toEqual(['sent', 'ringing', 'answered', 'key 3', 'key 1', 'ended']);
    const once = [...SCRIPTS.en.say, ...SCRIPTS.en.choices.map(({ say }) => say)];
    expect(call.heard).toEqual([...once, ...once, 'It is yours.']);
    expect(call.status).toBe('completed');
  });

  it('says it once more in silence, without asking us, and then ends', async () => {
    const call = await called();
    await call.pickUp();
    await call.stayQuiet();
    const once = SCRIPTS.en.say.length + SCRIPTS.en.choices.length;
    expect(call.heard).toHaveLength(2 * once);
    await call.stayQuiet();
    expect([call.status, short()]).toEqual(['completed', ['sent', 'answered', 'ended']]);
  });

  it('speaks Japanese in a Japanese voice', async () => {
    const call = await called(phone(SCRIPTS.ja));
    await call.pickUp();
    expect(call.heard.slice(0, 2)).toEqual([SCRIPTS.ja.say[0], SCRIPTS.ja.choices[0].say]);
    const [{ Twiml }] = simulator.requests as [{ Twiml: string }];
    expect(Twiml).toContain('<Say language="ja-JP" voice="Polly.Mizuki">');
  });

  it.each([
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['failed', 'failed'],
    ['canceled', 'cancelled'],
  ] as const)('%s is told as %s', async (status, stage) => {
    const call = await called();
    await call.end(status);
    expect(short()).toEqual(['sent', stage]);
  });

  it('tells of a machine, and lets a person who was taken for one press a key all the same', async () => {
    const call = await called();
    await call.pickUp();
    await call.detect('machine_start');
    expect(short().at(-1)).toBe('machine');
    await call.press('1');
    expect(short().at(-2)).toBe('key 1');
    await call.detect('human');
    expect(short().filter((one) => one === 'machine')).toHaveLength(1);
  });

  it('looks for no machine where it shall not cost', async () => {
    await send(phone(), { by: await open({ detectMachines: false }) });
    expect(simulator.requests[0]).not.toHaveProperty('MachineDetection');
  });

  it.each([false, true])(
    'hangs up what rings, what talks, and what is over already (strict: %s)',
    async (isStrict) => {
      simulator.isStrict = isStrict;
      const [ringing, talking, over] = [await called(), await called(), await called()];
      await ringing.ring();
      await talking.pickUp();
      await over.end('busy');
      for (const { sid } of [ringing, talking, over])
        expect(await send({ kind: 'hang-up', externalId: sid })).toEqual({
          outcome: 'accepted',
          externalId: sid,
        });
      await simulator.settled();
      expect([ringing.status, talking.status, over.status]).toEqual(['canceled', 'completed', 'busy']);
      expect(await send({ kind: 'hang-up', externalId: `CA${'9'.repeat(32)}` })).toMatchObject({
        outcome: 'rejected',
        scope: 'message',
      });
    },
  );

  it('calls whatever stands in the title', async () => {
    const odd = `\u0007 \u{1F525} ${'\uD800'} ]]> <Hangup/> &amp; '"`;
    const call = await called(phone({ ...SCRIPTS.en, say: [odd] }));
    await call.pickUp();
    expect(call.heard[0]).toBe(`  \u{1F525} \uFFFD ]]> <Hangup/> &amp; '"`);
    const long = await called(phone({ ...SCRIPTS.ja, say: ['障害です。'.repeat(2000)] }));
    await long.pickUp();
    expect(long.heard[0]).toMatch(/^障害です。/);
  });

  it('knows its own callbacks by the public address, as Twilio’s own library does, and no others', async () => {
    const form = { CallSid: 'CA1', CallStatus: 'ringing', SequenceNumber: '1' };
    const genuine = simulator.signed(CALLBACK, form);
    const verify = (request: TwilioCallback) => twilio.callbacks?.verify(deliveryOf(request), settings());
    expect(await verify(genuine)).toBe(true);
    const { authToken } = simulator.settings as { authToken: string };
    const signature = genuine.headers['x-twilio-signature'] ?? '';
    expect(vendor.validateRequest(authToken, signature, CALLBACK, form)).toBe(true);
    const forged: readonly TwilioCallback[] = [
      { ...genuine, rawBody: genuine.rawBody.replace('ringing', 'completed') },
      { ...genuine, rawBody: `${genuine.rawBody}&Digits=1` },
      { ...genuine, url: `${CALLBACK}?keys=1` },
      { ...genuine, url: CALLBACK.replace('ref', 'other') },
      { ...genuine, url: CALLBACK.replace('barry.test', '10.0.0.7') },
      { ...genuine, headers: { ...genuine.headers, 'x-twilio-signature': 'forged' } },
      { ...genuine, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ];
    for (const request of forged) expect(await verify(request)).toBe(false);
    const other = twilio.settings.parse(simulator.wrongSettings);
    expect(await twilio.callbacks?.verify(deliveryOf(genuine), other)).toBe(false);
  });

  it('reads the order of states, which may come out of order', async () => {
    const call = await called();
    await call.ring();
    expect(reports).toEqual([
      { kind: 'stage', stage: 'sent', externalId: call.sid, sequence: 0 },
      { kind: 'stage', stage: 'ringing', externalId: call.sid, sequence: 1 },
    ]);
  });

  it('finds a call that still waits in the queue; no older one, and nobody else’s', async () => {
    const before = new Date();
    expect(await channel.find?.('row', { number: HANA }, before)).toBeUndefined();
    const { sid } = await called();
    expect(await channel.find?.('row', { number: HANA }, before)).toEqual({
      outcome: 'accepted',
      externalId: sid,
    });
    expect(await channel.find?.('row', { number: '+819033334444' }, before)).toBeUndefined();
    expect(await channel.find?.('row', { number: HANA }, new Date(Date.now() + 5000))).toBeUndefined();
  });

  it('writes texts from their own sender, and cuts what is too long', async () => {
    const by = await open({ smsFrom: '+815011112222' });
    expect(await send({ kind: 'text', text: '重大'.repeat(2000), locale: 'ja' }, { by })).toMatchObject({
      outcome: 'accepted',
      externalId: expect.stringMatching(/^SM/),
    });
    expect(simulator.requests).toMatchObject([{ From: '+815011112222', StatusCallback: CALLBACK }]);
    const sent = send(
      { kind: 'verification', code: '123456', text: 'Your code is 123456', locale: 'en' },
      { by: await open({ smsFrom: 'Barry' }) },
    );
    expect(await sent).toEqual({
      outcome: 'rejected',
      scope: 'channel',
      reason: 'Twilio 21606: the sender of texts cannot send texts',
    });
  });

  it('reads what becomes of a text, and an answer to one', () => {
    const read = (form: Record<string, string>) =>
      twilio.callbacks?.read(deliveryOf(simulator.signed(CALLBACK, form)));
    expect(read({ MessageSid: 'SM1', MessageStatus: 'delivered' })).toEqual([
      { kind: 'stage', stage: 'delivered', externalId: 'SM1' },
    ]);
    expect(read({ MessageSid: 'SM1', Body: 'ok', From: HANA })).toEqual([
      { kind: 'text', text: 'ok', from: HANA },
    ]);
    expect(read({ CallSid: 'CA1', CallStatus: 'queued' })).toEqual([]);
  });

  it('says so when something else answers in Twilio’s place', async () => {
    simulator.isHtml = true;
    const reason = "not Twilio's answer (HTTP 200, no JSON): a proxy?";
    expect(await send(phone())).toEqual({ outcome: 'retry', reason });
    expect(await channel.check?.()).toEqual({ ok: false, reason });
    await expect(channel.find?.('row', { number: HANA }, new Date())).rejects.toThrow();
  });

  it('says what is wrong with the account', async () => {
    expect(await (await open({ authToken: 'wr0ng-auth-token' })).check?.()).toEqual({
      ok: false,
      reason: 'Twilio 20003: the account SID or the auth token is wrong',
    });
    expect(await send(phone(), { by: await open({ from: '+815099999999' }) })).toEqual({
      outcome: 'rejected',
      scope: 'channel',
      reason: 'Twilio 21210: the caller number is neither a number of the account nor verified',
    });
    simulator.account = 'suspended';
    expect(await channel.check?.()).toEqual({ ok: false, reason: 'the Twilio account is suspended' });
    expect(await send(phone())).toMatchObject({ outcome: 'rejected', scope: 'channel' });
  });

  it('says at boot that nobody answers', async () => {
    simulator.mode = 'refused';
    expect(await channel.check?.()).toEqual({ ok: false, reason: 'Twilio does not answer' });
    simulator.mode = 'up';
  });

  it('refuses settings that cannot be, in words, and never repeats them', () => {
    const { error } = twilio.settings.safeParse({ accountSid: 'SK1', authToken: '', from: '050-1111-2222' });
    expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
      'accountSid: an account SID is AC and 32 hexadecimal digits',
      expect.stringMatching(/^authToken: /),
      'from: write the number with its country, like +815012345678',
    ]);
    expect(error?.message).not.toContain('1111');
  });
});

function deliveryOf({ url, headers, rawBody }: TwilioCallback): Delivery {
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
