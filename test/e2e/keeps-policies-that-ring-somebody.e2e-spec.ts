import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PoliciesService, type PolicySnapshot } from '../../src/modules/policies/index.js';
import { House } from '../harness/house.js';
import { firstAdmin, makePerson, makeTeam, type Person } from '../harness/world.js';

const UNKNOWN = '00000000-0000-7000-8000-000000000000';

describe('a policy', () => {
  let house: House;
  let admin: Person;
  let people: Readonly<Record<'ada' | 'ben' | 'cyd', Person>>;
  let teamId: string;

  beforeAll(async () => {
    house = await House.start();
    admin = await firstAdmin(house);
    people = {
      ada: await makePerson(house, admin, 'Ada'),
      ben: await makePerson(house, admin, 'Ben'),
      cyd: await makePerson(house, admin, 'Cyd'),
    };
    teamId = await makeTeam(house, admin, 'mail', [
      [people.ada, 'owner'],
      [people.ben, 'responder'],
    ]);
  });
  afterAll(() => house.stop());

  const user = (name: keyof typeof people) => ({ kind: 'user', id: people[name].userId });
  const create = (more: object, token = people.ada.token) =>
    house.rest(
      'POST',
      '/policies',
      { teamId, name: 'Mail', steps: [{ targets: [user('ada')] }], ...more },
      token,
    );
  const made = async (more: object = {}): ReturnType<House['ok']> => {
    const { status, body } = await create(more);
    expect({ status, body }).toMatchObject({ status: 201 });
    return body;
  };
  const patch = (policyId: string, body: object) =>
    house.rest('PATCH', `/policies/${policyId}`, body, people.ada.token);
  const preview = (body: object, token = people.ada.token) =>
    house.ok('POST', '/policies/preview', body, token);

  it('comes back as it was saved, with what was not said filled in', async () => {
    const policy = await made({
      steps: [{ targets: [{ kind: 'team', id: teamId }, user('cyd')], simultaneous: 2 }],
    });
    expect(policy).toEqual({
      policyId: expect.any(String),
      teamId,
      name: 'Mail',
      steps: [
        {
          targets: [{ kind: 'team', id: teamId }, user('cyd')],
          order: 'listed',
          simultaneous: 2,
          ringSeconds: 30,
          retries: 1,
          pauseSeconds: 15,
          responders: 1,
        },
      ],
      delaySeconds: 0,
      repeat: 1,
      decisionSeconds: 60,
      whenAlertsResolve: 'stop',
      stillOnItMinutes: 0,
      createdAt: '2026-11-22T18:12:00.000Z',
      updatedAt: '2026-11-22T18:12:00.000Z',
      version: 1,
    });
    expect(await house.ok('GET', `/policies/${policy['policyId']}`, undefined, people.cyd.token)).toEqual(
      policy,
    );
    const { policies } = await house.ok('GET', `/policies?teamId=${teamId}`, undefined, people.cyd.token);
    expect(policies).toContainEqual(policy);
  });

  it('changes in the fields that are given, and only by who has seen the last change', async () => {
    const { policyId } = await made();
    const changed = await patch(policyId, {
      version: 1,
      delaySeconds: 20,
      lastResort: { userIds: [people.ben.userId] },
    });
    expect(changed.body).toMatchObject({ version: 2, delaySeconds: 20, name: 'Mail', repeat: 1 });
    expect(await patch(policyId, { version: 1, name: 'Late' })).toMatchObject({
      status: 409,
      body: { code: 'CHANGED_MEANWHILE', details: { version: 2 } },
    });
    expect((await patch(policyId, { version: 2, name: 'In time' })).body).toMatchObject({
      name: 'In time',
      delaySeconds: 20,
      lastResort: { userIds: [people.ben.userId] },
    });
  });

  it('is refused when a target does not exist', async () => {
    for (const kind of ['user', 'team', 'schedule'])
      expect(await create({ steps: [{ targets: [user('ada'), { kind, id: UNKNOWN }] }] })).toMatchObject({
        status: 422,
        body: { code: 'TARGET_UNKNOWN', details: { kind, id: UNKNOWN } },
      });
    expect((await create({ lastResort: { userIds: [UNKNOWN] } })).body['code']).toBe('TARGET_UNKNOWN');
    expect((await create({ lastResort: { policyId: UNKNOWN } })).body['code']).toBe('POLICY_UNKNOWN');
  });

  it('is refused when no step would ring for a severity that rings', async () => {
    const step = (severities: string[]) => ({ targets: [user('ada')], when: { severities } });
    expect(await create({ steps: [step(['critical']), step(['high'])] })).toMatchObject({
      status: 422,
      body: { code: 'SEVERITY_UNCOVERED', details: { severities: ['warning', 'unknown'] } },
    });
    const { policyId } = await made({ steps: [step(['critical', 'high']), step(['warning', 'unknown'])] });
    expect((await patch(policyId, { version: 1, steps: [step(['info'])] })).body['code']).toBe(
      'SEVERITY_UNCOVERED',
    );
  });

  it('is not its own last resort, and stays while another ends in it', async () => {
    const [last, first] = [await made({ name: 'Last' }), await made({ name: 'First' })];
    const own = await patch(last['policyId'], { version: 1, lastResort: { policyId: last['policyId'] } });
    expect(own).toMatchObject({ status: 422, body: { code: 'LAST_RESORT_ITSELF' } });
    await patch(first['policyId'], { version: 1, lastResort: { policyId: last['policyId'] } });
    const remove = (policyId: string) =>
      house.rest('DELETE', `/policies/${policyId}`, undefined, people.ada.token);
    expect(await remove(last['policyId'])).toMatchObject({
      status: 409,
      body: { code: 'POLICY_IN_USE', details: { usedBy: ['policy First'] } },
    });
    expect((await remove(first['policyId'])).status).toBe(200);
    expect((await remove(last['policyId'])).status).toBe(200);
    expect((await remove(last['policyId'])).body['code']).toBe('POLICY_UNKNOWN');
  });

  it('stays while a service calls by it, and serves its own team only', async () => {
    const { policyId } = await made({ name: 'Served' });
    const service = { teamId, slug: 'mx', name: 'MX', policyId };
    const { serviceId } = await house.ok('POST', '/services', service, people.ada.token);
    const remove = () => house.rest('DELETE', `/policies/${policyId}`, undefined, people.ada.token);
    expect(await remove()).toMatchObject({
      status: 409,
      body: { code: 'POLICY_IN_USE', details: { usedBy: ['service MX'] } },
    });
    await house.ok('DELETE', `/services/${serviceId}`, undefined, people.ada.token);
    const elsewhere = { slug: 'web', name: 'Web', policyId, teamId: await makeTeam(house, admin, 'web', []) };
    expect(await house.rest('POST', '/services', elsewhere, admin.token)).toMatchObject({
      status: 422,
      body: { code: 'POLICY_ELSEWHERE' },
    });
    expect((await remove()).status).toBe(200);
  });

  it('looks at the clock of the organisation where it names no zone', async () => {
    const { version } = await house.ok('GET', '/organisation', undefined, admin.token);
    await house.ok('PATCH', '/organisation', { version, timeZone: 'Asia/Tokyo' }, admin.token);
    const policy = await made({
      steps: [{ targets: [user('ada')], when: { from: '09:00', until: '17:00' } }],
    });
    expect(policy['steps'][0].when).toMatchObject({ timeZone: 'Asia/Tokyo' });
    const at = async (instant: string) =>
      (await preview({ policyId: policy['policyId'], at: instant }))['steps'][0].applies;
    expect([await at('2026-11-23T00:00:00Z'), await at('2026-11-23T08:00:00Z')]).toEqual([true, false]);
  });

  it('takes turns: each run begins one further, and asking again changes nothing', async () => {
    const { policyId } = await made({
      steps: [{ targets: [user('ada'), user('ben'), user('cyd')], order: 'round-robin' }],
    });
    const policies = house.get(PoliciesService);
    const snapshot = (await policies.snapshot(policyId)) as PolicySnapshot;
    const firstOf = async (seed: string): Promise<string | undefined> => {
      const [steps] = await policies.candidates(
        [{ snapshot, severity: 'high', seed }],
        house.clock.now(),
        () => Promise.resolve(new Map()),
      );
      return steps?.[0]?.userIds[0];
    };
    const { ada, ben, cyd } = people;
    const seeds = ['1/1', '1/1', '2/1', '1/1', '3/1', '2/1', '4/1'];
    const found: (string | undefined)[] = [];
    for (const seed of seeds) found.push(await firstOf(seed));
    expect(found).toEqual([ada, ada, ben, ada, cyd, ben, ada].map((person) => person.userId));
    const look = (await preview({ policyId }))['steps'][0].people[0].userId;
    expect(look).toBe(ben.userId);
    expect(await firstOf('5/1')).toBe(ben.userId);
  });

  describe('asked who would ring', () => {
    it('answers in order, with when each step could start and who cannot be reached', async () => {
      await house.phones.enrol(house, people.ada.token, 'phone-ada');
      await house.phones.enrol(house, people.ben.token, 'phone-ben');
      const { policyId } = await made({
        name: 'Preview',
        delaySeconds: 10,
        steps: [
          { targets: [user('ben'), user('ada')], retries: 0 },
          { targets: [user('cyd')], when: { severities: ['high', 'critical'] } },
        ],
      });
      expect(await preview({ policyId })).toEqual({
        policyId,
        policyName: 'Preview',
        at: '2026-11-22T18:12:00.000Z',
        steps: [
          {
            step: 1,
            applies: true,
            startsAfterSeconds: 10,
            simultaneous: 1,
            ringSeconds: 30,
            people: [
              { userId: people.ben.userId, name: 'Ben', reachable: true },
              { userId: people.ada.userId, name: 'Ada', reachable: true },
            ],
          },
          {
            step: 2,
            applies: true,
            startsAfterSeconds: 70,
            simultaneous: 1,
            ringSeconds: 30,
            people: [
              {
                userId: people.cyd.userId,
                name: 'Cyd',
                reachable: false,
                why: 'has no device or phone that could ring',
              },
            ],
          },
        ],
        warnings: ['Nobody in step 2 can be reached.'],
      });
      expect((await preview({ policyId, severity: 'warning' }))['steps'][1]).toMatchObject({
        applies: false,
        people: [],
      });
    });

    it('says it in the reader’s language', async () => {
      await house.ok('PATCH', `/users/${people.cyd.userId}`, { version: 1, locale: 'ja' }, people.cyd.token);
      const { warnings } = await preview({ userIds: [people.cyd.userId] }, people.cyd.token);
      expect(warnings).toEqual(['誰にも連絡できません。最終手段だけが鳴ります。']);
    });

    it('of a team asks by its first policy, or else for all of it', async () => {
      const named = await preview({ teamId });
      expect(named).toMatchObject({ policyName: 'Mail' });
      const otherId = await makeTeam(house, admin, 'shop', [
        [people.ben, 'responder'],
        [people.cyd, 'observer'],
      ]);
      const { steps, policyName } = await preview({ teamId: otherId });
      expect(policyName).toBe('shop');
      expect(steps).toMatchObject([{ simultaneous: 0, people: [{ name: 'Ben', reachable: true }] }]);
    });

    it('asks about exactly one thing', async () => {
      for (const wrong of [{}, { teamId, userIds: [people.ada.userId] }])
        expect(await house.rest('POST', '/policies/preview', wrong, people.ada.token)).toMatchObject({
          status: 422,
          body: { code: 'ASK_ABOUT_ONE' },
        });
    });
  });
});
