import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Chores } from '../../src/platform/clock/chores.js';
import { Metrics } from '../../src/platform/observability/metrics.js';
import type { Json } from '../harness/json.js';
import { TelephoneWorld } from '../harness/telephone-world.js';
import { makePerson } from '../harness/world.js';

const PRICES = { currency: 'EUR', perCall: 0.1, perMinute: 0.5 };

describe('telephone calls', () => {
  let night: TelephoneWorld;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'barry-costs-'));
  });
  afterEach(async () => {
    await night.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (first: object, second: object = {}): Promise<void> => {
    const file = join(folder, 'costs.yaml');
    const notifiers = [
      { name: 'pocket', plugin: 'pocket', priority: 1 },
      { name: 'first', plugin: 'twilio-lab', phoneCost: { ...PRICES, ...first } },
      { name: 'second', plugin: 'vonage-lab', phoneCost: { ...PRICES, ...second } },
    ];
    writeFileSync(file, JSON.stringify({ notifiers, limits: { requestsPerMinute: 100_000 } }));
    night = await TelephoneWorld.open('two', { BARRY_CONFIG: file });
  };
  const listed = async (path = '/phone-costs', token = night.world.admin.token): Promise<Json> =>
    night.world.house.ok('GET', path, undefined, token);
  const calledAlert = async (severity = 'critical'): Promise<void> => {
    const { house, people } = night.world;
    const { A } = people;
    await house.ok(
      'POST',
      '/escalations',
      { userIds: [A.userId], severity, title: `a ${severity} one` },
      A.token,
    );
    await house.advance(8);
    await night.telephones.settle();
  };
  const told = async (): Promise<readonly Json[]> =>
    night.world.house.query(
      `select user_id, params->>'title' as title from event_log where params->>'about' = 'phone-cap' order by id`,
    );

  it('are counted by provider and team, with their length and cost, once however often it is reported', async () => {
    await open({});
    await night.alert();
    await night.at(8);
    await night.by('first', (call) => call.ring());
    await night.by('first', (call) => call.pickUp());
    expect((await listed())['costs']).toMatchObject([{ notifier: 'first', calls: 1, seconds: 0, cost: 0.1 }]);
    await night.by('first', async (call) => {
      call.talkedSeconds = 61;
      await call.end('completed');
      await call['report']('completed');
    });
    const { month, costs, caps } = await listed();
    expect(month).toBe('2026-11');
    expect(costs).toEqual([
      {
        notifier: 'first',
        teamId: night.world.teamId,
        teamName: 'mail',
        calls: 1,
        seconds: 61,
        cost: 1.1,
        currency: 'EUR',
      },
    ]);
    expect(caps).toEqual([]);
    const { values } = await night.world.house.get(Metrics).phoneCost.get();
    expect(values).toEqual([{ labels: { notifier: 'first', currency: 'EUR' }, value: expect.closeTo(1.1) }]);
    expect((await listed('/phone-costs?month=2026-10'))['costs']).toEqual([]);
  });

  it('cost what the provider says, where it says so', async () => {
    await open({});
    night.telephones.first.mode = 'down';
    await night.alert();
    await night.at(12);
    await night.by('second', (call) => call.ring());
    await night.by('second', async (call) => {
      Object.assign(call, { talkedSeconds: 61, price: '0.02000000' });
      await call.end('completed');
    });
    expect((await listed())['costs']).toMatchObject([{ notifier: 'second', seconds: 61, cost: 0.02 }]);
  });

  it('go on above a cap, which is told to admins and to the owners of the team, once a month', async () => {
    await open({ monthlyCap: 0.15, monthlyCapPerTeam: 0.05 });
    const { house, admin, people } = night.world;
    await calledAlert('high');
    await house.get(Chores).tick();
    expect(await told()).toEqual(
      [admin, people.A].map(({ userId }) => ({ user_id: userId, title: 'first: 0.10 / 0.05 EUR (2026-11)' })),
    );
    await house.ok('POST', `/escalations/${await live()}/cancel`, {}, admin.token);
    await calledAlert('high');
    expect(night.asked).toEqual([2, 0]);
    for (let times = 0; times < 3; times += 1) {
      await house.advance(31);
      await house.get(Chores).tick();
    }
    expect((await told()).slice(2)).toEqual([
      { user_id: admin.userId, title: expect.stringMatching(/^first: 0\.[2-9]0 \/ 0\.15 EUR/) },
    ]);
    expect((await listed())['caps']).toMatchObject([
      { notifier: 'first', cap: 0.15, passed: true },
      { notifier: 'first', teamName: 'mail', cap: 0.05, passed: true },
    ]);
  });

  const live = async (): Promise<string> => {
    const { house, admin } = night.world;
    return (await house.ok('GET', '/escalations?live=true', undefined, admin.token))['escalations'][0]
      .escalationId;
  };

  it('go by another provider above a cap that is to block, but never critical ones, and never nowhere', async () => {
    const blocks = { monthlyCap: 0, capBlocksBelowCritical: true };
    await open(blocks);
    const { house, admin } = night.world;
    const again = async (severity: string): Promise<void> => {
      await calledAlert(severity);
      await house.ok('POST', `/escalations/${await live()}/cancel`, {}, admin.token);
      await night.telephones.settle();
    };
    await again('high');
    expect(night.asked).toEqual([1, 0]);
    await again('high');
    expect(night.asked).toEqual([1, 1]);
    await again('critical');
    expect(night.asked).toEqual([2, 1]);
  });

  it('are shown to admins, and to owners those of their teams', async () => {
    await open({ monthlyCap: 1 });
    await calledAlert();
    const { house, people, admin, teamId } = night.world;
    const stranger = await makePerson(house, admin, 'Stranger');
    expect((await listed('/phone-costs', people.A.token))['costs']).toMatchObject([{ teamId, calls: 1 }]);
    expect((await listed('/phone-costs', people.A.token))['caps']).toEqual([]);
    expect((await house.rest('GET', '/phone-costs', undefined, people.B.token)).status).toBe(403);
    expect((await house.rest('GET', '/phone-costs', undefined, stranger.token)).status).toBe(403);
  });
});
