import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { generate } from 'selfsigned';
import { DatabaseLine } from '../harness/database-line.js';
import { freePort } from '../harness/free-port.js';
import { House } from '../harness/house.js';
import { MailLine } from '../harness/mail-line.js';
import { makeWorld, type World } from '../harness/world.js';

/** Houses are started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('a house that takes mail', () => {
  let world: World;
  let line: DatabaseLine;
  let folder: string;
  let certificate: string;
  let address: string;
  const [open, closed] = [{} as { house: House; port: number }, {} as { house: House; port: number }];

  beforeAll(async () => {
    world = await makeWorld({ phones: false });
    folder = mkdtempSync(join(tmpdir(), 'barry-mail-'));
    const pair = await generate([{ name: 'commonName', value: 'localhost' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    });
    certificate = pair.cert;
    writeFileSync(join(folder, 'cert.pem'), pair.cert);
    writeFileSync(join(folder, 'key.pem'), pair.private);
    line = await DatabaseLine.toCluster();
    open.port = await freePort();
    open.house = await House.start({
      joins: world.house,
      line,
      environment: {
        BARRY_MAIL_PROTOCOL: 'smtp',
        BARRY_MAIL_PORT: String(open.port),
        BARRY_TLS_CERT: join(folder, 'cert.pem'),
        BARRY_TLS_KEY: join(folder, 'key.pem'),
      },
    });
    const usual = readFileSync(join(import.meta.dirname, '../harness/house.yaml'), 'utf8');
    writeFileSync(join(folder, 'far.yaml'), `${usual}mail: { allowedNetworks: ['192.0.2.0/24'] }\n`);
    closed.port = await freePort();
    closed.house = await House.start({
      joins: world.house,
      environment: {
        BARRY_CONFIG: join(folder, 'far.yaml'),
        BARRY_MAIL_PROTOCOL: 'smtp',
        BARRY_MAIL_PORT: String(closed.port),
      },
    });
    const given = { teamId: world.teamId, name: 'Mail', source: 'email', mode: 'shadow' };
    const { integrationId } = await world.house.ok('POST', '/integrations', given, world.admin.token);
    const setup = await world.house.ok('POST', `/integrations/${integrationId}/setup`, {}, world.admin.token);
    // Of a house that takes none, the set-up says so.
    expect(setup['instructions']).toContain('takes no mail itself');
    address = `${setup['key']}@anywhere.example.jp`;
  }, HOUSE_MS);
  afterAll(async () => {
    await closed.house.stop();
    await open.house.stop();
    await world.house.stop();
    line.close();
    rmSync(folder, { recursive: true });
  });

  const send = (subject: string, more: object = {}) =>
    createTransport({
      host: '127.0.0.1',
      port: open.port,
      tls: { ca: certificate, servername: 'localhost' },
      ...more,
    }).sendMail({ envelope: { from: 'a@b.example', to: address }, raw: `Subject: ${subject}\r\n\r\nx\r\n` });
  const titles = async (): Promise<string[]> =>
    (
      (await world.house.ok('GET', '/alerts', undefined, world.admin.token))['alerts'] as { title: string }[]
    ).map(({ title }) => title);

  it('takes it by TLS where it has a certificate', async () => {
    await send('in secret', { requireTLS: true });
    expect(await titles()).toEqual(['in secret']);
  });

  it('puts it off while the database is away, for a mail server tries again', async () => {
    line.refuse();
    await expect(send('too early')).rejects.toMatchObject({ responseCode: 451 });
    line.comeBack();
    await send('in time');
    expect(await titles()).toEqual(['in time', 'in secret']);
  });

  it('hears nobody out from another network than the ones it is to be handed over from', async () => {
    const { line: spoken, greeting } = await MailLine.to(closed.port);
    expect(greeting).toMatch(/^554/);
    spoken.socket.destroy();
  });
});
