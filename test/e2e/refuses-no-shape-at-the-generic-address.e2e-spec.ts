import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { House } from '../harness/house.js';
import type { Json } from '../harness/json.js';
import { makeWorld, type World } from '../harness/world.js';

const MAPPING = {
  items: 'sites[*].events[*]',
  title: '{{what}}',
  dedupKey: '{{no}}',
  team: '{{area}}',
  tables: { team: { words: { TYO: 'mail' }, otherwise: 'nobody' } },
  status: { from: '{{st}}', trigger: ['A'], resolve: ['C'] },
  severity: { from: '{{sev}}', table: { '9': 'critical' } },
};

describe('the generic address', () => {
  let world: World;
  let house: House;
  beforeAll(async () => {
    world = await makeWorld({ phones: false });
    house = world.house;
  }, 60_000);
  afterAll(() => house.stop());

  const integration = async (options: object = {}): Promise<{ id: string; path: string }> => {
    const given = { teamId: world.teamId, name: 'Anything', source: 'generic', options };
    const { integrationId } = await house.ok('POST', '/integrations', given, world.admin.token);
    const setup = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, world.admin.token);
    return { id: integrationId as string, path: new URL(setup['url']).pathname };
  };
  const send = async (path: string, body: string | Uint8Array, type?: string, method = 'POST') => {
    const answer = await fetch(house.origin + path, {
      method,
      headers: type === undefined ? {} : { 'content-type': type },
      ...(method === 'GET' ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Json };
  };
  const alertsOf = async (id: string): Promise<Json[]> => {
    const { alerts } = await house.ok('GET', '/alerts', undefined, world.admin.token);
    return (alerts as Json[]).filter((one) => one['integrationId'] === id);
  };

  it.each([
    ['JSON of no known shape', '{"a":{"b":[1,2,{"c":null}]}}', 'application/json'],
    ['a number', '7', 'application/json'],
    ['null', 'null', 'application/json'],
    ['a list of lists', '[[["x"]]]', 'application/json'],
    ['nesting without an end in sight', `${'['.repeat(300_000)}${']'.repeat(300_000)}`, 'application/json'],
    ['objects in objects', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, 'application/json'],
    ['a key of half a megabyte', `{"${'k'.repeat(500_000)}":1,"title":"big"}`, 'application/json'],
    ['NUL and half a surrogate pair', '{"title":"\\u0000\\ud800 x","\\ud800":"\\u0000"}', 'application/json'],
    ['bytes that are no UTF-8', Uint8Array.of(0xff, 0xfe, 0x00, 0xc3, 0x28), 'application/octet-stream'],
    [
      'broken UTF-8 in JSON',
      Buffer.concat([Buffer.from('{"title":"'), Buffer.of(0xc3, 0x28), Buffer.from('"}')]),
      'application/json',
    ],
    ['XML', '<alert><name>Disk</name></alert>', 'application/xml'],
    ['a form', 'title=Disk&labels[host]=db01', 'application/x-www-form-urlencoded'],
    ['a multipart form without parts', '--x--', 'multipart/form-data; boundary=x'],
    ['a content type that is none', 'Disk full', '; ;;'],
    ['no content type', Buffer.from('Disk full'), undefined],
    ['lines of JSON', '{"title":"a"}\n{"title":"b"}', 'application/x-ndjson'],
    ['nothing', '', 'text/plain'],
  ])('answers 200 to %s, and keeps it', async (_, body, type) => {
    const { id, path } = await integration();
    const answer = await send(path, body, type);
    expect(answer).toMatchObject({ status: 200, body: { deliveryId: expect.any(String) } });
    const { deliveries } = await house.ok(
      'GET',
      `/integrations/${id}/deliveries`,
      undefined,
      world.admin.token,
    );
    const [kept] = deliveries as Json[];
    expect(['accepted', 'ignored']).toContain(kept?.['outcome']);
    expect(await alertsOf(id)).toHaveLength(kept?.['outcome'] === 'ignored' ? 0 : kept?.['results'].length);
  });

  it('names an alert of no known shape after the integration, and shows its body', async () => {
    const { id, path } = await integration();
    await send(path, '{"x":{"y":"ポンプ"}}', 'application/json');
    const [alert] = await alertsOf(id);
    expect(alert).toMatchObject({ title: 'Anything', status: 'firing' });
    expect(alert?.['description']).toContain('ポンプ');
  });

  it('takes GET with a query and PUT, and one key from problem to end whichever way they come', async () => {
    const { id, path } = await integration();
    await send(`${path}?title=Disk&dedup_key=d1&severity=high`, '', undefined, 'GET');
    expect(await alertsOf(id)).toMatchObject([{ title: 'Disk', severity: 'high', status: 'firing' }]);
    await send(path, 'dedup_key=d1&state=%E5%BE%A9%E6%97%A7', 'application/x-www-form-urlencoded', 'PUT');
    expect(await alertsOf(id)).toMatchObject([{ status: 'resolved' }]);
  });

  it('reads a strange shape by its mapping, and routes by the table in it', async () => {
    const { id, path } = await integration({ mapping: MAPPING });
    const event = { no: 'p1', what: 'ポンプ停止', st: 'A', sev: 9, area: 'tyo' };
    const { body } = await send(
      path,
      JSON.stringify({ sites: [{ events: [event] }, {}] }),
      'application/json',
    );
    expect(body['alerts']).toMatchObject([{ action: 'trigger', effect: 'opened', dedupKey: 'p1' }]);
    const [alert] = await alertsOf(id);
    expect(alert).toMatchObject({ title: 'ポンプ停止', severity: 'critical' });
    expect(alert?.['routes']).toMatchObject([{ teamName: 'mail' }]);
    await send(path, JSON.stringify({ sites: [{ events: [{ ...event, st: 'C' }] }] }), 'application/json');
    expect(await alertsOf(id)).toMatchObject([{ status: 'resolved' }]);
  });

  it('refuses a mapping that means nothing before it is stored, and says where', async () => {
    const given = {
      teamId: world.teamId,
      name: 'Anything',
      source: 'generic',
      options: { mapping: { title: '{{a', items: 'a[' } },
    };
    const answer = await house.rest('POST', '/integrations', given, world.admin.token);
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toMatch(/options\.mapping\.items.*options\.mapping\.title/);
  });
});
