import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { House } from '../harness/house.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('an incident', () => {
  let world: World;
  let house: House;

  beforeAll(async () => {
    world = await makeWorld();
    house = world.house;
  }, HOUSE_MS);
  afterAll(() => house.stop());

  const as = (who: 'A' | 'B' | 'C' | 'D') => world.people[who].token;
  const ask = (method: string, path: string, body?: unknown, who: 'A' | 'B' | 'C' | 'D' = 'A') =>
    house.ok(method, path, body, as(who));
  const story = async (
    incidentId: string,
    query = '',
  ): Promise<(readonly [string, string, string | undefined])[]> => {
    const { entries } = await ask('GET', `/incidents/${incidentId}/story${query}`);
    return (entries as Record<string, string>[]).map(
      ({ kind = '', text = '', userName }) => [kind, text, userName] as const,
    );
  };

  it('is opened from an escalation by one tap, and by the second tap is the same', async () => {
    const sent = await house.rest('POST', world.hook, grafanaAlert('Queue'));
    await house.settle();
    const { escalations } = await ask('GET', '/escalations');
    const { escalationId } = escalations[0];
    await ask('POST', `/escalations/${escalationId}/take`, {}, 'B');
    await house.settle();
    const path = `/escalations/${escalationId}/incident`;
    const [one, two] = await Promise.all([ask('POST', path, {}, 'B'), ask('POST', path, {}, 'A')]);
    expect(two).toEqual(one);
    const { alertId } = sent.body['alerts'][0];
    expect(one).toMatchObject({
      number: 1,
      title: 'Queue is broken',
      status: 'open',
      severity: 'critical',
      teamName: 'mail',
      alertIds: [alertId],
      firingAlerts: 1,
      escalationIds: [escalationId],
      responders: [{ userId: world.people.B.userId, name: 'Ben' }],
      commentCount: 0,
      version: 1,
    });
    expect(await ask('GET', `/alerts/${alertId}`)).toMatchObject({
      incidentId: one['incidentId'],
      incidentNumber: 1,
    });
    expect(await ask('GET', `/escalations/${escalationId}`)).toMatchObject({ incidentNumber: 1 });
    expect(await house.grpc('OpenFromEscalation', { escalationId }, as('A'))).toEqual({
      ok: true,
      body: one,
    });
    const told = await story(one['incidentId']);
    expect(told).toEqual(
      expect.arrayContaining([
        ['alert', 'opened', undefined],
        ['escalation', 'started', undefined],
        ['escalation', 'accepted', 'Ben'],
      ]),
    );
    expect(told.map(([kind]) => kind)).toContain('opened');
  });

  it('is worked on: comments, status, severity, title, each in the story', async () => {
    const given = { title: 'Mail is slow', severity: 'warning', teamId: world.teamId, text: 'First look' };
    const made = await ask('POST', '/incidents', given, 'C');
    const id = made['incidentId'] as string;
    expect(made).toMatchObject({ openedByName: 'Chie', commentCount: 1, responders: [], alertIds: [] });
    await house.advance(60);
    const comment = await ask('POST', `/incidents/${id}/comments`, { text: ' **Disk** is full ' }, 'D');
    expect(comment).toMatchObject({ userName: 'Dan', text: '**Disk** is full' });
    const next = { version: made['version'], status: 'mitigated', severity: 'high', title: 'Mail is down' };
    const updated = await ask('PATCH', `/incidents/${id}`, next, 'B');
    expect(updated).toMatchObject({
      status: 'mitigated',
      severity: 'high',
      title: 'Mail is down',
      version: 2,
      mitigatedAt: house.clock.now().toISOString(),
      lastWordAt: house.clock.now().toISOString(),
    });
    expect(await story(id)).toEqual([
      ['opened', 'opened', 'Chie'],
      ['comment', 'First look', 'Chie'],
      ['comment', '**Disk** is full', 'Dan'],
      ['status', 'mitigated', 'Ben'],
      ['severity', 'high', 'Ben'],
      ['title', 'Mail is down', 'Ben'],
    ]);
    expect(await story(id, '?kinds=status,title')).toEqual([
      ['status', 'mitigated', 'Ben'],
      ['title', 'Mail is down', 'Ben'],
    ]);
  });

  it('is not changed by whoever has read an older version, nor from any status to any other', async () => {
    const made = await ask('POST', '/incidents', { title: 'Versions', teamId: world.teamId });
    const path = `/incidents/${made['incidentId']}`;
    await ask('PATCH', path, { version: 1, status: 'investigating' });
    const stale = await house.rest('PATCH', path, { version: 1, status: 'resolved' }, as('A'));
    expect(stale).toMatchObject({
      status: 409,
      body: { code: 'CHANGED_MEANWHILE', details: { version: 2 } },
    });
    const refused = await house.rest('PATCH', path, { version: 2, status: 'closed' }, as('A'));
    expect(refused).toMatchObject({ status: 409, body: { code: 'INCIDENT_STATUS_REFUSED' } });
    const resolved = await ask('PATCH', path, { version: 2, status: 'resolved' });
    expect(resolved).toHaveProperty('resolvedAt');
    const back = await ask('PATCH', path, { version: 3, status: 'investigating' });
    expect(back).not.toHaveProperty('resolvedAt');
  });

  it('links alerts, knows how many still fire, and takes them off the list of those that nobody has', async () => {
    const integration = await ask('POST', '/integrations', {
      teamId: world.teamId,
      name: 'Info',
      source: 'generic',
    });
    const setup = await ask('POST', `/integrations/${integration['integrationId']}/setup`, {});
    const hook = new URL(setup['url']).pathname;
    const send = (body: object) => house.rest('POST', hook, { severity: 'info', ...body });
    const sent = [await send({ title: 'One', id: '1' }), await send({ title: 'Two', id: '2' })];
    const alertIds = sent.map(({ body }) => body['alerts'][0].alertId as string);
    const unowned = async () =>
      ((await ask('GET', '/alerts?unowned=true'))['alerts'] as Record<string, string>[]).map(
        ({ alertId }) => alertId,
      );
    expect(await unowned()).toEqual([...alertIds].reverse());
    const made = await ask('POST', '/incidents', { title: 'Linked', teamId: world.teamId });
    const path = `/incidents/${made['incidentId']}`;
    const linked = await ask('POST', `${path}/alerts`, { alertIds });
    expect(linked).toMatchObject({ alertIds, firingAlerts: 2, version: 2 });
    expect(await ask('POST', `${path}/alerts`, { alertIds })).toMatchObject({ alertIds });
    expect(await unowned()).toEqual([]);
    await send({ id: '1', status: 'resolved' });
    expect(await ask('GET', path)).toMatchObject({ firingAlerts: 1 });
    const none = { alertIds: ['00000000-0000-7000-8000-00000000dead'] };
    expect((await house.rest('POST', `${path}/alerts`, none, as('A'))).body).toMatchObject({
      code: 'LINKED_ALERT_UNKNOWN',
    });
    expect((await story(made['incidentId'])).map(([kind, text]) => `${kind} ${text}`)).toEqual(
      expect.arrayContaining(['alert opened', 'opened opened', 'alert linked', 'alert resolved']),
    );
  });

  it('is found by status, by words, by number and by whoever had a part in it', async () => {
    const numbers = async (query: string, who: 'A' | 'B' | 'C' | 'D' = 'A'): Promise<number[]> =>
      ((await ask('GET', `/incidents?${query}`, undefined, who))['incidents'] as { number: number }[]).map(
        ({ number }) => number,
      );
    const made = await ask('POST', '/incidents', { title: '100% of メール', teamId: world.teamId });
    const n = made['number'] as number;
    expect(await numbers('query=100%25')).toEqual([n]);
    expect(await numbers(`query=${encodeURIComponent('メール')}`)).toEqual([n]);
    expect(await numbers(`query=INC-${n}`)).toEqual([n]);
    expect(await numbers('status=mitigated')).toHaveLength(1);
    // Ben took the first one's escalation.
    expect(await numbers(`userId=${world.people.B.userId}`)).toContain(1);
    expect(await numbers(`userId=${world.people.D.userId}`)).not.toContain(n);
    const all = await numbers('pageSize=200');
    const first = await ask('GET', '/incidents?pageSize=2');
    const second = await ask('GET', `/incidents?pageSize=2&pageToken=${first['nextPageToken']}`);
    const paged = [...first['incidents'], ...second['incidents']].map(({ number }) => number);
    expect(paged).toEqual(all.slice(0, 4));
    await ask('PATCH', `/incidents/${made['incidentId']}`, { version: 1, status: 'resolved' });
    expect(await numbers('open=true')).not.toContain(n);
    expect(await numbers('open=false')).toEqual([n]);
  });

  it('can have an escalation started for it, which then belongs to it', async () => {
    const made = await ask('POST', '/incidents', { title: 'More hands', teamId: world.teamId });
    const { incidentId } = made as { incidentId: string };
    const given = { userIds: [world.people.D.userId], title: 'Come and help', incidentId };
    const { escalationId } = await ask('POST', '/escalations', given);
    await house.settle();
    expect(await ask('GET', `/incidents/${incidentId}`)).toMatchObject({ escalationIds: [escalationId] });
  });

  it('tells the stream, and is not there for whoever asks for another', async () => {
    await house.settle();
    const { events } = await ask(
      'GET',
      '/timeline?kinds=incident.opened,incident.updated,incident.commented',
    );
    const kinds = new Set((events as { kind: string }[]).map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['incident.commented', 'incident.opened', 'incident.updated']);
    const unknown = '/incidents/00000000-0000-7000-8000-00000000dead';
    expect(await house.rest('GET', unknown, undefined, as('A'))).toMatchObject({
      status: 404,
      body: { code: 'INCIDENT_UNKNOWN' },
    });
  });
});
