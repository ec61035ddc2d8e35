import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { BlobSweep } from '../../src/modules/files/index.js';
import { House } from '../harness/house.js';
import { upload } from '../harness/uploads.js';
import { firstAdmin, makePerson, makeTeam, type Person } from '../harness/world.js';

const folder = mkdtempSync(join(tmpdir(), 'barry-files-'));
const QUOTA = 12 * 1024 * 1024;
let house: House;
let admin: Person;
let owner: Person;
let member: Person;
let onlooker: Person;
let incidentId: string;
const PNG = new Uint8Array(
  await sharp({ create: { width: 30, height: 20, channels: 3, background: '#2b6cb0' } })
    .png()
    .toBuffer(),
);

beforeAll(async () => {
  const environment = { BARRY_FILES_FOLDER: folder, BARRY_FILES_QUOTA_BYTES: String(QUOTA) };
  house = await House.start({ environment });
  admin = await firstAdmin(house);
  owner = await makePerson(house, admin, 'Aoi');
  member = await makePerson(house, admin, 'Ben');
  onlooker = await makePerson(house, admin, 'Chie', 'read-only');
  const teamId = await makeTeam(house, admin, 'mail', [[owner, 'owner']]);
  incidentId = (await house.ok('POST', '/incidents', { teamId, title: 'Mail is slow' }, owner.token))[
    'incidentId'
  ];
}, 60_000);
afterAll(async () => {
  await house.stop();
  rmSync(folder, { recursive: true, force: true });
});

const listed = async (who: Person) =>
  (await house.ok('GET', `/files?subjectKind=incident&subjectId=${incidentId}`, undefined, who.token))[
    'files'
  ] as { fileId: string; name: string; url: string }[];
const urlOf = async (who: Person, fileId: string): Promise<string> =>
  `${house.origin}${(await listed(who)).find((file) => file.fileId === fileId)?.url}`;
const blobs = (): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
/** As if they had been kept two hours ago, by the time of this house. */
const age = (paths: readonly string[]): void => {
  const then = new Date(house.clock.nowMs() - 2 * 3_600_000);
  for (const path of paths) utimesSync(path, then, then);
};

describe('a file of an incident', () => {
  it('that is a picture is shown to whoever may read the incident, and acts nowhere', async () => {
    const { status, body } = await upload(house, member.token, incidentId, '../graph\u202e.html', PNG);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: 'graph.png',
      type: 'image/png',
      width: 30,
      height: 20,
      userName: 'Ben',
      subject: { kind: 'incident', id: incidentId },
    });
    const shown = await fetch(await urlOf(onlooker, body['fileId']));
    expect(shown.status).toBe(200);
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `inline; filename="graph.png"; filename*=UTF-8''graph.png`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
      'cache-control': 'private, max-age=900',
      'referrer-policy': 'no-referrer',
    });
    expect((await sharp(await shown.arrayBuffer()).metadata()).format).toBe('png');
  });

  it('that is a page or a drawing is only saved', async () => {
    const text = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const { body } = await upload(house, member.token, incidentId, '障害.svg', text);
    const saved = await fetch(await urlOf(owner, body['fileId']));
    expect(saved.headers.get('content-type')).toBe('application/octet-stream');
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment; filename="__\.svg"/);
    expect(saved.headers.get('content-security-policy')).toContain('sandbox');
    expect(await saved.text()).toBe(text);
  });

  it('is opened by an address that was given to somebody, for a quarter of an hour', async () => {
    const { body } = await upload(house, member.token, incidentId, 'a.txt', 'text');
    const { body: other } = await upload(house, member.token, incidentId, 'b.txt', 'other');
    const url = await urlOf(owner, body['fileId']);
    const problem = async (address: string) => {
      const answer = await fetch(address);
      return [answer.status, ((await answer.json()) as { code: string }).code];
    };
    expect(await problem(url.replace(body['fileId'], other['fileId']))).toEqual([404, 'FILE_UNKNOWN']);
    expect(await problem(url.replace(owner.userId, admin.userId))).toEqual([404, 'FILE_UNKNOWN']);
    expect(await problem(url.replace(/until=\d/, 'until=9'))).toEqual([404, 'FILE_UNKNOWN']);
    expect((await problem(url.split('?')[0] ?? ''))[0]).toBe(422);
    expect((await fetch(url)).status).toBe(200);
    await house.advance(16 * 60);
    expect(await problem(url)).toEqual([404, 'FILE_UNKNOWN']);
    expect((await fetch(await urlOf(owner, body['fileId']))).status).toBe(200);
  });

  it('may be put by who may write in the incident, and deleted by them or an owner of the team', async () => {
    expect((await upload(house, onlooker.token, incidentId, 'a.txt', 'x')).body.code).toBe('FORBIDDEN');
    expect((await upload(house, '', incidentId, 'a.txt', 'x')).status).toBe(401);
    const nowhere = '01900000-0000-7000-8000-000000000000';
    expect((await upload(house, member.token, nowhere, 'a.txt', 'x')).body.code).toBe('INCIDENT_UNKNOWN');
    const { body: own } = await upload(house, owner.token, incidentId, 'own.txt', 'x');
    const { body: theirs } = await upload(house, member.token, incidentId, 'theirs.txt', 'x');
    const remove = (fileId: string, who: Person) =>
      house.rest('DELETE', `/files/${fileId}`, undefined, who.token);
    expect((await remove(own['fileId'], member)).status).toBe(403);
    expect((await remove(theirs['fileId'], owner)).status).toBe(200);
    expect((await remove(own['fileId'], owner)).status).toBe(200);
    expect((await listed(owner)).map(({ name }) => name)).not.toContain('own.txt');
  });

  it('is told on the stream, and each change stands in the audit log', async () => {
    const audit = await house.ok('GET', '/audit?pageSize=200', undefined, admin.token);
    const actions = (audit['rows'] as { action: string }[]).map(({ action }) => action);
    expect(actions.filter((action) => action === 'file.attached')).toHaveLength(6);
    expect(actions.filter((action) => action === 'file.deleted')).toHaveLength(2);
    const events = await house.query(`select kind from event_log where kind like 'file.%' order by at, id`);
    expect(events).toHaveLength(8);
  });
});

