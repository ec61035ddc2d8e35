import { Api } from './api.js';
import { remember } from './past.js';
import { type Organisation, PASSWORD, PEOPLE, type Person, type TeamName, type Who } from './world.js';

const TEAMS: Readonly<
  Record<TeamName, { slug: string; name: string; members: Partial<Record<Who, string>> }>
> = {
  mail: {
    slug: 'mail',
    name: 'メール基盤',
    members: {
      misaki: 'owner',
      yoko: 'owner',
      daisuke: 'responder',
      lucas: 'responder',
      ken: 'responder',
      elena: 'responder',
    },
  },
  storage: {
    slug: 'object-storage',
    name: 'Object Storage',
    members: { misaki: 'responder', yoko: 'responder', naoki: 'owner', sakura: 'responder' },
  },
  dns: {
    slug: 'edge-dns',
    name: 'Edge DNS',
    members: { misaki: 'responder', yoko: 'responder', priya: 'owner', noah: 'responder' },
  },
  login: { slug: 'login', name: 'ID 認証', members: { misaki: 'observer', yoko: 'observer', tom: 'owner' } },
};

/** Made through the API by its first admin, as anybody would. */
export async function found(origin: string, adminToken: string): Promise<Organisation> {
  const people = await makePeople(new Api(origin), adminToken);
  const api = new Api(origin, people.misaki.token);
  const teams = await makeTeams(api, people);
  const policies = await makePolicies(api, people, teams);
  await makeSchedules(api, people, teams);
  const organisation = await api.get<{ version: number }>('/organisation');
  await api.patch('/organisation', {
    version: organisation.version,
    name: 'Example Operations',
    catchAllTeamId: teams.mail,
    lastResortUserIds: [people.misaki.userId],
    timeZone: 'Asia/Tokyo',
  });
  const { serviceId } = await makeService(api, teams.mail, 'mx-out', policies.mail);
  await makeService(api, teams.mail, 'mx-in', policies.slow);
  await makeService(api, teams.dns, 'ns-en', policies.phonesEn);
  await makeService(api, teams.dns, 'ns-ja', policies.phonesJa);
  await makeService(api, teams.storage, 's3-tyo1', policies.storage);
  const grafana = await makeIntegration(api, {
    teamId: teams.mail,
    name: 'Grafana',
    source: 'grafana',
    serviceId,
  });
  const past = await makeIntegration(api, {
    teamId: teams.storage,
    name: 'Grafana tyo1',
    source: 'grafana',
    mode: 'shadow',
  });
  const silent = await makeIntegration(api, {
    teamId: teams.dns,
    name: 'Zabbix dc-osaka',
    source: 'generic',
  });
  const asking = await makeIntegration(api, { teamId: teams.dns, name: 'AWS tokyo', source: 'aws-sns' });
  await askToConfirm(origin + asking.hook);
  await remember(origin, { people, teams, past: past.hook });
  return {
    origin,
    people,
    teams,
    policies,
    integrations: {
      grafana: grafana.integrationId,
      silent: silent.integrationId,
      asking: asking.integrationId,
    },
    hook: grafana.hook,
  };
}

async function makePeople(api: Api, adminToken: string): Promise<Record<Who, Person>> {
  const emailOf = (who: string): string => `${who}@example.org`;
  const { name, locale, timeZone } = PEOPLE.misaki;
  const first = await api.post<{ token: string; user: { userId: string; version: number } }>('/admin-link', {
    token: adminToken,
    name,
    email: emailOf('misaki'),
    password: PASSWORD,
  });
  const admin = api.as(first.token);
  const { userId, version } = first.user;
  await admin.patch(`/users/${userId}`, { version, locale, timeZone });
  const made: [string, Person][] = [
    ['misaki', { userId, name, email: emailOf('misaki'), token: first.token }],
  ];
  for (const [who, person] of Object.entries(PEOPLE).filter(([who]) => who !== 'misaki')) {
    const signIn = { email: emailOf(who), password: PASSWORD };
    const role = who === 'yoko' ? 'admin' : 'member';
    const user = await admin.post<{ userId: string }>('/users', { ...person, ...signIn, role });
    const { token } = await api.post<{ token: string }>('/sign-in', signIn);
    made.push([who, { userId: user.userId, name: person.name, email: signIn.email, token }]);
  }
  return Object.fromEntries(made) as Record<Who, Person>;
}

