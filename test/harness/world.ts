import { AdminLinkService } from '../../src/modules/access/index.js';
import { House, type HouseOptions } from './house.js';
import type { Phone } from './phones.js';

export const PASSWORD = 'correct horse battery';

export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly token: string;
}

/** The first admin, by the one-time link. */
export async function firstAdmin(house: House): Promise<Person> {
  const token = await house.get(AdminLinkService).ensure();
  const given = { token, name: 'Admin', email: 'admin@example.org', password: PASSWORD };
  const { user, token: bearer } = await house.ok('POST', '/admin-link', given);
  return { userId: user.userId, name: user.name, email: given.email, token: bearer };
}

export async function makePerson(
  house: House,
  admin: Person,
  name: string,
  role = 'member',
): Promise<Person> {
  const email = `${name.toLowerCase()}@example.org`;
  const user = await house.ok('POST', '/users', { name, email, password: PASSWORD, role }, admin.token);
  const { token } = await house.ok('POST', '/sign-in', { email, password: PASSWORD });
  return { userId: user['userId'], name, email, token };
}

export async function makeTeam(
  house: House,
  admin: Person,
  slug: string,
  members: readonly (readonly [Person, string])[],
): Promise<string> {
  const { teamId } = await house.ok('POST', '/teams', { slug, name: slug }, admin.token);
  for (const [person, role] of members)
    await house.ok('PUT', `/teams/${teamId}/members/${person.userId}`, { role }, admin.token);
  return teamId;
}

export interface World {
  readonly house: House;
  readonly admin: Person;
  /** A, B, C, D: responders of the team; A is its owner. */
  readonly people: Readonly<Record<'A' | 'B' | 'C' | 'D', Person>>;
  readonly phones: Readonly<Record<'A' | 'B' | 'C' | 'D', Phone>>;
  readonly teamId: string;
  readonly policyId: string;
  /** Where a Grafana of the team sends to. */
  readonly hook: string;
}

/** The step of the five timelines: A, B, C, D; two at once, 30 s, one retry, 15 s of pause. */
export const TIMELINE_STEP = { simultaneous: 2, ringSeconds: 30, retries: 1, pauseSeconds: 15 } as const;

export interface WorldOptions extends HouseOptions {
  readonly policy?: object;
  readonly phones?: boolean;
}

export async function makeWorld(options: WorldOptions = {}): Promise<World> {
  const house = await House.start(options);
  return house.orNothing(() => furnish(house, options));
}

async function furnish(house: House, options: WorldOptions): Promise<World> {
  const admin = await firstAdmin(house);
  const [A, B, C, D] = [
    await makePerson(house, admin, 'Aoi'),
    await makePerson(house, admin, 'Ben'),
    await makePerson(house, admin, 'Chie'),
    await makePerson(house, admin, 'Dan'),
  ];
  const people = { A, B, C, D };
  const teamId = await makeTeam(house, admin, 'mail', [
    [A, 'owner'],
    [B, 'responder'],
    [C, 'responder'],
    [D, 'responder'],
  ]);
  const targets = [A, B, C, D].map((person) => ({ kind: 'user', id: person.userId }));
  const policy = await house.ok(
    'POST',
    '/policies',
    { teamId, name: 'Mail', repeat: 0, steps: [{ targets, ...TIMELINE_STEP }], ...options.policy },
    A.token,
  );
  const organisation = await house.ok('GET', '/organisation', undefined, admin.token);
  await house.ok(
    'PATCH',
    '/organisation',
    { version: organisation['version'], catchAllTeamId: teamId, lastResortUserIds: [admin.userId] },
    admin.token,
  );
  const integration = await house.ok(
    'POST',
    '/integrations',
    { teamId, name: 'Grafana', source: 'grafana' },
    A.token,
  );
  const setup = await house.ok('POST', `/integrations/${integration['integrationId']}/setup`, {}, A.token);
  const phones = {
    A: await house.phones.enrol(house, A.token, 'phone-A'),
    B: await house.phones.enrol(house, B.token, 'phone-B'),
    C: await house.phones.enrol(house, C.token, 'phone-C'),
    D: await house.phones.enrol(house, D.token, 'phone-D'),
  };
  return {
    house,
    admin,
    people,
    phones,
    teamId,
    policyId: policy['policyId'],
    hook: new URL(setup['url']).pathname,
  };
}

/** What Grafana sends for one alert. */
export function grafanaAlert(
  name: string,
  options: {
    readonly status?: 'firing' | 'resolved';
    readonly severity?: string;
    readonly startsAt?: string;
    readonly group?: string;
  } = {},
): object {
  const {
    status = 'firing',
    severity = 'critical',
    startsAt = '2026-11-22T18:11:00Z',
    group = name,
  } = options;
  const labels = { alertname: name, severity, service: 'mx-out' };
  return {
    receiver: 'barry',
    status,
    orgId: 1,
    groupKey: `{}/{team="mail"}:{alertname="${group}"}`,
    truncatedAlerts: 0,
    version: '1',
    externalURL: 'https://grafana.example.org/',
    groupLabels: { alertname: name },
    commonLabels: labels,
    commonAnnotations: { summary: `${name} is broken` },
    alerts: [
      {
        status,
        labels,
        annotations: { summary: `${name} is broken`, description: 'Look at the queue.' },
        startsAt,
        endsAt: status === 'resolved' ? '2026-11-22T18:13:00Z' : '0001-01-01T00:00:00Z',
        generatorURL: 'https://grafana.example.org/alerting/1/edit',
        fingerprint: fingerprintOf(name),
      },
    ],
  };
}

const fingerprintOf = (name: string): string => Buffer.from(name.padEnd(8, '_')).toString('hex').slice(0, 16);