describe('an upload', () => {
  it('of a hundred megabytes is cut off after ten, and said so', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        if (sent >= 100 * 1024 * 1024) return controller.close();
        sent += 256 * 1024;
        controller.enqueue(new Uint8Array(256 * 1024));
      },
    });
    const before = blobs().length;
    // Whoever goes on talking may see the line cut instead of the answer.
    const answer = await upload(house, member.token, incidentId, 'core', endless).catch(() => undefined);
    if (answer) expect(answer).toMatchObject({ status: 413, body: { code: 'FILE_TOO_LARGE' } });
    expect(sent).toBeLessThan(20 * 1024 * 1024);
    expect(blobs()).toHaveLength(before);
    const said = await upload(
      house,
      member.token,
      incidentId,
      'core',
      new Uint8Array(10 * 1024 * 1024 + 1),
    ).catch(() => undefined);
    if (said) expect(said).toMatchObject({ status: 413, body: { code: 'FILE_TOO_LARGE' } });
  }, 20_000);

  it('elsewhere is no upload: no other operation takes bytes', async () => {
    const answer = await fetch(`${house.origin}/api/v1/incidents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/octet-stream' },
      body: 'x',
    });
    expect(answer.status).toBe(415);
  });

  it('that does not fit is refused in words, and what there is stays', async () => {
    const half = new Uint8Array(7 * 1024 * 1024).fill(1);
    const { body } = await upload(house, member.token, incidentId, 'half', half);
    const refused = await upload(house, member.token, incidentId, 'second half', half);
    expect(refused).toMatchObject({ status: 429, body: { code: 'FILES_QUOTA_REACHED' } });
    expect((await fetch(await urlOf(owner, body['fileId']))).status).toBe(200);
    const metrics = await (await fetch(`${house.origin}/metrics`)).text();
    expect(metrics).toContain(`barry_files_quota_bytes ${QUOTA}`);
    expect(Number(/^barry_files_bytes (\d+)/m.exec(metrics)?.[1])).toBeGreaterThan(half.length);
    await house.ok('DELETE', `/files/${body['fileId']}`, undefined, member.token);
  });

  it('to a store that is away is refused in words, and what there is stays', async () => {
    const [first] = await listed(owner);
    const url = await urlOf(owner, first?.fileId ?? '');
    renameSync(folder, `${folder}.away`);
    writeFileSync(folder, 'a file in the place of the folder');
    const refused = await upload(house, member.token, incidentId, 'a', 'x');
    expect(refused).toMatchObject({ status: 503, body: { code: 'FILES_STORE_UNUSABLE' } });
    expect((await fetch(url)).status).toBe(503);
    rmSync(folder);
    renameSync(`${folder}.away`, folder);
    expect((await fetch(url)).status).toBe(200);
  });

  it('that ended between its bytes and its row leaves nothing after a while, and takes nothing with it', async () => {
    const sweep = house.get(BlobSweep);
    await sweep.run(house.clock.now());
    age(blobs());
    await sweep.run(house.clock.now());
    const referenced = blobs().length;
    expect(referenced).toBe((await listed(owner)).length);
    // As far as a killed process gets: the bytes are there, no row is.
    await house.query(
      `create function cut_off() returns trigger language plpgsql as $$ begin raise 'cut off'; end $$`,
    );
    await house.query(
      `create trigger cut_off before insert on files for each row execute function cut_off()`,
    );
    expect((await upload(house, member.token, incidentId, 'lost', 'lost')).status).toBe(500);
    await house.query(`drop trigger cut_off on files`);
    expect(blobs()).toHaveLength(referenced + 1);
    const [newest = ''] = [...blobs()].sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
    age([newest]);
    await sweep.run(house.clock.now());
    expect(blobs()).toHaveLength(referenced);
    for (const { fileId } of await listed(owner))
      expect((await fetch(await urlOf(owner, fileId))).status).toBe(200);
  });
});
