import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { AdminLinkService } from './modules/access/index.js';
import type { Config } from './platform/config/config.js';

const Demo = z.object({
  users: z.array(z.object({ email: z.string(), password: z.string(), name: z.string() })),
  grafana: z.object({ url: z.string(), curl: z.string() }),
});
export type Demo = z.output<typeof Demo>;

type Json = Readonly<Record<string, unknown>>;

const PEOPLE = [
  { name: '佐藤 美咲', email: 'misaki@demo.barry', locale: 'ja', timeZone: 'Asia/Tokyo' },
  { name: 'Lucas Meyer', email: 'lucas@demo.barry', locale: 'en', timeZone: 'Europe/Berlin' },
  { name: '鈴木 大輔', email: 'daisuke@demo.barry', locale: 'ja', timeZone: 'Asia/Tokyo' },
  { name: 'Priya Nair', email: 'priya@demo.barry', locale: 'en', timeZone: 'Asia/Kolkata' },
  { name: '田中 健', email: 'ken@demo.barry', locale: 'ja', timeZone: 'Asia/Tokyo' },
] as const;

/**
 * Two teams, five people, a weekly rotation, policies and a Grafana integration, made through the API as anybody
 * would. Only into an empty house; what was printed is kept beside the data, so that a second start can say it again.
 */
export async function seedDemo(app: NestFastifyApplication, config: Config): Promise<Demo | undefined> {
  const file = join(config.settings.dataDir, 'demo.json');
  const token = await app.get(AdminLinkService).ensure();
  if (token === undefined)
    return existsSync(file) ? Demo.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  const demo = await new Seeding(app).run(token);
  writeFileSync(file, JSON.stringify(demo, null, 2), { mode: 0o600 });
  return demo;
}

class Seeding {
  private bearer = '';

  constructor(private readonly app: NestFastifyApplication) {}

  async run(adminToken: string): Promise<Demo> {
    const users = PEOPLE.map((person) => ({ ...person, password: randomBytes(9).toString('base64url') }));
    const [first, ...others] = users;
    if (!first) throw new Error('The demo has people');
    const { name, email, password } = first;
    const signedIn = await this.call('POST', '/admin-link', { token: adminToken, name, email, password });
    this.bearer = String(signedIn['token']);
    const me = signedIn['user'] as Json;
    await this.call('PATCH', `/users/${String(me['userId'])}`, {
      version: me['version'],
      locale: first.locale,
      timeZone: first.timeZone,
    });
    const ids = [String(me['userId'])];
    for (const user of others) ids.push(await this.made('/users', user, 'userId'));
    const [misaki, lucas, daisuke, priya, ken] = ids as [string, string, string, string, string];

    const mail = await this.team('mail', 'メール基盤', {
      [misaki]: 'owner',
      [daisuke]: 'responder',
      [ken]: 'responder',
      [lucas]: 'responder',
    });
    const dns = await this.team('edge-dns', 'Edge DNS', {
      [priya]: 'owner',
      [lucas]: 'responder',
      [ken]: 'observer',
    });
    const schedule = await this.made(
      '/schedules',
      {
        teamId: mail,
        name: 'メール当番',
        timeZone: 'Asia/Tokyo',
        rotation: {
          participantIds: [misaki, daisuke, ken],
          startsOn: '2026-01-05',
          handoverDay: 1,
          handoverTime: '09:00',
        },
      },
      'scheduleId',
    );
    const policy = await this.made(
      '/policies',
      {
        teamId: mail,
        name: 'メール基盤の呼び出し',
        steps: [
          {
            targets: [
              { kind: 'schedule', id: schedule },
              { kind: 'team', id: mail },
            ],
            simultaneous: 2,
            ringSeconds: 30,
            retries: 1,
            pauseSeconds: 15,
          },
          {
            targets: [{ kind: 'team', id: mail }],
            simultaneous: 0,
            ringSeconds: 45,
            retries: 2,
            pauseSeconds: 30,
          },
        ],
        repeat: 1,
        lastResort: { userIds: [priya] },
      },
      'policyId',
    );
    await this.made(
      '/policies',
      {
        teamId: dns,
        name: 'Edge DNS calls',
        steps: [{ targets: [{ kind: 'team', id: dns }], simultaneous: 0 }],
      },
      'policyId',
    );
    const service = await this.made(
      '/services',
      { teamId: mail, slug: 'mx-out', name: 'mx-out', policyId: policy },
      'serviceId',
    );
    await this.made('/services', { teamId: dns, slug: 'resolver', name: 'resolver' }, 'serviceId');
    const organisation = await this.call('GET', '/organisation');
    await this.call('PATCH', '/organisation', {
      version: organisation['version'],
      name: 'Demo',
      catchAllTeamId: mail,
      lastResortUserIds: [misaki, priya],
      timeZone: 'Asia/Tokyo',
    });
    const integration = await this.made(
      '/integrations',
      { teamId: mail, name: 'Grafana', source: 'grafana', serviceId: service },
      'integrationId',
    );
    const setup = await this.call('POST', `/integrations/${integration}/setup`, {});
    return {
      users: users.map((user) => ({ email: user.email, password: user.password, name: user.name })),
      grafana: { url: String(setup['url']), curl: String(setup['curl']) },
    };
  }

  private async team(slug: string, name: string, members: Readonly<Record<string, string>>): Promise<string> {
    const teamId = await this.made('/teams', { slug, name }, 'teamId');
    for (const [userId, role] of Object.entries(members))
      await this.call('PUT', `/teams/${teamId}/members/${userId}`, { role });
    return teamId;
  }

  private async made(path: string, body: Json, id: string): Promise<string> {
    return String((await this.call('POST', path, body))[id]);
  }

  private async call(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: Json): Promise<Json> {
    const answer = await this.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: this.bearer ? { authorization: `Bearer ${this.bearer}` } : {},
      ...(body ? { payload: body } : {}),
    });
    const view = answer.json<Json>();
    if (answer.statusCode >= 300)
      throw new Error(`The demo could not be made: ${method} ${path}: ${JSON.stringify(view)}`);
    return view;
  }
}
