import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Message, SendOutcome } from '../../kit/index.js';
import { MESSAGES, notifierContract } from '../../kit/testing/notifier-contract.js';
import { email } from './email.js';
import type { Mail } from './mail.js';
import { type EmailSimulator, emailSimulator } from './simulator/email.simulator.js';

notifierContract(email, import.meta.dirname, emailSimulator, {
  hidesRetryAfter: 'SMTP says "later", and never when',
});

const NOW = new Date('2026-11-26T03:12:00Z');
const open = (settings: object, ca?: string) =>
  email.open(email.settings.parse(settings), {
    instance: 'a',
    fetch,
    ca,
    now: () => NOW,
    log: { debug: () => undefined, warn: () => undefined },
  });
type Opened = Awaited<ReturnType<typeof open>>;
const sendBy = (
  channel: Opened,
  message: Message,
  address = 'hana@example.jp',
  id = 'row-1',
): Promise<SendOutcome> =>
  channel.send({
    id,
    target: email.target.parse({ address }),
    message: message as Mail,
    signal: new AbortController().signal,
  });

describe('e-mail', () => {
  let simulator: EmailSimulator;
  let channel: Opened;
  const send = (message: Message, address?: string, id?: string) => sendBy(channel, message, address, id);
  const settings = (more: object = {}) => ({ ...simulator.settings, ...more });

  beforeAll(async () => {
    simulator = await emailSimulator();
    channel = await open(settings(), simulator.ca);
  });
  beforeEach(() => {
    simulator.requests.length = 0;
    (simulator.mails as unknown[]).length = 0;
  });
  afterAll(() => simulator.close());

  it('arrives encrypted, from the configured sender, in Japanese as it was written', async () => {
    channel = await open(settings({ fromName: '当番バリー' }), simulator.ca);
    await send({ kind: 'text', text: 'ディスクがいっぱいです\nnas1の/varが98%', locale: 'ja' });
    expect(simulator.mails).toMatchObject([
      {
        sender: 'barry@example.jp',
        recipients: ['hana@example.jp'],
        isEncrypted: true,
        headers: {
          from: '当番バリー <barry@example.jp>',
          to: 'hana@example.jp',
          subject: 'ディスクがいっぱいです nas1の/varが98%',
          date: 'Thu, 26 Nov 2026 03:12:00 +0000',
          'auto-submitted': 'auto-generated',
        },
        text: 'ディスクがいっぱいです\nnas1の/varが98%',
      },
    ]);
    // On the way it is plain ASCII: not every server of a long way knows more.
    expect(simulator.mails[0]?.raw.join('\n')).toMatch(/^[\x20-\x7e\n]+$/);
  });

  it('writes a code and news with a link that can be opened', async () => {
    channel = await open(settings({ consoleUrl: 'https://barry.example.jp' }), simulator.ca);
    await send(MESSAGES.verification);
    await send({ ...MESSAGES.inform, link: '/incidents/7' });
    expect(simulator.mails).toMatchObject([
      { headers: { subject: 'Your code is 123456' }, text: 'Your code is 123456' },
      {
        headers: { subject: 'Taken' },
        text: 'Taken\n\nHana took it\n\nhttps://barry.example.jp/incidents/7',
      },
    ]);
  });

  it('keeps the Message-ID of a request, so that a repeated mail is the same mail', async () => {
    const first = await send(MESSAGES.text, undefined, 'row-1');
    expect(await send(MESSAGES.text, undefined, 'row-1')).toEqual(first);
    await send(MESSAGES.text, undefined, 'row-2');
    expect(simulator.mails.map(({ headers }) => headers['message-id'])).toEqual([
      '<row-1@example.jp>',
      '<row-1@example.jp>',
      '<row-2@example.jp>',
    ]);
  });

  it.each([
    'a\r\nBcc: eve@example.org',
    'a\nBcc: eve@example.org',
    'a\u2028Bcc: eve@example.org',
    'a\0\rBcc: eve@example.org',
  ])('lets no title become a header: %j', async (title) => {
    await send({ ...MESSAGES.inform, title });
    expect(simulator.mails).toMatchObject([
      { recipients: ['hana@example.jp'], headers: { subject: 'a Bcc: eve@example.org' } },
    ]);
    expect(simulator.mails[0]?.headers).not.toHaveProperty('bcc');
  });

  it('lets no request id become a header', async () => {
    await send(MESSAGES.text, undefined, 'x>\r\nBcc: eve@example.org');
    expect(simulator.mails[0]?.raw.filter((line) => /^bcc/i.test(line))).toEqual([]);
  });

  it('refuses addresses and names that are more than one, before anything is sent', () => {
    for (const address of [
      'hana@example.jp\r\nRCPT TO:<eve@example.org>',
      'a@b.jp, c@d.jp',
      'Hana <a@b.jp>',
      '',
    ])
      expect(email.target.safeParse({ address }).success).toBe(false);
    expect(email.settings.safeParse(settings({ fromName: 'Barry\r\nBcc: eve@example.org' })).success).toBe(
      false,
    );
    expect(email.settings.safeParse(settings({ from: 'Barry <barry@example.jp>' })).success).toBe(false);
    expect(email.settings.safeParse(settings({ host: 'smtp://mail.example.jp' })).success).toBe(false);
  });

  it.each([
    ['gone', { outcome: 'gone', reason: 'nobody has this address (550 5.1.1)' }],
    ['moved', { outcome: 'gone', reason: 'nobody has this address (550 5.2.1)' }],
    [
      'policy',
      { outcome: 'rejected', scope: 'message', reason: 'the mail server refuses this recipient (550 5.7.1)' },
    ],
    [
      'bare',
      { outcome: 'rejected', scope: 'message', reason: 'the mail server refuses this recipient (550)' },
    ],
    [
      'full',
      { outcome: 'rejected', scope: 'message', reason: 'the mail server refuses this recipient (552 5.2.2)' },
    ],
    ['grey', { outcome: 'retry', reason: 'the mail server says later (450 4.2.0)' }],
  ])('understands what is said of the mailbox %s, and repeats no words', async (name, outcome) => {
    expect(await send(MESSAGES.text, `${name}@example.jp`)).toEqual(outcome);
  });

  it('tells a mail that is refused from a sender that is', async () => {
    const eicar: Message = { kind: 'text', text: 'EICAR', locale: 'en' };
    expect(await send(eicar)).toEqual({
      outcome: 'rejected',
      scope: 'message',
      reason: 'the mail server refuses this mail (554 5.7.1)',
    });
    const stranger = await open(settings({ from: 'root@example.jp' }), simulator.ca);
    expect(await sendBy(stranger, MESSAGES.text)).toEqual({
      outcome: 'rejected',
      scope: 'channel',
      reason: 'the mail server refuses this sender (553 5.7.1)',
    });
  });

  it('says that it was the password, at the check and at the send', async () => {
    const wrong = await open(simulator.wrongSettings ?? {}, simulator.ca);
    const reason = 'the mail server refuses user name or password (535 5.7.8)';
    expect(await wrong.check?.()).toEqual({ ok: false, reason });
    expect(await sendBy(wrong, MESSAGES.text)).toEqual({ outcome: 'rejected', reason, scope: 'channel' });
  });

  it('trusts no certificate that nobody vouches for', async () => {
    const before = simulator.offered.length;
    expect(await sendBy(await open(settings()), MESSAGES.text)).toMatchObject({
      outcome: 'rejected',
      scope: 'channel',
      reason: expect.stringMatching(/^the certificate of the mail server is not to be trusted/),
    });
    expect(simulator.offered).toHaveLength(before);
  });

  it('cuts a subject that is longer than anybody reads', async () => {
    await send({ ...MESSAGES.inform, title: '𠮷'.repeat(400) });
    expect(simulator.mails[0]?.headers['subject']).toBe(`${'𠮷'.repeat(74)}…`);
  });

  it('wants user name and password together, and no password in the open', () => {
    const issues = (more: object) => email.settings.safeParse(settings(more)).error?.issues;
    expect(issues({ password: undefined })).toMatchObject([{ path: ['password'] }]);
    expect(issues({ security: 'none' })).toMatchObject([{ path: ['security'] }]);
  });
});

