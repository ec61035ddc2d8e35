import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { House, RestAnswer } from '../harness/house.js';
import { makeTeam, makeWorld, type World } from '../harness/world.js';

type Said = RestAnswer['body'];

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('an alert', () => {
  let world: World;
  let house: House;
  let data: string;
  let hook: string;

  beforeAll(async () => {
    world = await makeWorld({ phones: false });
    house = world.house;
    data = await makeTeam(house, world.admin, 'data', [[world.people.D, 'owner']]);
    const given = { teamId: world.teamId, name: 'Anything', source: 'generic' };
    const { integrationId } = await house.ok('POST', '/integrations', given, world.admin.token);
    const setup = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, world.admin.token);
    hook = new URL(setup['url']).pathname;
  }, HOUSE_MS);
  afterAll(() => house.stop());

  const admin = (method: string, path: string, body?: unknown): Promise<Said> =>
    house.ok(method, path, body, world.admin.token);
  const sent = async (body: object): Promise<Said> => {
    const answer = await house.rest('POST', hook, body);
    return admin('GET', `/alerts/${answer.body['alerts'][0].alertId}`);
  };

  it('goes to the team that it names, to several where it names several', async () => {
    expect(await sent({ title: 'One', team: 'DATA' })).toMatchObject({
      routes: [{ teamId: data, teamName: 'data', because: 'team:data', urgency: 'ring' }],
    });
    const both = await sent({ title: 'Two', team: 'data', labels: { team: 'mail' } });
    const teams = (both['routes'] as Said[]).map(({ teamName, escalationId }) => [
      teamName,
      typeof escalationId,
    ]);
    expect(teams.sort()).toEqual([
      ['data', 'string'],
      ['mail', 'string'],
    ]);
  });

  it('goes to the team of its service, by slug or by name, with the policy of the service', async () => {
    const policy = await house.ok(
      'POST',
      '/policies',
      { teamId: data, name: 'Night', steps: [{ targets: [{ kind: 'user', id: world.people.D.userId }] }] },
      world.people.D.token,
    );
    const given = { teamId: data, slug: 'shop', name: 'The Shop', policyId: policy['policyId'] };
    const service = await house.ok('POST', '/services', given, world.people.D.token);
    for (const name of ['shop', 'the shop'])
      expect(await sent({ title: `At ${name}`, service: name })).toMatchObject({
        service: name,
        routes: [{ teamId: data, policyId: policy['policyId'], because: 'service:shop' }],
      });
    const again = await house.rest('POST', '/services', given, world.people.D.token);
    expect(again).toMatchObject({
      status: 409,
      body: { code: 'SERVICE_SLUG_TAKEN', details: { field: 'slug' } },
    });
    const foreign = { ...given, slug: 'x', policyId: world.policyId };
    expect((await house.rest('POST', '/services', foreign, world.people.D.token)).body['code']).toBe(
      'POLICY_ELSEWHERE',
    );
    expect(
      (await house.rest('POST', '/services', { ...given, slug: 'y' }, world.people.A.token)).status,
    ).toBe(403);
    const moved = await admin('PATCH', `/services/${service['serviceId']}`, {
      version: 1,
      teamId: world.teamId,
    });
    expect(moved).toMatchObject({ teamId: world.teamId, version: 2 });
    expect(moved).not.toHaveProperty('policyId');
    await admin('DELETE', `/services/${service['serviceId']}`);
    expect(await sent({ title: 'After', service: 'shop' })).toMatchObject({
      routes: [{ because: 'integration' }],
    });
  });

  it('that nobody knows is put before the catch-all team, and says so', async () => {
    const alert = await admin('POST', '/alerts', { title: 'Whose?', severity: 'high' });
    expect(alert).toMatchObject({
      title: 'Unrouted alert: Whose?',
      source: 'api',
      routes: [{ teamId: world.teamId, because: 'catch-all', urgency: 'ring' }],
    });
    expect(alert).not.toHaveProperty('integrationId');
  });

  it('of severity info informs, and rings once it is worse', async () => {
    const quiet = await sent({ title: 'Rise', id: 'rise', severity: 'info' });
    expect(quiet['routes']).toEqual([expect.objectContaining({ urgency: 'inform', reason: 'inform-only' })]);
    const loud = await sent({ title: 'Rise', id: 'rise', severity: 'critical' });
    expect(loud).toMatchObject({ count: 2, severity: 'critical', routes: [{ urgency: 'ring' }] });
    expect(loud['routes'][0]).toHaveProperty('escalationId');
    expect(loud['routes'][0]).not.toHaveProperty('reason');
  });

  it('is raised and resolved by hand, on both wires alike', async () => {
    const raised = await admin('POST', '/alerts', { title: 'By hand', dedupKey: 'hand', team: 'data' });
    const again = await house.grpc('RaiseAlert', { title: 'By hand', dedupKey: 'hand' }, world.admin.token);
    expect(again).toMatchObject({ ok: true, body: { alertId: raised['alertId'], count: 2 } });
    const resolved = await admin('POST', '/alerts/resolve', { dedupKey: 'hand', note: 'Done' });
    expect(resolved).toMatchObject({ status: 'resolved', endedAt: house.clock.now().toISOString() });
    expect(await admin('POST', '/alerts/resolve', { alertId: raised['alertId'] })).toEqual(resolved);
    const fromMonitor = await sent({ title: 'Theirs', severity: 'high' });
    const ended = await admin('POST', '/alerts/resolve', { alertId: fromMonitor['alertId'] });
    expect(ended).toMatchObject({ status: 'resolved', source: 'generic' });
    const nothing = await house.rest('POST', '/alerts/resolve', {}, world.admin.token);
    expect(nothing).toMatchObject({ status: 422, body: { code: 'ALERT_UNNAMED' } });
  });

  it('is counted in the time in which it began', async () => {
    await house.advance(60);
    const from = house.clock.now();
    await house.advance(60);
    await sent({ title: 'Counted 1', severity: 'critical' });
    await sent({ title: 'Counted 2', severity: 'warning' });
    await house.advance(60);
    await sent({ title: 'Counted 3', severity: 'critical' });
    const until = new Date(from.getTime() + 240_000).toISOString();
    const query = `from=${from.toISOString()}&until=${until}&buckets=4`;
    const { bucketSeconds, counts } = await admin('GET', `/alerts/counts?${query}`);
    expect(bucketSeconds).toBe(60);
    expect((counts as Said[]).map(({ critical, warning }) => [critical, warning])).toEqual([
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 0],
    ]);
    const none = await admin('GET', `/alerts/counts?${query}&teamId=${data}`);
    expect((none['counts'] as Said[]).every(({ critical }) => critical === 0)).toBe(true);
  });

  it('is found by what it says, by team, status and severity, page by page', async () => {
    const titles = async (query: string): Promise<string[]> =>
      ((await admin('GET', `/alerts?${query}`))['alerts'] as { title: string }[]).map(({ title }) => title);
    expect(await titles('query=counted%20')).toEqual(['Counted 3', 'Counted 2', 'Counted 1']);
    expect(await titles('query=counted&severity=warning')).toEqual(['Counted 2']);
    expect(await titles(`teamId=${data}&query=One`)).toEqual(['One']);
    expect(await titles('status=resolved&query=by%20hand')).toEqual(['By hand']);
    const all = await titles('pageSize=200');
    const first = await admin('GET', '/alerts?pageSize=3');
    const rest = await titles(`pageSize=200&pageToken=${first['nextPageToken']}`);
    expect([...(first['alerts'] as { title: string }[]).map(({ title }) => title), ...rest]).toEqual(all);
  });
});
