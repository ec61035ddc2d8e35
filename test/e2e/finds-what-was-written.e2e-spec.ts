import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SearchIndex } from '../../src/modules/search/index.js';
import type { Json } from '../harness/json.js';
import { makeWorld, type World } from '../harness/world.js';

describe('the one box', () => {
  let world: World;
  const ids: Record<string, string> = {};

  const post = (path: string, body: object): Promise<Json> =>
    world.house.ok('POST', path, body, world.admin.token);
  const settled = async (): Promise<void> => {
    await world.house.settle();
    await world.house.get(SearchIndex).catchUp();
  };
  const search = async (query: string, more = ''): Promise<Json> =>
    world.house.ok('GET', `/search?query=${encodeURIComponent(query)}${more}`, undefined, world.admin.token);
  const titles = async (query: string): Promise<string[]> =>
    (await search(query))['hits'].map((hit: Json) => `${hit['kind']} ${hit['title']}`);
  const open = async (name: string, title: string, comments: readonly string[] = []): Promise<void> => {
    await world.house.advance(1);
    const { incidentId } = await post('/incidents', { teamId: world.teamId, title, severity: 'high' });
    ids[name] = incidentId;
    for (const text of comments) {
      await world.house.advance(1);
      await post(`/incidents/${incidentId}/comments`, { text });
    }
  };

  beforeAll(async () => {
    world = await makeWorld();
    await open('queue', 'Mail queue grows on mx03', [
      'The spool is full: no space left on device. Rotated the logs by hand.',
      'ディスクを増設して復旧しました。',
    ]);
    await open('dns', '名前解決の障害', ['ＤＮＳサーバー ns1 が応答しない', 'named restarted, resolved']);
    await open('logs', 'Log shipping is slow');
    await open('cert', 'Certificate of www.example.com expires', ['Überlast? No: mail queue is fine.']);
    await post('/alerts', {
      title: 'Disk of mx03 is full',
      description: 'Filesystem /var/spool has 0 bytes free',
      team: 'mail',
      severity: 'critical',
      labels: { site: 'tokyo', rack: 'B 12' },
      dedupKey: 'disk-mx03',
    });
    await post('/teams', { slug: 'shop', name: 'Web Shop' });
    await settled();
  }, 120_000);
  afterAll(() => world.house.stop());

  it('finds words by their beginning, titles before texts, and the newest first', async () => {
    expect(await titles('queue')).toEqual([
      'incident Mail queue grows on mx03',
      'comment Certificate of www.example.com expires',
      'comment Mail queue grows on mx03',
      'comment Mail queue grows on mx03',
    ]);
    expect(await titles('certif')).toContain('incident Certificate of www.example.com expires');
    expect(await titles('mx03 kind:alert')).toEqual(['alert Disk of mx03 is full']);
  });

  it('finds Japanese, of two signs and of one, whatever the width and the kana', async () => {
    expect(await titles('障害')).toContain('incident 名前解決の障害');
    expect(await titles('復旧')).toEqual(['comment Mail queue grows on mx03']);
    expect(await titles('害')).toContain('incident 名前解決の障害');
    expect(await titles('dnsｻｰﾊﾞｰ')).toEqual(['comment 名前解決の障害']);
    expect(await titles('さーばー')).toEqual(['comment 名前解決の障害']);
    expect(await titles('害障')).toEqual([]);
  });

  it('finds phrases as they stand, and leaves out what must not be there', async () => {
    expect(await titles('"no space left"')).toEqual(['comment Mail queue grows on mx03']);
    expect(await titles('"left no space"')).toEqual([]);
    expect(await titles('mx03 -queue')).toEqual(['alert Disk of mx03 is full']);
  });

  it('forgives a typing mistake, and says so', async () => {
    const found = await search('certifcate');
    expect(found['corrections']).toEqual([{ typed: 'certifcate', meant: ['certificate'] }]);
    expect(found['hits'][0]).toMatchObject({
      title: 'Certificate of www.example.com expires',
      titleMarks: [{ from: 0, to: 11 }],
    });
  });

  it('shows where it stands, and what stands around it', async () => {
    const [hit] = (await search('"space left" kind:comment'))['hits'];
    const { excerpt, excerptMarks } = hit;
    expect(excerptMarks.map(({ from, to }: Json) => excerpt.slice(from, to))).toEqual(['space', 'left']);
    const [dns] = (await search('サーバー kind:comment'))['hits'];
    expect(dns.excerptMarks.map(({ from, to }: Json) => dns.excerpt.slice(from, to))).toEqual(['サーバー']);
  });

  it('is limited by team, status, severity, label and day, each also turned round', async () => {
    expect(await titles('team:mail kind:alert')).toEqual(['alert Disk of mx03 is full']);
    expect(await titles('team:shop')).toEqual([]);
    expect(await titles('team:"web shop"')).toEqual([]);
    expect(await titles('label:site=tokyo')).toEqual(['alert Disk of mx03 is full']);
    expect(await titles('label:"rack=b 12"')).toEqual(['alert Disk of mx03 is full']);
    expect(await titles('severity:critical -kind:comment')).toEqual(['alert Disk of mx03 is full']);
    expect(await titles('mx03 -severity:critical kind:incident')).toEqual([
      'incident Mail queue grows on mx03',
    ]);
    expect(await titles('status:firing')).toEqual(['alert Disk of mx03 is full']);
    expect(await titles('mx03 before:2026-11-22')).toEqual([]);
    expect((await titles('mx03 from:2026-11')).length).toBeGreaterThan(0);
  });

  it('begins a day where the reader is', async () => {
    // 18:12 UTC is the 23rd in Tokyo.
    const tokyo = await search('mx03 from:2026-11-23', '&timeZone=Asia/Tokyo');
    expect(tokyo['hits'].length).toBeGreaterThan(0);
    expect((await search('mx03 from:2026-11-23', '&timeZone=UTC'))['hits']).toEqual([]);
  });

  it.each([
    ['status:happy', { key: 'status', at: 0, length: 12 }],
    ['mail team:nobody', { key: 'team', at: 5, length: 11 }],
    ['before:2026-02-30', { key: 'before', at: 0, length: 17 }],
    ['-from:2026', { key: 'from', at: 0, length: 10 }],
  ])('says of %s what it cannot mean, and where', async (query, details) => {
    const path = `/search?query=${encodeURIComponent(query)}`;
    const { status, body } = await world.house.rest('GET', path, undefined, world.admin.token);
    expect({ status, body }).toMatchObject({ status: 422, body: { code: 'SEARCH_INVALID', details } });
  });

  it('counts what it found by kind, team, status and severity', async () => {
    const { facets } = await search('mx03');
    expect(facets).toContainEqual({ key: 'kind', value: 'alert', count: 1 });
    expect(facets).toContainEqual({ key: 'status', value: 'firing', count: 1 });
    expect(facets).toContainEqual({ key: 'team', value: world.teamId, count: facets[0].count });
  });

  it('goes on where a page ended, and comes to everything once', async () => {
    const whole = (await search('mail'))['hits'].map(({ id }: Json) => id);
    const seen: string[] = [];
    let token = '';
    do {
      const page = await search('mail', `&pageSize=1${token}`);
      seen.push(...page['hits'].map(({ id }: Json) => id));
      token = page['nextPageToken'] ? `&pageToken=${page['nextPageToken']}` : '';
    } while (token !== '' && seen.length < 50);
    expect(whole.length).toBeGreaterThan(3);
    expect(seen).toEqual(whole);
    for (const wrong of ['x', Buffer.from('[2,"2026-01-01T00:00:00Z","x"]').toString('base64url')])
      expect(
        (await world.house.rest('GET', `/search?query=mail&pageToken=${wrong}`, undefined, world.admin.token))
          .status,
      ).toBe(422);
  });

  it('follows what changes, a moment later', async () => {
    const before = await world.house.ok('GET', `/incidents/${ids['logs']}`, undefined, world.admin.token);
    await world.house.ok(
      'PATCH',
      `/incidents/${ids['logs']}`,
      { version: before['version'], title: 'Shipping of parcels is slow', status: 'resolved' },
      world.admin.token,
    );
    await settled();
    expect(await titles('"log shipping"')).toEqual([]);
    expect(await titles('parcels status:resolved')).toEqual(['incident Shipping of parcels is slow']);
  });

  it('made anew it is what it was', async () => {
    const rows = (): Promise<Json[]> =>
      world.house.query(
        `select id, kind, team_ids, status, labels, at, title_words, words from search_documents order by id`,
      );
    const profiles = (): Promise<Json[]> =>
      world.house.query(
        `select incident_id, alert_keys, terms, length from similar_profiles order by incident_id`,
      );
    const terms = (): Promise<Json[]> =>
      world.house.query(`select * from similar_terms where incidents <> 0 order by term`);
    const was = [await rows(), await profiles(), await terms()];
    expect(was[0]?.length).toBeGreaterThan(8);
    await world.house.query(`delete from search_documents`);
    await world.house.query(`delete from similar_profiles`);
    await world.house.query(`delete from similar_terms`);
    expect(await post('/search/rebuild', {})).toEqual({ wasUnderWay: false });
    await settled();
    expect([await rows(), await profiles(), await terms()]).toEqual(was);
  });

  it('takes any text for a question', async () => {
    for (const query of [
      '',
      ' ',
      '"',
      '-',
      ':',
      "'; drop table x; --",
      '\\',
      '& | !',
      'a:b:c',
      '\u202eabc',
      '💥',
      'ー',
    ])
      expect((await search(query))['hits']).toBeInstanceOf(Array);
  });

  it('takes in what is far too long, by its beginning, and goes on', async () => {
    const odd = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`l${i}`, `value${i} `.repeat(250)]),
    );
    await post('/alerts', {
      title: 'Enormous',
      description: 'word '.repeat(3_000),
      team: 'mail',
      labels: odd,
    });
    await post('/alerts', { title: 'Behind the enormous one', team: 'mail', severity: 'info' });
    await settled();
    expect(await titles('enormous')).toEqual(['alert Behind the enormous one', 'alert Enormous']);
  });

  it('leaves out what it cannot take in, and nothing behind it', async () => {
    const { house } = world;
    await house.query(
      `alter table search_documents add constraint no_poison check (not words @@ 'poison'::tsquery)`,
    );
    await post('/alerts', { title: 'Before it', team: 'mail', severity: 'info' });
    await post('/alerts', { title: 'All poison', team: 'mail', severity: 'info' });
    await post('/alerts', { title: 'Behind it', team: 'mail', severity: 'info' });
    await settled();
    expect(await titles('"before it"')).toEqual(['alert Before it']);
    expect(await titles('poison')).toEqual([]);
    expect(await titles('"behind it"')).toEqual(['alert Behind it']);
    await post('/search/rebuild', {});
    await settled();
    expect(await titles('"behind it"')).toEqual(['alert Behind it']);
    await house.query(`alter table search_documents drop constraint no_poison`);
    await post('/search/rebuild', {});
    await settled();
    expect(await titles('poison')).toEqual(['alert All poison']);
  });

  it('answers by gRPC the same', async () => {
    const answer = await world.house.grpc('Search', { query: 'parcels' }, world.admin.token);
    expect(answer).toMatchObject({ ok: true, body: { hits: [{ title: 'Shipping of parcels is slow' }] } });
  });

  describe('and what was done last time', () => {
    it('is shown for an alert that comes again, with why, who solved it and how long it took', async () => {
      const alert = await post('/alerts', {
        title: 'Disk full on mx04',
        description: 'no space left on device, spool is full',
        team: 'mail',
        severity: 'critical',
      });
      const { incidents } = await world.house.ok(
        'GET',
        `/alerts/${alert['alertId']}/similar`,
        undefined,
        world.admin.token,
      );
      expect(incidents[0]).toMatchObject({
        incidentId: ids['queue'],
        title: 'Mail queue grows on mx03',
        solution: 'ディスクを増設して復旧しました。',
        solvedByName: 'Admin',
      });
      expect(incidents[0].because.map(({ text }: Json) => text)).toContain('spool');
    });

    it('is shown for an incident, never itself, and for an escalation; nothing where nothing is like it', async () => {
      const of = async (path: string): Promise<Json[]> =>
        (await world.house.ok('GET', `${path}/similar?most=5`, undefined, world.admin.token))['incidents'];
      const alike = await of(`/incidents/${ids['queue']}`);
      expect(alike.map(({ incidentId }) => incidentId)).not.toContain(ids['queue']);
      const { escalationId } = await post('/escalations', {
        userIds: [world.people.A.userId],
        title: 'named does not answer',
        message: 'DNS name resolution fails everywhere',
      });
      expect((await of(`/escalations/${escalationId}`))[0]).toMatchObject({ incidentId: ids['dns'] });
      const { alertId } = await post('/alerts', { title: 'zyzzyva quokka', team: 'mail', severity: 'info' });
      expect(await of(`/alerts/${alertId}`)).toEqual([]);
    });
  });
});