describe('e-mail by other ways', () => {
  const simulators: EmailSimulator[] = [];
  const started = async (options: Parameters<typeof emailSimulator>[0]) => {
    const simulator = await emailSimulator(options);
    simulators.push(simulator);
    return simulator;
  };
  afterAll(() => Promise.all(simulators.map((simulator) => simulator.close())));

  it('speaks TLS from the first byte where it is told to', async () => {
    const simulator = await started({ security: 'tls' });
    expect(await sendBy(await open(simulator.settings, simulator.ca), MESSAGES.text)).toMatchObject({
      outcome: 'accepted',
    });
    expect(simulator.mails).toMatchObject([{ isEncrypted: true }]);
  });

  it('hands a mail to a server of its own machine without encryption, where it is told to', async () => {
    const simulator = await started({ security: 'none' });
    expect(await sendBy(await open(simulator.settings), MESSAGES.text)).toMatchObject({
      outcome: 'accepted',
    });
    expect(simulator.mails).toMatchObject([{ isEncrypted: false }]);
  });

  it('tells no password where STARTTLS was taken out of the conversation', async () => {
    const simulator = await started({ isStripped: true });
    expect(await sendBy(await open(simulator.settings, simulator.ca), MESSAGES.text)).toEqual({
      outcome: 'rejected',
      scope: 'channel',
      reason: 'the mail server offers no STARTTLS',
    });
    expect([simulator.offered, simulator.mails]).toEqual([[], []]);
  });

  it('says so where TLS is spoken to a port that begins without it', async () => {
    const simulator = await started({ security: 'starttls' });
    const channel = await open({ ...simulator.settings, security: 'tls' }, simulator.ca);
    expect(await sendBy(channel, MESSAGES.text)).toMatchObject({
      outcome: 'rejected',
      scope: 'channel',
      reason: expect.stringMatching(/starttls instead of tls/),
    });
  });

  it('says so where a web server answers', async () => {
    const web = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html>key=s3cret</html>');
    });
    await new Promise<void>((listening) => web.listen(0, '127.0.0.1', listening));
    const { port } = web.address() as AddressInfo;
    const channel = await open({ host: '127.0.0.1', port, security: 'none', from: 'barry@example.jp' });
    const reason = 'what answers there is no mail server';
    expect(await sendBy(channel, MESSAGES.text)).toEqual({ outcome: 'retry', reason });
    expect(await channel.check?.()).toEqual({ ok: false, reason });
    await new Promise((closed) => web.close(closed));
  });
});
