import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { House, RestAnswer } from '../harness/house.js';
import { makeTeam, makeWorld, type World } from '../harness/world.js';

type Said = RestAnswer['body'];

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('the rules of an integration', () => {
  let world: World;
  let house: House;
  let data: string;
  let integrationId: string;
  let hook: string;

  beforeAll(async () => {
    world = await makeWorld({ phones: false });
    house = world.house;
    data = await makeTeam(house, world.admin, 'data', [[world.people.D, 'owner']]);
    const given = { teamId: world.teamId, name: 'Anything', source: 'generic' };
    integrationId = (await admin('POST', '/integrations', given))['integrationId'];
    hook = new URL((await admin('POST', `/integrations/${integrationId}/setup`, {}))['url']).pathname;
  }, HOUSE_MS);
  afterAll(() => house.stop());

  const admin = (method: string, path: string, body?: unknown): Promise<Said> =>
    house.ok(method, path, body, world.admin.token);
  const save = async (rules: unknown[], examples: unknown[] = []): Promise<Said> => {
    const { version } = await admin('GET', `/integrations/${integrationId}/rules`);
    return admin('PUT', `/integrations/${integrationId}/rules`, { version, rules, examples });
  };
  const refusal = async (rules: unknown[], examples: unknown[] = []): Promise<Said> => {
    const { version } = await admin('GET', `/integrations/${integrationId}/rules`);
    const given = { version, rules, examples };
    const answer = await house.rest(
      'PUT',
      `/api/v1/integrations/${integrationId}/rules`,
      given,
      world.admin.token,
    );
    expect(answer.status).toBe(422);
    return answer.body;
  };
  const sent = async (body: object): Promise<Said> => {
    const answer = await house.rest('POST', hook, body);
    return admin('GET', `/alerts/${answer.body['alerts'][0].alertId}`);
  };
  const onHost = (glob: string): object => ({ field: 'host', test: 'glob', value: glob });

  it('choose the team, what rings and how bad it is, and the alert says so', async () => {
    await save([
      {
        name: 'Laboratory',
        conditions: [{ field: 'label:env', test: 'equals', value: 'lab' }],
        urgency: 'record',
      },
      { name: 'Databases', conditions: [onHost('db-*')], teamIds: [data], severity: 'warning' },
    ]);
    expect(await sent({ title: 'A', host: 'db-1', severity: 'critical' })).toMatchObject({
      severity: 'warning',
      sourceSeverity: 'critical',
      routes: [{ teamId: data, because: 'rule:Databases', rule: 'Databases', urgency: 'ring' }],
    });
    const quiet = await sent({ title: 'B', host: 'db-1', severity: 'critical', labels: { env: 'LAB' } });
    expect(quiet).toMatchObject({
      severity: 'critical',
      routes: [
        {
          because: 'integration',
          rule: 'Laboratory',
          urgency: 'record',
          reason: 'record-only',
          urgencyByRule: true,
        },
      ],
    });
    expect(quiet['routes'][0]).not.toHaveProperty('escalationId');
    expect(await sent({ title: 'C', host: 'web-1' })).toMatchObject({
      routes: [{ because: 'integration', urgency: 'ring' }],
    });
  });

  it('hold against a rising severity: what a rule has made quiet stays quiet', async () => {
    await save([{ name: 'Quiet', conditions: [onHost('quiet')], urgency: 'inform' }]);
    const first = await sent({ title: 'Q', host: 'quiet', severity: 'warning', dedup_key: 'q' });
    const again = await sent({ title: 'Q', host: 'quiet', severity: 'critical', dedup_key: 'q' });
    expect(again['alertId']).toBe(first['alertId']);
    expect(again).toMatchObject({
      severity: 'critical',
      routes: [{ urgency: 'inform', reason: 'inform-only' }],
    });
    expect(again['routes'][0]).not.toHaveProperty('escalationId');
  });

  it('are explained', async () => {
    await save([{ name: 'Databases', conditions: [onHost('db-*')], teamIds: [data] }]);
    const { alertId } = await sent({ title: 'Why', host: 'db-9' });
    const story = JSON.stringify(await admin('GET', `/alerts/${alertId}/explanation`));
    expect(story).toContain('The rule “Databases” of its integration gave it to data.');
  });

  it('are refused with the field where they name what is not there or is no pattern', async () => {
    expect(
      await refusal([{ name: 'R', conditions: [{ field: 'title', test: 'regex', value: 'mx-[' }] }]),
    ).toMatchObject({ code: 'RULE_INVALID', details: { field: 'rules.0.conditions.0.value' } });
    const nowhere = '01900000-0000-7000-8000-000000000000';
    expect(await refusal([{ name: 'R', teamIds: [nowhere] }])).toMatchObject({
      details: { field: 'rules.0.teamIds' },
    });
    expect(await refusal([{ name: 'R', teamIds: [data], policyId: nowhere }])).toMatchObject({
      details: { field: 'rules.0.policyId' },
    });
    expect(await refusal([{ name: 'R' }, { name: 'R' }])).toMatchObject({ code: 'RULE_INVALID' });
  });

  it('are not saved when an example comes out otherwise, and say which', async () => {
    const rules = [{ name: 'Databases', conditions: [onHost('db-*')] }];
    const good = { name: 'a database', alert: { host: 'db-1' }, rule: 'Databases' };
    const bad = { name: 'a web server', alert: { host: 'web-1' }, rule: 'Databases' };
    expect(await refusal(rules, [good, bad])).toMatchObject({
      code: 'EXAMPLE_FAILED',
      details: { examples: [{ name: 'a web server', expected: 'Databases', got: '' }] },
    });
    expect(await save(rules, [good])).toMatchObject({ examples: [{ name: 'a database' }] });
  });

  it('can be tried on what has come and on what is pasted, without anybody being called', async () => {
    await save([]);
    await sent({ title: 'Tried', host: 'db-7', severity: 'high' });
    const { deliveries } = await admin('GET', `/integrations/${integrationId}/deliveries`);
    const before = await admin('GET', '/alerts?pageSize=100');
    const rules = [{ name: 'Draft', conditions: [onHost('db-?')], teamIds: [data], urgency: 'inform' }];
    const tried = { title: 'Tried', severity: 'high', rule: 'Draft' };
    const route = { teamId: data, teamName: 'data', because: 'rule:Draft', urgency: 'inform' };
    const path = `/integrations/${integrationId}/try-routing`;
    expect(await admin('POST', path, { deliveryId: deliveries[0].deliveryId, rules })).toMatchObject({
      outcome: 'accepted',
      signals: [{ ...tried, action: 'trigger', routes: [route] }],
    });
    const body = JSON.stringify([{ title: 'Tried', host: 'db-7', severity: 'high' }, { title: 'Else' }]);
    expect(await admin('POST', path, { body, rules })).toMatchObject({
      signals: [
        { ...tried, routes: [route] },
        { title: 'Else', routes: [{ because: 'integration' }] },
      ],
    });
    expect(await admin('POST', path, { body: '{"half', contentType: 'application/json' })).toMatchObject({
      outcome: 'not-json',
      signals: [],
    });
    expect((await admin('GET', '/alerts?pageSize=100'))['alerts']).toHaveLength(before['alerts'].length);
  });

  it('repeat a delivery: today it opens and rings, from long ago it opens and wakes nobody', async () => {
    await save([]);
    const first = await sent({ title: 'Again', dedup_key: 'again', severity: 'critical' });
    const { deliveries } = await admin('GET', `/integrations/${integrationId}/deliveries`);
    const { deliveryId } = deliveries[0];
    const resolved = await house.rest('POST', hook, { dedup_key: 'again', status: 'resolved' });
    expect(resolved.body['alerts'][0].effect).toBe('resolved');
    const now = await admin('POST', `/deliveries/${deliveryId}/replay`, {});
    const ringing = await admin('GET', `/alerts/${now['results'][0].alertId}`);
    expect(ringing['alertId']).not.toBe(first['alertId']);
    expect(ringing['routes'][0]).toHaveProperty('escalationId');
    expect(await admin('GET', `/deliveries/${now['deliveryId']}`)).toMatchObject({
      issues: [`a repetition of ${deliveryId}`],
    });
    await house.rest('POST', hook, { dedup_key: 'again', status: 'resolved' });
    await house.advance(16 * 60);
    const late = await admin('POST', `/deliveries/${deliveryId}/replay`, {});
    const quiet = await admin('GET', `/alerts/${late['results'][0].alertId}`);
    expect(quiet['routes']).toMatchObject([{ reason: 'stale' }]);
    expect(quiet['routes'][0]).not.toHaveProperty('escalationId');
  });

  it('is tried with options that are not saved: what they make of it is shown, what is wrong with them is said where', async () => {
    const body = JSON.stringify({ what: 'Pump', machine: 'p-1', level: 'RED' });
    const mapping = {
      title: '{{what}} of {{machine}}',
      host: '{{machine}}',
      severity: { from: '{{level}}', table: { RED: 'critical' } },
    };
    const path = `/integrations/${integrationId}/try-routing`;
    const tried = await admin('POST', path, { body, options: { mapping } });
    expect(tried['signals']).toMatchObject([{ title: 'Pump of p-1', severity: 'critical' }]);
    expect(tried['reading']).toMatchObject({ signals: [{ host: 'p-1' }] });
    expect((await admin('POST', path, { body }))['signals'][0].title).not.toBe('Pump of p-1');
    const wrong = { body, options: { mapping: { title: '{{what' } } };
    const refused = await house.rest('POST', `/api/v1${path}`, wrong, world.admin.token);
    expect([refused.status, refused.body['code']]).toEqual([422, 'OPTIONS_INVALID']);
    expect(refused.body['details'].issues).toMatchObject([{ path: 'options.mapping.title' }]);
  });
});
