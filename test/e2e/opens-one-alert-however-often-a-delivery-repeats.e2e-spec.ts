import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { House, RestAnswer } from '../harness/house.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

type Said = RestAnswer['body'];

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('a delivery that repeats', () => {
  let world: World;
  let house: House;

  beforeAll(async () => {
    world = await makeWorld();
    house = world.house;
  }, HOUSE_MS);
  afterAll(() => house.stop());

  const send = (body: unknown, hook = world.hook) => house.rest('POST', hook, body);
  const alerts = async (query = ''): Promise<Said[]> =>
    (await house.ok('GET', `/alerts${query}`, undefined, world.admin.token))['alerts'];
  const integration = async (source: string): Promise<string> => {
    const given = { teamId: world.teamId, name: source, source };
    const { integrationId } = await house.ok('POST', '/integrations', given, world.admin.token);
    const setup = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, world.admin.token);
    return new URL(setup['url']).pathname;
  };

  it('sent five times at once, opens one alert and one escalation, and every time is counted', async () => {
    const sent = await Promise.all(Array.from({ length: 5 }, () => send(grafanaAlert('MailQueue'))));
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const effects = sent.map(({ body }) => body['alerts'][0].effect);
    expect(effects.filter((effect) => effect === 'opened')).toHaveLength(1);
    expect(effects.filter((effect) => effect === 'updated')).toHaveLength(4);
    expect(new Set(sent.map(({ body }) => body['alerts'][0].alertId)).size).toBe(1);

    const [alert, ...others] = await alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      status: 'firing',
      count: 5,
      severity: 'critical',
      title: 'MailQueue is broken',
      routes: [{ teamId: world.teamId, teamName: 'mail', urgency: 'ring', because: 'integration' }],
    });
    expect(alert?.['deliveryIds']).toHaveLength(5);
    const { escalations } = await house.ok('GET', '/escalations', undefined, world.admin.token);
    expect(escalations).toHaveLength(1);
    expect(alert?.['routes'][0].escalationId).toBe(escalations[0].escalationId);
    expect(await alerts('?unowned=true')).toEqual([]);
  });

  it('opens one however many addresses and keys of a batch are mixed', async () => {
    const names = ['A', 'B', 'C', 'D'];
    const all = Array.from({ length: 40 }, (_, index) =>
      send(grafanaAlert(`Mixed${names[index % 4] ?? ''}`)),
    );
    expect((await Promise.all(all)).every(({ status }) => status === 200)).toBe(true);
    const found = await alerts('?query=Mixed&status=firing');
    expect(found.map(({ count }) => count)).toEqual([10, 10, 10, 10]);
  });

  it('after its resolve opens a new alert, and a late trigger of the old one only stays a record', async () => {
    await send(grafanaAlert('Flap', { startsAt: '2026-11-22T18:11:00Z' }));
    await send(grafanaAlert('Flap', { status: 'resolved', startsAt: '2026-11-22T18:11:00Z' }));
    const late = await send(grafanaAlert('Flap', { startsAt: '2026-11-22T18:11:00Z' }));
    expect(late.body['alerts'][0]).toMatchObject({ effect: 'recorded' });
    const again = await send(grafanaAlert('Flap', { startsAt: '2026-11-22T18:14:00Z' }));
    expect(again.body['alerts'][0]).toMatchObject({ effect: 'opened' });
    expect((await alerts('?query=Flap')).map(({ status, count }) => [status, count])).toEqual([
      ['firing', 1],
      ['resolved', 1],
    ]);
  });

  it('of a sender that retries is not even counted within a minute, and is told so', async () => {
    const hook = await integration('alertmanager');
    const body = {
      version: '4',
      groupKey: '{}:{alertname="Disk"}',
      status: 'firing',
      receiver: 'barry',
      groupLabels: {},
      commonLabels: {},
      commonAnnotations: {},
      externalURL: 'http://am.example.org',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'Disk', severity: 'warning' },
          annotations: {},
          startsAt: '2026-11-22T18:10:00Z',
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: '',
          fingerprint: 'f00d',
        },
      ],
    };
    const first = await send(body, hook);
    const retried = await send(body, hook);
    expect([first.body['duplicate'], retried.body['duplicate']]).toEqual([false, true]);
    expect(await alerts('?query=Disk')).toMatchObject([{ count: 1 }]);
    await house.advance(61);
    expect((await send(body, hook)).body['duplicate']).toBe(false);
    expect(await alerts('?query=Disk')).toMatchObject([{ count: 2 }]);
  });

  it('with its own id is taken once', async () => {
    const hook = await integration('generic');
    const once = (key: string) =>
      house.rest('POST', hook, { title: 'Own id', status: 'firing' }, undefined, { 'idempotency-key': key });
    const answers = [await once('a'), await once('a'), await once('b')];
    expect(answers.map(({ body }) => [body['alerts'][0].effect, body['duplicate']])).toEqual([
      ['opened', false],
      ['recorded', true],
      ['updated', false],
    ]);
  });
});
