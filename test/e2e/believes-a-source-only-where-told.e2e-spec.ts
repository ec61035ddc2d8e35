import { afterEach, describe, expect, it } from '@jest/globals';
import { type AlertOrigin, AlertsService, API_ORIGIN, HOUSE_ORIGIN } from '../../src/modules/alerts/index.js';
import type { Severity } from '../../src/plugins/kit/index.js';
import type { Json } from '../harness/json.js';
import { makeWorld, type World, type WorldOptions } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

const admin = (method: string, path: string, body?: unknown): Promise<Json> =>
  world.house.ok(method, path, body, world.admin.token);
/** An integration of a sender that names who acknowledges. */
async function sender(more: object): Promise<(path: string, body: object) => Promise<void>> {
  const given = { teamId: world.teamId, name: 'Opsgenie', source: 'opsgenie-alerts', ...more };
  const { integrationId } = await admin('POST', '/integrations', given);
  const { key } = await admin('POST', `/integrations/${integrationId}/setup`, {});
  return async (path, body) => {
    const answer = await fetch(`${world.house.origin}/v2/alerts${path}`, {
      method: 'POST',
      headers: { authorization: `GenieKey ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(202);
    await world.house.settle();
    await world.house.advance(1);
  };
}
const acknowledge = '/disk/acknowledge?identifierType=alias';
const rung = (): string[] =>
  Object.entries(world.phones).flatMap(([name, phone]) => (phone.isRinging ? [name] : []));
const escalation = async (): Promise<Json> => (await admin('GET', '/escalations'))['escalations'][0];

describe('an acknowledgement at the source', () => {
  it('is shown, and ringing goes on, as long as nobody has said that it counts', async () => {
    world = await makeWorld();
    const send = await sender({});
    await send('', { message: 'Disk full', alias: 'disk', priority: 'P1' });
    await send(acknowledge, { user: world.people.C.email });
    expect(rung()).toEqual(['A', 'B']);
    expect((await admin('GET', '/alerts'))['alerts'][0]).toMatchObject({
      status: 'firing',
      acknowledgedBy: world.people.C.email,
      acknowledgedAt: expect.stringMatching(/Z$/),
    });
  });

  it('of a member of the team: they have taken it, and everybody else stops', async () => {
    world = await makeWorld();
    const send = await sender({ trustsAcknowledgements: true });
    await send('', { message: 'Disk full', alias: 'disk', priority: 'P1' });
    expect(rung()).toEqual(['A', 'B']);
    await send(acknowledge, { user: world.people.C.email.toUpperCase() });
    expect(rung()).toEqual([]);
    expect(await escalation()).toMatchObject({
      status: 'accepted',
      acceptances: [{ userId: world.people.C.userId }],
    });
  });

  it('of somebody whom nobody here knows stops the ringing and names them', async () => {
    world = await makeWorld();
    const send = await sender({ trustsAcknowledgements: true });
    await send('', { message: 'Disk full', alias: 'disk', priority: 'P1' });
    await send(acknowledge, { user: 'Somebody Else' });
    expect(rung()).toEqual([]);
    const { escalationId, status } = await escalation();
    expect(status).toBe('cancelled');
    const { events } = await admin('GET', `/timeline?escalationId=${escalationId}&pageSize=100`);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'escalation.cancelled', actorName: 'Somebody Else' }),
    );
  });

  it('of one of several alerts stops nothing while another fires', async () => {
    world = await makeWorld();
    const { house, teamId } = world;
    const origin: AlertOrigin = { ...API_ORIGIN, teamId, trustsAcknowledgements: true };
    const say = async (action: 'trigger' | 'acknowledge', dedupKey: string): Promise<void> => {
      const signal = { action, dedupKey, title: dedupKey, severity: 'critical', groupKey: 'rack 7' } as const;
      const receivedAt = house.clock.now();
      await house.get(AlertsService).ingest([{ origin, receivedAt, signal: { ...signal, actor: 'Else' } }]);
      await house.settle();
      await house.advance(1);
    };
    await say('trigger', 'one');
    await say('trigger', 'two');
    await say('acknowledge', 'one');
    expect(rung()).toEqual(['A', 'B']);
    await say('acknowledge', 'two');
    expect(rung()).toEqual([]);
  });

  /** What comes together is told together: by its action and its key, or with the severity it has now. */
  async function teller(
    options: WorldOptions = {},
  ): Promise<
    (
      ...said: readonly (readonly ['trigger' | 'acknowledge' | 'resolve', string, Severity?])[]
    ) => Promise<void>
  > {
    world = await makeWorld(options);
    const { house, teamId } = world;
    const origin: AlertOrigin = { ...API_ORIGIN, teamId, trustsAcknowledgements: true };
    return async (...said) => {
      const receivedAt = house.clock.now();
      await house.get(AlertsService).ingest(
        said.map(([action, dedupKey, severity = 'critical']) => ({
          origin,
          receivedAt,
          signal: { action, dedupKey, title: dedupKey, severity, groupKey: 'rack 7', actor: 'Else' },
        })),
      );
      await house.settle();
      await house.advance(1);
    };
  }

  it('stops nothing for another alert that joins in the same breath', async () => {
    const say = await teller();
    await say(['trigger', 'one']);
    await say(['acknowledge', 'one'], ['trigger', 'two']);
    expect(rung()).toEqual(['A', 'B']);
  });

  it('counts for an alert that joined in the same breath', async () => {
    const say = await teller();
    await say(['trigger', 'one']);
    await say(['trigger', 'two'], ['acknowledge', 'two']);
    await say(['acknowledge', 'one']);
    expect(rung()).toEqual([]);
  });

  it('is of the alert as it was: what became worse since is acknowledged by nobody', async () => {
    const say = await teller();
    await say(['trigger', 'one', 'warning']);
    await say(['acknowledge', 'one']);
    expect(rung()).toEqual([]);
    await say(['trigger', 'one']);
    expect(rung()).toEqual(['A', 'B']);
    await say(['trigger', 'two'], ['acknowledge', 'two']);
    expect(rung()).toEqual(['A', 'B']);
    await say(['acknowledge', 'one']);
    expect(rung()).toEqual([]);
  });

  it('of one of several alerts is enough once the others are over', async () => {
    const say = await teller();
    await say(['trigger', 'one'], ['trigger', 'two'], ['trigger', 'three']);
    await say(['acknowledge', 'one']);
    await say(['resolve', 'two']);
    expect(rung()).toEqual(['A', 'B']);
    await say(['resolve', 'three']);
    expect(rung()).toEqual([]);
    expect(await escalation()).toMatchObject({ status: 'cancelled' });
  });

  it('of one leaves nobody out where somebody is wanted for what is over, too', async () => {
    const say = await teller({ policy: { whenAlertsResolve: 'go-on' } });
    await say(['trigger', 'one'], ['trigger', 'two']);
    await say(['acknowledge', 'one']);
    await say(['resolve', 'two']);
    expect(rung()).toEqual(['A', 'B']);
  });

  it('of two sources that are trusted counts for what both of them have in one storm', async () => {
    world = await makeWorld({ phones: false });
    const { house, teamId } = world;
    const ours: AlertOrigin = { ...API_ORIGIN, teamId, trustsAcknowledgements: true };
    const other: AlertOrigin = { ...HOUSE_ORIGIN, teamId, trustsAcknowledgements: true };
    const say = async (action: 'trigger' | 'acknowledge', of: readonly AlertOrigin[], key: string) => {
      const receivedAt = house.clock.now();
      const signal = { action, dedupKey: key, title: key, severity: 'warning', actor: 'Else' } as const;
      await house.get(AlertsService).ingest(of.map((origin) => ({ origin, receivedAt, signal })));
      await house.settle();
    };
    for (let i = 0; i < 20; i += 1) await say('trigger', [ours], `before ${i}`);
    await say('trigger', [ours, other], 'storm');
    const [storm] = await house.query<{ id: string }>(
      `select escalation_id as id from escalation_alerts join alerts on alerts.id = alert_id
       where dedup_key = 'storm' group by 1 having count(*) = 2`,
    );
    const status = async (): Promise<unknown> =>
      (await admin('GET', `/escalations/${storm?.id ?? ''}`))['status'];
    expect(await status()).toBe('calling');
    await say('acknowledge', [ours], 'storm');
    expect(await status()).toBe('calling');
    await say('acknowledge', [other], 'storm');
    expect(await status()).toBe('cancelled');
  });
});

it("a sender's words for severities are not those of the house about it", async () => {
  world = await makeWorld({ phones: false });
  const severityTable = { words: [{ said: 'high', severity: 'info' }] };
  const given = { teamId: world.teamId, name: 'Own', source: 'grafana', severityTable };
  const { integrationId } = await admin('POST', '/integrations', given);
  const { key } = await admin('POST', `/integrations/${integrationId}/setup`, {});
  await world.house.rest('POST', `/webhooks/grafana/${key}`, { nothing: 'that it knows' });
  const { alerts } = await admin('GET', '/alerts');
  expect(alerts).toMatchObject([{ kind: 'monitoring-fault', severity: 'high' }]);
});

it("a sender's own words for severities are those of the integration", async () => {
  world = await makeWorld({ phones: false });
  const words = [
    { said: 'Sev-1', severity: 'critical' },
    { said: 'low', severity: 'info' },
  ];
  const given = { teamId: world.teamId, name: 'Own', source: 'generic', severityTable: { words } };
  const { integrationId } = await admin('POST', '/integrations', given);
  const { key } = await admin('POST', `/integrations/${integrationId}/setup`, {});
  for (const [title, severity] of [
    ['a', 'SEV-1'],
    ['b', 'Low'],
    ['c', 'high'],
  ])
    await world.house.ok('POST', `/webhooks/generic/${key}`, { title, severity });
  const { alerts } = await admin('GET', '/alerts');
  expect(alerts.map((one: Json) => [one['title'], one['severity'], one['sourceSeverity']])).toEqual([
    ['c', 'high', 'high'],
    ['b', 'info', 'Low'],
    ['a', 'critical', 'SEV-1'],
  ]);
  expect(
    await admin('POST', `/integrations/${integrationId}/try-routing`, {
      body: '{"title":"x","severity":"sev-1"}',
    }),
  ).toMatchObject({ signals: [{ severity: 'critical', sourceSeverity: 'sev-1' }] });
  const twice = await world.house.rest(
    'POST',
    '/api/v1/integrations',
    { ...given, severityTable: { words: [...words, { said: 'LOW', severity: 'high' }] } },
    world.admin.token,
  );
  expect(twice.status).toBe(422);
});
