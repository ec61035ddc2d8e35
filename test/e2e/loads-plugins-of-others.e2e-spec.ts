import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { House } from '../harness/house.js';
import { makeWorld, type World } from '../harness/world.js';

const HOUSE_MS = 60_000;

/** As somebody else would write it: an object that keeps to the contract, and nothing of this house in it. */
const source = (id: string, more = ''): string => `
import { z } from 'zod';
export const plugins = [{
  contract: 1, kind: 'alert-source', id: '${id}', name: 'Of others', retries: true,
  options: z.strictObject({ prefix: z.string().default('Others').meta({ title: 'Prefix' }) }),
  sample: { what: 'disk' },
  read: ({ body }, { prefix }) => ({
    outcome: 'signals',
    signals: [{ action: 'trigger', dedupKey: body.what, title: prefix + ': ' + body.what }],
  }),
  setup: ({ url }) => url,
  ${more}
}];`;

describe('plugins of others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'barry-plugins-'));
  let world: World;
  let house: House;

  const written = (name: string, text: string): string => {
    const path = join(folder, name);
    mkdirSync(path);
    writeFileSync(join(path, 'package.json'), '{ "type": "module", "main": "start.js" }');
    writeFileSync(join(path, 'start.js'), text);
    return path;
  };
  const packages = {
    good: () => written('good', source('of-others')),
    future: () => written('future', source('of-the-future', 'contract: 2,')),
    twice: () => written('twice', source('grafana')),
    greedy: () =>
      written(
        'greedy',
        source('greedy', "routes: [{ method: 'POST', path: '/api/v1/x', kind: 'signals' }],"),
      ),
    broken: () => written('broken', 'export const plugins = [;'),
    empty: () => written('empty', 'export const other = 1;'),
    halved: () =>
      written('halved', "export const plugins = [{ contract: 1, kind: 'alert-source', id: 'x' }];"),
    open: () =>
      written('open', source('open', "routes: [{ method: 'POST', path: '/:any/:key', kind: 'signals' }],")),
    ping: () =>
      written('ping', source('ping', "routes: [{ method: 'GET', path: '//ping/:key', kind: 'query' }],")),
    odd: () => written('odd', source('odd', 'routes: [{ method: 1, path: "/odd" }],')),
    formless: () =>
      written('formless', source('formless', 'options: { safeParse: () => ({ success: true }) },')),
    throwing: () => written('throwing', source('throwing', "get setup() { throw new Error('not today'); },")),
    nameless: () => written('nameless', 'export const plugins = [{ id: Object.create(null) }];'),
    absent: () => join(folder, 'absent'),
  };
  const paths: Record<string, string> = {};

  beforeAll(async () => {
    symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
    for (const [name, make] of Object.entries(packages)) paths[name] = make();
    const environment = { BARRY_PLUGINS: Object.values(paths).join(',') };
    world = await makeWorld({ phones: false, environment });
    house = world.house;
  }, HOUSE_MS);
  afterAll(async () => {
    await house.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are there like our own: a form, an address, and an alert out of what is sent', async () => {
    const { plugins } = await house.ok('GET', '/plugins', undefined, world.admin.token);
    expect(plugins).toContainEqual({
      kind: 'alert-source',
      id: 'of-others',
      name: 'Of others',
      schema: expect.objectContaining({
        properties: { prefix: expect.objectContaining({ title: 'Prefix' }) },
      }),
    });
    const given = { teamId: world.teamId, name: 'Others', source: 'of-others', options: { prefix: 'Seen' } };
    const { integrationId } = await house.ok('POST', '/integrations', given, world.admin.token);
    const { url } = await house.ok(
      'POST',
      `/integrations/${String(integrationId)}/setup`,
      {},
      world.admin.token,
    );
    const path = new URL(String(url)).pathname;
    expect(path).toMatch(/^\/webhooks\/of-others\//);
    expect((await house.rest('POST', path, { what: 'disk' })).status).toBe(200);
    const { alerts } = await house.ok('GET', '/alerts', undefined, world.admin.token);
    expect(alerts).toMatchObject([{ title: 'Seen: disk', dedupKey: 'disk' }]);
  });

  it('that cannot be used are off, each with its reason, and the house runs without them', async () => {
    const { refused } = await house.ok('GET', '/plugins', undefined, world.admin.token);
    const reasons = Object.fromEntries(
      (refused as { package: string; reason: string }[]).map((one) => [one.package, one.reason]),
    );
    expect(reasons).toEqual({
      [paths['future'] ?? '']: 'of-the-future speaks contract 2, this house speaks 1',
      [paths['twice'] ?? '']: 'there is an alert-source called grafana already',
      [paths['greedy'] ?? '']: 'greedy wants /api/v1/x, which is taken',
      [paths['broken'] ?? '']: expect.stringMatching(/^it cannot be loaded: /),
      [paths['empty'] ?? '']: 'it exports no list called "plugins"',
      [paths['halved'] ?? '']: expect.stringMatching(/^x is no plugin: \w+: /),
      [paths['open'] ?? '']: 'open wants /:any/:key, which is taken',
      [paths['ping'] ?? '']: 'ping wants //ping/:key, which is taken',
      [paths['odd'] ?? '']: expect.stringMatching(/^odd is no plugin: routes\.0\.method: /),
      [paths['formless'] ?? '']: expect.stringMatching(/^formless is no plugin: options: /),
      [paths['throwing'] ?? '']: 'it cannot be looked at: not today',
      [paths['nameless'] ?? '']: expect.stringMatching(/^it cannot be looked at: /),
      [paths['absent'] ?? '']: expect.stringMatching(/^it cannot be loaded: /),
    });
    expect((await house.rest('GET', '/health/ready')).status).toBe(200);
  });
});
