import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import pg from 'pg';
import { freePort } from '../harness/free-port.js';
import type { House, RestAnswer } from '../harness/house.js';
import { MailLine } from '../harness/mail-line.js';
import { makeWorld, type World } from '../harness/world.js';

type Said = RestAnswer['body'];

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;
const DOMAIN = 'alerts.example.jp';
const SAMPLES = join(import.meta.dirname, '../../src/plugins/alert-sources/email/fixtures');

describe.each(['smtp', 'lmtp'] as const)('mail by %s', (protocol) => {
  let world: World;
  let house: House;
  let folder: string;
  let port: number;
  let integrationId: string;
  let key: string;

  beforeAll(async () => {
    port = await freePort();
    folder = mkdtempSync(join(tmpdir(), 'barry-mail-'));
    const config = join(folder, 'mail.yaml');
    const usual = readFileSync(join(import.meta.dirname, '../harness/house.yaml'), 'utf8');
    writeFileSync(config, `${usual}intake: { signalsPerMinute: 6, burst: 5 }\n`);
    const environment = {
      BARRY_CONFIG: config,
      BARRY_MAIL_PROTOCOL: protocol,
      BARRY_MAIL_PORT: String(port),
      BARRY_MAIL_DOMAIN: DOMAIN,
    };
    world = await makeWorld({ phones: false, environment });
    house = world.house;
  }, HOUSE_MS);
  afterAll(async () => {
    await house.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => ({ integrationId, key } = await integration('Mail')));

  const integration = async (name: string): Promise<{ integrationId: string; key: string }> => {
    const given = { teamId: world.teamId, name, source: 'email', mode: 'shadow' };
    const made = await house.ok('POST', '/integrations', given, world.admin.token);
    const id = made['integrationId'] as string;
    const setup = await house.ok('POST', `/integrations/${id}/setup`, {}, world.admin.token);
    expect(setup['instructions']).toContain(`${setup['key']}@${DOMAIN}`);
    return { integrationId: id, key: setup['key'] as string };
  };
  const send = (to: string | readonly string[], raw: string | Buffer) =>
    createTransport({
      host: '127.0.0.1',
      port,
      lmtp: protocol === 'lmtp',
      ignoreTLS: true,
      connectionTimeout: 20_000,
    }).sendMail({ envelope: { from: 'zabbix@example.jp', to: typeof to === 'string' ? to : [...to] }, raw });
  /** LMTP answers for each recipient, SMTP for all. */
  const fails = async (to: string, raw: string | Buffer): Promise<number> => {
    const refused = await send(to, raw).then(
      ({ rejectedErrors }) => rejectedErrors?.[0],
      (error: unknown) => error,
    );
    if (refused === undefined) throw new Error('it was taken');
    return (refused as { responseCode?: number }).responseCode ?? 0;
  };
  const here = (tag = ''): string => `${key}${tag}@${DOMAIN}`;
  const sample = (name: string): Buffer => readFileSync(join(SAMPLES, name));
  const deliveries = async (id = integrationId): Promise<Said[]> =>
    (await house.ok('GET', `/integrations/${id}/deliveries`, undefined, world.admin.token))['deliveries'];
  const alerts = async (id = integrationId): Promise<Said[]> =>
    (await house.ok('GET', `/alerts?integrationId=${id}`, undefined, world.admin.token))['alerts'];
  const mail = (subject: string, more = ''): string =>
    `From: monitor@example.jp\r\nSubject: ${subject}\r\n${more}\r\nHost: mx1\r\n`;

  it('opens the alert of a problem, and its recovery resolves it', async () => {
    await send(here(), sample('samples/real-zabbix-problem-text.eml'));
    expect(await alerts()).toMatchObject([
      { title: 'Problem: CPU 使用率が高い: 東京 MX サーバ #1 📈', severity: 'high', status: 'firing' },
    ]);
    await send(here(), sample('samples/real-zabbix-recovery-text.eml'));
    expect(await alerts()).toMatchObject([{ status: 'resolved', count: 1 }]);
  });

  it('is kept as it was sent, without the key that it came by', async () => {
    const raw = sample('iso-2022-jp-problem.eml').toString('latin1');
    await send(here(), raw);
    const [kept] = await deliveries();
    expect(kept).toMatchObject({
      method: 'SMTP',
      path: `/…@${DOMAIN}`,
      outcome: 'accepted',
      contentType: 'message/rfc822',
      headers: { 'x-envelope-from': 'zabbix@example.jp' },
    });
    // On the wire each line ends in two signs, and the last one is no part of the message.
    expect(kept?.['body'].trimEnd()).toBe(raw.replaceAll(/\r?\n/g, '\r\n').trimEnd());
    expect(await alerts()).toMatchObject([{ title: '【障害】東京 MX サーバのキューが増加しています' }]);
  });

  it('is one alert by what stands behind the plus sign, whatever it says', async () => {
    await send(here('+Disk/db1'), mail('disk is full'));
    await send(here('+Disk/db1').replace(key, key.toUpperCase()), mail('disk is fuller'));
    await send(here('+disk-db2'), mail('disk is full'));
    expect((await alerts()).map(({ title, count, dedupKey }) => [title, count, dedupKey])).toEqual([
      ['disk is full', 1, 'tag:disk-db2'],
      ['disk is fuller', 2, 'tag:Disk/db1'],
    ]);
    // However it was written, the key is kept nowhere.
    expect(JSON.stringify((await deliveries()).map(({ path }) => path)).toLowerCase()).not.toContain(key);
  });

  it('is answered when it is stored, and not before', async () => {
    const holder = new pg.Client(house.databaseUrl);
    await holder.connect();
    await holder.query('begin');
    await holder.query('lock table alerts');
    const state = { isAnswered: false };
    const sent = send(here(), mail('late')).then(() => (state.isAnswered = true));
    // It waits for the table.
    for (let waiting = 0; waiting === 0;) {
      const [row] = await house.query<{ waiting: string }>(
        `select count(*) as waiting from pg_locks where not granted and relation = 'alerts'::regclass`,
      );
      waiting = Number(row?.waiting);
    }
    expect(state.isAnswered).toBe(false);
    await holder.end();
    await sent;
    expect(await alerts()).toHaveLength(1);
  });

  it('is taken once, however often a mail server tries', async () => {
    const once = mail('once', 'Message-ID: <once@example.jp>\r\n');
    await send(here(), once);
    await send(here(), once);
    expect(await alerts()).toMatchObject([{ count: 1 }]);
    expect((await deliveries()).map(({ outcome }) => outcome)).toEqual(['duplicate', 'accepted']);
  });

  it('is refused where there is no such address', async () => {
    expect(await fails(`nobody@${DOMAIN}`, mail('x'))).toBe(550);
    expect(await fails(`${key}@example.jp`, mail('x'))).toBe(550);
    const other = await house.ok(
      'POST',
      '/integrations',
      { teamId: world.teamId, name: 'Other', source: 'generic' },
      world.admin.token,
    );
    const setup = await house.ok(
      'POST',
      `/integrations/${other['integrationId']}/setup`,
      {},
      world.admin.token,
    );
    // The key of another source is no address.
    expect(await fails(`${setup['key']}@${DOMAIN}`, mail('x'))).toBe(550);
    expect(await deliveries()).toEqual([]);
  });

  it('is put off while too much comes in', async () => {
    for (let sent = 0; sent < 50; sent += 1) await send(here(), mail(`wild ${sent}`));
    expect(await fails(here(), mail('one more'))).toBe(451);
    expect(await deliveries()).toHaveLength(50);
  });

  it('reaches everybody whom it is for', async () => {
    const other = await integration('Other mail');
    await send([here(), `${other.key}@${DOMAIN}`], mail('for two', 'Message-ID: <two@example.jp>\r\n'));
    expect(await alerts()).toMatchObject([{ title: 'for two' }]);
    expect(await alerts(other.integrationId)).toMatchObject([{ title: 'for two' }]);
  });

  it('of nine megabytes is taken; of a larger one the beginning is kept, and somebody told', async () => {
    const large = (bytes: number): string =>
      mail('large') + `${'x'.repeat(76)}\r\n`.repeat(Math.ceil(bytes / 78));
    await send(here(), large(9 * 1024 * 1024));
    expect(await alerts()).toMatchObject([{ title: 'large', severity: 'unknown' }]);
    expect(await fails(here(), large(10.5 * 1024 * 1024))).toBe(552);
    const [kept] = await deliveries();
    expect(kept).toMatchObject({ outcome: 'too-large' });
    expect(kept?.['body']).toHaveLength(64 * 1024);
    expect(await alerts()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'monitoring-fault',
          description: expect.stringContaining('10240 KiB'),
        }),
      ]),
    );
  }, 60_000);

  it('that does not end is cut off', async () => {
    const { line } = await MailLine.to(port);
    await line.says(protocol === 'lmtp' ? 'LHLO x' : 'EHLO x', /^250 /m);
    await line.says('MAIL FROM:<a@b>', /^250/m);
    await line.says(`RCPT TO:<${here()}>`, /^250/m);
    await line.says('DATA', /^354/m);
    const closed = new Promise<void>((resolve) => line.socket.once('close', () => resolve()));
    const more = `${'x'.repeat(998)}\r\n`.repeat(1000);
    const write = (): void => {
      if (!line.socket.destroyed) line.socket.write(more, () => setImmediate(write));
    };
    write();
    await closed;
  }, 60_000);

  it('that a machine answers with is ignored, and answered by nobody', async () => {
    await send(here(), sample('vacation.eml'));
    expect(await deliveries()).toMatchObject([{ outcome: 'ignored' }]);
    expect(await alerts()).toEqual([]);
  });

  it('is no mail where it has nothing of one: kept, and somebody is told', async () => {
    await send(here(), 'hello\r\n');
    expect(await deliveries()).toMatchObject([{ outcome: 'unreadable' }]);
    expect(await alerts()).toMatchObject([{ kind: 'monitoring-fault' }]);
  });

  it('lets nobody sign in, and starts no TLS that there is not', async () => {
    const { line } = await MailLine.to(port);
    const offers = await line.says(protocol === 'lmtp' ? 'LHLO x' : 'EHLO x', /^250 /m);
    expect(offers).not.toMatch(/AUTH|STARTTLS|SIZE/);
    expect(await line.says('AUTH PLAIN AGEAYg==', /^5\d\d/m)).toMatch(/^5/m);
    line.socket.destroy();
  });

  it('may also be posted by the provider that received it, as large as by mail', async () => {
    const setup = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, world.admin.token);
    const posted = { Subject: '[PROBLEM] posted', TextBody: 'x'.repeat(2 * 1024 * 1024), MailboxHash: 'p1' };
    const answer = await house.rest('POST', new URL(setup['url']).pathname, posted);
    expect(answer).toMatchObject({
      status: 200,
      body: { alerts: [{ dedupKey: 'tag:p1', effect: 'opened' }] },
    });
    // Of what is shown there is less.
    expect((await deliveries())[0]?.['body'].length).toBeLessThanOrEqual(1024 * 1024);
  });
});
