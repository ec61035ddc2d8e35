import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Metrics } from '../../src/platform/observability/metrics.js';
import { defineNotifier, type Plugin } from '../../src/plugins/kit/index.js';
import {
  emailSimulator,
  type EmailSimulator,
} from '../../src/plugins/notifiers/email/simulator/email.simulator.js';
import { mattermost } from '../../src/plugins/notifiers/mattermost/mattermost.js';
import {
  type MattermostSimulator,
  mattermostSimulator,
} from '../../src/plugins/notifiers/mattermost/simulator/mattermost.simulator.js';
import type { House } from '../harness/house.js';
import type { Json } from '../harness/json.js';
import { grafanaAlert, makePerson, makeTeam, makeWorld, type World } from '../harness/world.js';

const ALL = [
  'escalation-started',
  'escalation-taken',
  'escalation-exhausted',
  'escalation-resolved',
  'incident-status',
];

describe('a room of a team', () => {
  let world: World;
  let house: House;
  beforeEach(async () => {
    world = await makeWorld();
    ({ house } = world);
  });
  afterEach(() => house.stop());

  const room = async (name: string, more: object = {}): Promise<Json> => {
    const input = { name, notifier: 'room', target: { name }, news: ALL, ...more };
    return house.ok('POST', `/teams/${world.teamId}/channels`, input, world.people.A.token);
  };
  const said = (name: string): readonly string[] =>
    house.phones.said.filter((one) => one.room === name).map(({ title, body }) => `${title}: ${body}`);
  const listed = async (): Promise<readonly Json[]> =>
    (await house.ok('GET', `/teams/${world.teamId}/channels`, undefined, world.people.A.token))['channels'];

  it('hears that somebody is called and who took it, in its language, and what it asked for', async () => {
    await room('ops');
    await room('chiefs', { news: ['escalation-taken'], locale: 'ja' });
    await house.ok('POST', world.hook, grafanaAlert('Queue'));
    await house.advance(2);
    await world.phones.A.accept();
    expect(said('ops')).toEqual([
      'Queue is broken: mail is being called',
      'Queue is broken: Aoi took it (mail)',
    ]);
    expect(said('chiefs')).toEqual(['Queue is broken: Aoiさんが対応します（mail）']);
    expect(house.phones.said[0]?.link).toMatch(/^\/escalations\//);
  });

  it('can be given other news, and left alone; whoever was slower is told so', async () => {
    const made = await room('ops');
    const path = `/teams/${world.teamId}/channels/${String(made['channelId'])}`;
    const change = (body: object) => house.rest('PATCH', path, body, world.people.A.token);
    expect(await change({ version: 1, news: ['escalation-taken'], locale: 'ja' })).toMatchObject({
      status: 200,
      body: { version: 2, news: ['escalation-taken'], locale: 'ja', name: 'ops', paused: false },
    });
    expect(await change({ version: 1, paused: true })).toMatchObject({ status: 409 });
    await house.ok('POST', world.hook, grafanaAlert('Queue'));
    await house.advance(2);
    expect(said('ops')).toEqual([]);
    expect(await change({ version: 2, paused: true })).toMatchObject({ body: { paused: true, version: 3 } });
    await world.phones.A.accept();
    await house.advance(2);
    expect(said('ops')).toEqual([]);
    expect(await change({ version: 3, paused: false })).toMatchObject({ body: { paused: false } });
    await house.ok('POST', world.hook, grafanaAlert('Disk'));
    await house.advance(2);
    await world.phones.B.accept();
    expect(said('ops')).toHaveLength(1);
  });

  it('hears that nobody took it, that it resolved, and how an incident stands', async () => {
    await room('ops');
    await house.ok('POST', world.hook, grafanaAlert('Queue'));
    await house.advance(140);
    await house.ok('POST', world.hook, grafanaAlert('Queue', { status: 'resolved' }));
    await house.settle();
    expect(said('ops').map((text) => text.replace(/^.*?: /, ''))).toEqual([
      'mail is being called',
      'Nobody of mail took it; the last resort is being called',
      'Resolved by itself; ringing has stopped (mail)',
    ]);
    const { token } = world.people.A;
    const incident = await house.ok(
      'POST',
      '/incidents',
      { title: 'Mail', teamId: world.teamId, severity: 'high' },
      token,
    );
    const { incidentId, version } = incident;
    await house.ok('PATCH', `/incidents/${incidentId}`, { version, status: 'investigating' }, token);
    await house.settle();
    expect(said('ops').slice(3)).toEqual([
      `INC-${incident['number']} Mail: Now open, by Aoi (mail)`,
      `INC-${incident['number']} Mail: Now investigating, by Aoi (mail)`,
    ]);
    const { values } = await house.get(Metrics).sends.get();
    expect(values.find(({ labels }) => labels.notifier === 'room')).toMatchObject({
      labels: { kind: 'inform', outcome: 'accepted' },
      value: 5,
    });
  });

  it('hears nothing of other teams', async () => {
    await room('ops');
    const other = await makePerson(house, world.admin, 'Other');
    const teamId = await makeTeam(house, world.admin, 'web', [[other, 'owner']]);
    await house.ok('POST', '/escalations', { teamId, title: 'Web' }, other.token);
    await house.settle();
    expect(said('ops')).toEqual([]);
  });

  it('that did not answer is asked again under the same id; one that refuses is counted, and no ring waits', async () => {
    const { channelId } = await room('ops');
    house.phones.roomAnswers.push(
      { outcome: 'retry', reason: 'HTTP 503' },
      { outcome: 'accepted' },
      { outcome: 'rejected', reason: 'the channel is archived', scope: 'message' },
    );
    await house.ok('POST', world.hook, grafanaAlert('Queue'));
    await house.advance(2);
    expect(world.phones.A.isRinging).toBe(true);
    expect(new Set(house.phones.said.map(({ id }) => id)).size).toBe(1);
    expect(house.phones.said).toHaveLength(2);
    await world.phones.A.accept();
    await house.advance(60);
    expect(house.phones.said).toHaveLength(3);
    expect(await listed()).toMatchObject([
      { channelId, sent: 1, failed: 1, lastFailure: 'the channel is archived' },
    ]);
  });

  it('is told once by two engines', async () => {
    await room('ops');
    const { House: Houses } = await import('../harness/house.js');
    const other = await Houses.start({ joins: house });
    await house.ok('POST', world.hook, grafanaAlert('Queue'));
    for (let times = 0; times < 4; times += 1) await Promise.all([house.settle(), other.settle()]);
    expect(said('ops')).toHaveLength(1);
    await other.stop();
  });

  it('that was removed is told nothing any more, not even what waited', async () => {
    const { channelId } = await room('ops');
    house.phones.roomAnswers.push({ outcome: 'retry', reason: 'HTTP 503' });
    await house.ok('POST', world.hook, grafanaAlert('Queue'));
    await house.settle();
    expect(said('ops')).toHaveLength(1);
    await house.ok('DELETE', `/teams/${world.teamId}/channels/${channelId}`, undefined, world.people.A.token);
    await house.advance(5);
    expect(said('ops')).toHaveLength(1);
    expect(await listed()).toEqual([]);
  });

  it('has an address that nobody is shown and that lies sealed; what is no address is refused', async () => {
    const made = await room('ops');
    expect(JSON.stringify([made, await listed()])).not.toContain('"target"');
    const rows = await house.query(`select * from team_channels`);
    expect(JSON.stringify(rows)).not.toContain('"name":"ops","target"');
    expect(String((rows[0] as Json)['target_sealed'])).not.toContain('ops');
    const path = `/teams/${world.teamId}/channels`;
    const given = { name: 'x', notifier: 'room', target: { nmae: 'ops' }, news: ALL };
    expect((await house.rest('POST', path, given, world.people.A.token)).status).toBe(422);
    const phone = { ...given, notifier: 'landline', target: { number: '+81312345678' } };
    expect((await house.rest('POST', path, phone, world.people.A.token)).status).toBe(422);
    expect((await house.rest('GET', path, undefined, world.people.B.token)).status).toBe(403);
  });
});

describe('by the real plugins', () => {
  let world: World;
  let chat: MattermostSimulator;
  let mail: EmailSimulator;
  beforeEach(async () => {
    chat = await mattermostSimulator();
    mail = await emailSimulator({ security: 'none' });
    const lab = defineNotifier({
      ...mattermost,
      id: 'mattermost-lab',
      open: (settings, host) => mattermost.open(settings, { ...host, fetch: chat.fetch ?? host.fetch }),
    }) as Plugin;
    const settings = mail.settings as Record<string, string | number>;
    world = await makeWorld({
      plugins: [lab],
      environment: {
        BARRY_NOTIFIERS_3_NAME: 'chat',
        BARRY_NOTIFIERS_3_PLUGIN: 'mattermost-lab',
        BARRY_NOTIFIERS_3_SETTINGS_BASE_URL: String((chat.settings as Json)['baseUrl']),
        BARRY_NOTIFIERS_4_NAME: 'mail',
        BARRY_NOTIFIERS_4_PLUGIN: 'email',
        ...Object.fromEntries(
          Object.entries(settings).map(([key, value]) => [
            `BARRY_NOTIFIERS_4_SETTINGS_${key.replace(/[A-Z]/g, (sign) => `_${sign}`).toUpperCase()}`,
            String(value),
          ]),
        ),
      },
    });
  });
  afterEach(async () => {
    await world.house.stop();
    await chat.close();
    await mail.close();
  });

  it('Mattermost is told, and one that answers HTML is a failure that is shown', async () => {
    const { house, teamId, people } = world;
    const input = { name: 'Town square', notifier: 'chat', target: chat.target, news: ALL };
    await house.ok('POST', `/teams/${teamId}/channels`, input, people.A.token);
    await house.ok('POST', world.hook, grafanaAlert('Queue'));
    await house.advance(2);
    expect(JSON.stringify(chat.requests)).toContain('mail is being called');
    for (let tries = 0; tries < 6; tries += 1) chat.say({ status: 404, body: '<html>no such page</html>' });
    await world.phones.A.accept();
    await house.advance(20);
    const { channels } = await house.ok('GET', `/teams/${teamId}/channels`, undefined, people.A.token);
    expect(channels).toMatchObject([
      { sent: 1, failed: 1, lastFailure: expect.stringMatching(/404|Mattermost/) },
    ]);
    expect(JSON.stringify(channels)).not.toContain(chat.secrets[0]);
  });

  it('who has no app is written to; who has one, or an address that is not proved, is not', async () => {
    const { house, admin, people } = world;
    const [Una, Ned] = [await makePerson(house, admin, 'Una'), await makePerson(house, admin, 'Ned')];
    for (const { userId, token } of [Una, Ned, people.A])
      await house.ok(
        'POST',
        `/users/${userId}/contact-methods`,
        { kind: 'email', target: `${userId}@example.jp` },
        token,
      );
    await house.query(`update contact_methods set verified_at = created_at where user_id <> $1`, [
      Ned.userId,
    ]);
    const userIds = [people.B, Una, Ned, people.A].map(({ userId }) => userId);
    await house.ok('POST', '/escalations', { userIds, title: 'All hands' }, people.B.token);
    await house.advance(2);
    await world.phones.B.accept();
    await house.advance(1);
    const { escalations } = await house.ok('GET', '/escalations', undefined, people.B.token);
    expect(escalations[0].status).toBe('accepted');
    expect(mail.mails.map((one) => one.recipients)).toEqual([[`${Una.userId}@example.jp`]]);
    expect(JSON.stringify(mail.mails)).toContain('Ben took it');
  });

  it('who has an app that nothing can be sent to, and that is not open, is written to as well', async () => {
    const { house, people } = world;
    const { A } = people;
    await house.ok(
      'POST',
      `/users/${A.userId}/contact-methods`,
      { kind: 'email', target: 'aoi@example.jp' },
      A.token,
    );
    await house.query(`update contact_methods set verified_at = created_at`);
    await house.query(`update device_addresses set gone_at = now() where device_id in
      (select id from devices where user_id = '${A.userId}')`);
    const userIds = [people.B, A].map(({ userId }) => userId);
    await house.ok('POST', '/escalations', { userIds, title: 'All hands' }, people.B.token);
    await house.advance(2);
    await world.phones.B.accept();
    await house.advance(1);
    expect(mail.mails.map((one) => one.recipients)).toEqual([['aoi@example.jp']]);
  });
});