async function makeTeams(api: Api, people: Record<Who, Person>): Promise<Record<TeamName, string>> {
  const made: [string, string][] = [];
  for (const [key, { slug, name, members }] of Object.entries(TEAMS)) {
    const { teamId } = await api.post<{ teamId: string }>('/teams', { slug, name });
    for (const [who, role] of Object.entries(members)) {
      await api.put(`/teams/${teamId}/members/${people[who as Who].userId}`, { role });
    }
    made.push([key, teamId]);
  }
  return Object.fromEntries(made) as Record<TeamName, string>;
}

async function makePolicies(api: Api, people: Record<Who, Person>, teams: Record<TeamName, string>) {
  const users = (...who: Who[]) => who.map((one) => ({ kind: 'user', id: people[one].userId }));
  const slowly = (...who: Who[]) => ({
    steps: [
      { targets: users(...who), simultaneous: 4, ringSeconds: 300, retries: 0 },
      { targets: [{ kind: 'team', id: teams.mail }], simultaneous: 0 },
    ],
    decisionSeconds: 600,
  });
  const make = async (teamId: string, name: string, policy: object): Promise<string> =>
    (await api.post<{ policyId: string }>('/policies', { teamId, name, ...policy })).policyId;
  return {
    mail: await make(teams.mail, 'メール基盤の呼び出し', {
      repeat: 0,
      steps: [
        {
          targets: users('daisuke', 'lucas', 'ken', 'elena'),
          simultaneous: 2,
          ringSeconds: 60,
          retries: 1,
          pauseSeconds: 15,
        },
        { targets: [{ kind: 'team', id: teams.mail }], simultaneous: 0, ringSeconds: 45 },
      ],
      lastResort: { userIds: [people.misaki.userId] },
    }),
    storage: await make(teams.storage, 'Object Storage, all day', {
      steps: [{ targets: users('naoki', 'sakura'), simultaneous: 1, ringSeconds: 300 }],
      decisionSeconds: 600,
    }),
    dns: await make(teams.dns, 'Edge DNS, with grace', {
      delaySeconds: 3_600,
      steps: [{ targets: users('priya', 'noah'), simultaneous: 2, ringSeconds: 60 }],
    }),
    // These ring long enough to be looked at.
    slow: await make(teams.mail, 'メール受信の呼び出し', slowly('misaki', 'yoko', 'daisuke', 'ken', 'elena')),
    phonesEn: await make(teams.dns, 'Edge DNS', slowly('priya', 'noah', 'tom')),
    phonesJa: await make(teams.dns, 'Edge DNS 日本', slowly('sakura', 'naoki', 'ken')),
  };
}

async function makeSchedules(api: Api, people: Record<Who, Person>, teams: Record<TeamName, string>) {
  const rotations: readonly (readonly [TeamName, string, readonly Who[]])[] = [
    ['mail', 'メール当番', ['misaki', 'daisuke', 'ken']],
    ['storage', 'Storage week', ['naoki', 'sakura']],
    ['dns', 'DNS week', ['priya', 'noah']],
  ];
  for (const [team, name, who] of rotations) {
    await api.post('/schedules', {
      teamId: teams[team],
      name,
      timeZone: 'Asia/Tokyo',
      rotation: {
        participantIds: who.map((one) => people[one].userId),
        startsOn: '2026-01-05',
        handoverDay: 1,
        handoverTime: '09:00',
      },
    });
  }
}

const makeService = (api: Api, teamId: string, name: string, policyId: string) =>
  api.post<{ serviceId: string }>('/services', { teamId, slug: name, name, policyId });

async function makeIntegration(api: Api, given: object): Promise<{ integrationId: string; hook: string }> {
  const { integrationId } = await api.post<{ integrationId: string }>('/integrations', given);
  const { url } = await api.post<{ url: string }>(`/integrations/${integrationId}/setup`);
  return { integrationId, hook: new URL(url).pathname };
}

/** A topic of a region that there is not: whether it is one cannot be found out, so a person has to say. */
async function askToConfirm(hook: string): Promise<void> {
  const sns = 'https://sns.xx-nowhere-1.amazonaws.com';
  const answer = await fetch(hook, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=UTF-8' },
    body: JSON.stringify({
      Type: 'SubscriptionConfirmation',
      MessageId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
      Token: '2336412f37',
      TopicArn: 'arn:aws:sns:xx-nowhere-1:123456789012:alarms',
      Message: 'You have chosen to subscribe to the topic.',
      SubscribeURL: `${sns}/?Action=ConfirmSubscription&Token=2336412f37`,
      Timestamp: new Date().toISOString(),
      SignatureVersion: '2',
      Signature: 'AAAA',
      SigningCertURL: `${sns}/SimpleNotificationService.pem`,
    }),
  });
  if (!answer.ok) throw new Error(`the topic was answered ${answer.status}`);
}
