import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { House } from '../harness/house.js';
import type { Json } from '../harness/json.js';
import { makeWorld, type World } from '../harness/world.js';

const samples = join(import.meta.dirname, '../../src/plugins/alert-sources/zabbix/fixtures/samples');
const sample = (name: string): Json =>
  JSON.parse(readFileSync(join(samples, `${name}.json`), 'utf8')) as Json;

describe('a Zabbix that imports the file of its integration', () => {
  let world: World;
  let house: House;
  beforeAll(async () => {
    world = await makeWorld({ phones: false });
    house = world.house;
  }, 60_000);
  afterAll(() => house.stop());

  const setUp = async (options: object = {}): Promise<Json> => {
    const given = { teamId: world.teamId, name: 'Zabbix', source: 'zabbix', options };
    const { integrationId } = await house.ok('POST', '/integrations', given, world.admin.token);
    return house.ok('POST', `/integrations/${integrationId}/setup`, { locale: 'ja' }, world.admin.token);
  };
  /** As Zabbix does after an import: to the address that the file names. */
  const addressIn = (setup: Json, version: string): string => {
    const file = (setup['files'] as Json[]).find(({ name }) => name === `barry-media-type-${version}.yaml`);
    const { zabbix_export: exported } = parse(file?.['text'] as string) as Json;
    const parameters = exported.media_types[0].parameters as { name: string; value: string }[];
    return parameters.find(({ name }) => name === 'barry_url')?.value ?? '';
  };
  const post = async (address: string, body: Json, headers: Record<string, string> = {}) => {
    const answer = await fetch(house.origin + new URL(address).pathname, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Json };
  };
  const alertOf = async (setup: Json, key: string): Promise<Json> => {
    const { alerts } = await house.ok('GET', '/alerts', undefined, world.admin.token);
    return (alerts as Json[]).find(
      (one) => one['integrationId'] === setup['integrationId'] && one['dedupKey'] === key,
    ) as Json;
  };

  it('opens, raises, acknowledges, comments and resolves one alert by the id of its event', async () => {
    const setup = await setUp();
    for (const version of ['6.0', '7.0']) expect(addressIn(setup, version)).toBe(setup['url']);
    const address = addressIn(setup, '6.0');
    const problem = sample('real-problem');
    const update = { ...problem, event_update_status: '1', user_fullname: '山田' };
    const told = async (body: Json): Promise<Json[]> => {
      const answer = await post(address, body);
      expect(answer.status).toBe(200);
      return (answer.body['alerts'] as Json[]).map(({ action, effect }) => ({ action, effect }));
    };
    expect(await told(problem)).toEqual([{ action: 'trigger', effect: 'opened' }]);
    expect(await alertOf(setup, 'event:8')).toMatchObject({
      title: 'CPU 使用率が高い: 東京 MX サーバ #1 📈',
      severity: 'high',
      service: 'mail',
      startedAt: '2026-11-21T22:01:28.000Z',
    });

    const both = 'acknowledged and changed severity from High to Disaster';
    const raised = { ...update, event_update_action: both, event_nseverity: '5', event_severity: 'Disaster' };
    expect(await told(raised)).toEqual([
      { action: 'update', effect: 'updated' },
      { action: 'acknowledge', effect: 'acknowledged' },
    ]);
    expect(await alertOf(setup, 'event:8')).toMatchObject({ severity: 'critical', acknowledgedBy: '山田' });

    const quiet = { ...update, event_update_action: 'suppressed indefinitely', event_nseverity: '5' };
    expect(await told(quiet)).toEqual([{ action: 'snooze', effect: 'updated' }]);
    expect((await alertOf(setup, 'event:8'))['suppressed']).toBe('snoozed');
    expect(await told({ ...quiet, event_update_action: 'unsuppressed and unacknowledged' })).toEqual([
      { action: 'unacknowledge', effect: 'updated' },
      { action: 'snooze', effect: 'updated' },
    ]);
    const after = await alertOf(setup, 'event:8');
    expect([after['suppressed'], after['acknowledgedBy']]).toEqual([undefined, undefined]);

    const recovery = { ...problem, event_value: '0', event_status: 'RESOLVED' };
    expect(await told(recovery)).toEqual([{ action: 'resolve', effect: 'resolved' }]);
    // The prose of an update that comes last: it is over already.
    expect(await told({ ...update, event_update_action: 'commented and closed' })).toEqual([
      { action: 'resolve', effect: 'noMatch' },
    ]);
  });

  it('answers exactly 200 to the media type for Grafana OnCall, at its own address', async () => {
    const setup = await setUp();
    const address = `${house.origin}/integrations/v1/zabbix/${setup['key']}/`;
    expect((await post(address, sample('real-oncall-shape-problem'))).status).toBe(200);
    expect(await alertOf(setup, '8')).toMatchObject({ status: 'firing', severity: 'high' });
    expect((await post(address, { ...sample('real-oncall-shape-problem'), state: 'ok' })).status).toBe(200);
    expect(await alertOf(setup, '8')).toMatchObject({ status: 'resolved' });
  });

  it('takes nothing without the token where the integration has one', async () => {
    const setup = await setUp({ token: 'zbx-secret' });
    const address = addressIn(setup, '7.0');
    expect((await post(address, sample('real-problem'))).status).toBe(401);
    expect((await post(address, sample('real-problem'), { authorization: 'Bearer zbx-secret' })).status).toBe(
      200,
    );
    expect(JSON.stringify(setup)).not.toContain('zbx-secret');
  });
});
