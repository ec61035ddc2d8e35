import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HearingEngine } from '../../src/modules/webhooks/index.js';
import { Chores } from '../../src/platform/clock/chores.js';
import { alertmanager } from '../../src/plugins/alert-sources/alertmanager/alertmanager.js';
import { House, type RestAnswer } from '../harness/house.js';
import { SignsOfLife } from '../harness/signs-of-life.js';

type Said = RestAnswer['body'];

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('a heartbeat', () => {
  let signs: SignsOfLife;
  let cron: string;
  beforeAll(async () => {
    signs = await SignsOfLife.begin();
  }, HOUSE_MS);
  beforeEach(async () => {
    cron = (await signs.outside.integration('generic', { name: 'Cron' })).id;
  });
  afterEach(async () => {
    // Nothing of one test rings in the next.
    await signs.admin('DELETE', `/integrations/${cron}`);
    await signs.pass(5);
  });
  afterAll(() => signs.house.stop());

  /** One that has been heard; not missing for 90 s. */
  const beating = async (more: object = {}): Promise<{ id: string; path: string }> => {
    const { heartbeatId } = await signs.heartbeat(cron, more);
    const path = await signs.address(heartbeatId);
    expect(await signs.ping(path)).toEqual([200, 'OK\n']);
    return { id: heartbeatId, path };
  };
  const stateOf = async (id: string): Promise<string> => (await signs.get(id))['state'];
  const found = async (): Promise<string[]> =>
    (await signs.alerts(cron)).map(({ kind, status }) => `${kind} ${status}`);
  const newest = async (): Promise<Said> => (await signs.alerts(cron))[0] as Said;

  it('does not beat when its address is only looked at', async () => {
    const { heartbeatId: id } = await signs.heartbeat(cron);
    const path = await signs.address(id);
    const look = async (
      method: string,
      headers: Record<string, string> = {},
    ): Promise<readonly unknown[]> => {
      const answer = await fetch(signs.house.origin + path, { method, headers });
      return [answer.status, await answer.text(), answer.headers.get('allow')];
    };
    expect(await look('HEAD')).toEqual([405, '', 'GET, POST']);
    for (const headers of [{ 'sec-purpose': 'prefetch' }, { 'user-agent': 'Slackbot-LinkExpanding 1.0' }])
      expect(await look('GET', headers)).toEqual([403, 'a preview of a link is no beat\n', null]);
    expect(await stateOf(id)).toBe('waiting');
    const metrics = await (await fetch(`${signs.house.origin}/metrics`)).text();
    expect(metrics).toContain('barry_pings_total{outcome="looked"} 1');
    expect(metrics).toContain('barry_pings_total{outcome="previewed"} 2');
    // A job may call itself what it likes.
    expect((await look('POST', { 'user-agent': 'Slackbot' }))[0]).toBe(200);
    expect(await stateOf(id)).toBe('beating');
  });

  it('is waited for until it is first heard, then rings somebody when it stays away, and stops when it is back', async () => {
    const made = await signs.heartbeat(cron);
    expect(made).toMatchObject({ state: 'waiting', name: 'Backup', integrationName: 'Cron' });
    expect(made).not.toHaveProperty('missingAt');
    await signs.pass(200);
    expect(await found()).toEqual([]);
    const id = made['heartbeatId'];
    const path = await signs.address(id);
    for (const [method, body, text] of [
      ['GET', undefined, 'OK\n'],
      ['POST', 'a log that nobody reads', 'OK\n'],
    ] as const)
      expect(await signs.ping(path, method, body)).toEqual([200, text]);
    const heardAt = signs.house.clock.nowMs();
    expect(await signs.get(id)).toMatchObject({
      state: 'beating',
      lastHeardAt: new Date(heardAt).toISOString(),
      nextDueAt: new Date(heardAt + 60_000).toISOString(),
      missingAt: new Date(heardAt + 90_000).toISOString(),
    });
    await signs.pass(85);
    expect(await found()).toEqual([]);
    await signs.pass(10);
    expect(await stateOf(id)).toBe('missing');
    const alert = await newest();
    expect(alert).toMatchObject({
      kind: 'heartbeat',
      status: 'firing',
      severity: 'high',
      title: 'Heartbeat “Backup” is missing',
      count: 1,
      labels: { heartbeat: 'Backup' },
    });
    await signs.house.advance(1);
    expect(signs.world.phones.A.isRinging).toBe(true);
    await signs.pass(60);
    expect(await newest()).toMatchObject({ alertId: alert['alertId'], count: 1 });
    expect(await signs.ping(path)).toEqual([200, 'OK\n']);
    await signs.house.advance(1);
    expect(signs.world.phones.A.isRinging).toBe(false);
    expect(await found()).toEqual(['heartbeat resolved']);
    expect(await signs.notes(alert['alertId'])).toEqual([expect.stringContaining('came back at')]);
    expect(await stateOf(id)).toBe('beating');
    // It misses the next one as it did the first.
    await signs.pass(95);
    expect(await found()).toEqual(['heartbeat firing', 'heartbeat resolved']);
  });

  it('is beaten by its own address only: any other is 404 and tells nothing', async () => {
    const { id, path } = await beating();
    expect(await signs.ping('/ping/abcdefghijklmnopqrstuvwxyz234567')).toEqual([404, 'not found\n']);
    expect((await signs.ping(path, 'DELETE'))[0]).toBe(404);
    await signs.admin('POST', `/heartbeats/${id}/rotate-key`, {});
    const newer = await signs.address(id);
    expect(newer).not.toBe(path);
    for (const one of [path, newer]) expect((await signs.ping(one))[0]).toBe(200);
    await signs.admin('PATCH', `/heartbeats/${id}`, { version: 2, paused: true });
    await signs.house.advance(24 * 3600 + 1);
    expect((await signs.ping(path))[0]).toBe(404);
    expect((await signs.ping(newer))[0]).toBe(200);
    const [stored] = await signs.house.query<{ text: string }>(
      `select to_jsonb(heartbeats)::text as text from heartbeats where id = $1`,
      [id],
    );
    expect(stored?.text).not.toContain(newer.slice('/ping/'.length));
    await signs.look();
  });

  it('opens one alert, however many processes look at the same moment', async () => {
    const other = await House.start({ joins: signs.house });
    try {
      await beating();
      await beating({ name: 'Other' });
      await signs.pass(90);
      await signs.house.advance(5);
      const now = signs.house.clock.now();
      await Promise.all(
        [signs.house, other, signs.house, other].map((one) => one.get(HearingEngine).run(now)),
      );
      expect((await signs.alerts(cron)).map(({ title, count }) => [title, count]).sort()).toEqual([
        ['Heartbeat “Backup” is missing', 1],
        ['Heartbeat “Other” is missing', 1],
      ]);
    } finally {
      await other.barry.close();
    }
  });

  const switchTo = async (mode: string): Promise<void> => {
    const { version } = await signs.admin('GET', `/integrations/${cron}`);
    await signs.admin('PATCH', `/integrations/${cron}`, { version, mode });
    await signs.house.advance(1);
  };

  it('rings nobody any more once its integration is on trial, and is missed anew when it is live', async () => {
    await beating();
    await signs.pass(95);
    await signs.house.advance(1);
    expect(signs.world.phones.A.isRinging).toBe(true);
    await switchTo('shadow');
    expect(signs.world.phones.A.isRinging).toBe(false);
    expect(await found()).toEqual(['heartbeat resolved']);
    await signs.pass(95);
    expect(await found()).toEqual(['heartbeat firing', 'heartbeat resolved']);
    expect(signs.world.phones.A.isRinging).toBe(false);
    await switchTo('live');
    await signs.pass(95);
    await signs.house.advance(1);
    expect(signs.world.phones.A.isRinging).toBe(true);
  });

  it('is missed in its time, however many others are waited for after we could not hear', async () => {
    const { id } = await beating();
    await signs.house.query(
      `insert into heartbeats (id, integration_id, name, every_seconds, grace_seconds, severity, key_hash, key_sealed, key_hint,
         last_heard_at, counted_from, due_at, created_at)
       select gen_random_uuid(), integration_id, 'Hourly ' || n, 3600, 60, severity, sha256(n::text::bytea), '', '',
         $2::timestamptz - interval '2 hours', $2::timestamptz - interval '2 hours',
         $2::timestamptz - interval '3540 seconds', $2
       from heartbeats, generate_series(1, 220) as n where id = $1`,
      [id, signs.house.clock.now()],
    );
    await signs.house.query(`update intake_ears set listening_since = $1`, [signs.house.clock.now()]);
    await signs.pass(100);
    expect(await stateOf(id)).toBe('missing');
    expect(await found()).toEqual(['heartbeat firing']);
  });

  it('is missed by nobody while it is paused, and gets a whole interval when it is resumed', async () => {
    const { id } = await beating();
    await signs.pass(95);
    const { alertId } = await newest();
    await signs.change(id, { paused: true });
    expect(await found()).toEqual(['heartbeat resolved']);
    expect(await signs.notes(alertId)).toEqual(['Admin paused the heartbeat.']);
    await signs.pass(200);
    expect([await stateOf(id), await found()]).toEqual(['paused', ['heartbeat resolved']]);
    await signs.change(id, { paused: false });
    await signs.pass(85);
    expect(await found()).toHaveLength(1);
    await signs.pass(10);
    expect(await found()).toEqual(['heartbeat firing', 'heartbeat resolved']);
  });

  it('that is missing is over when it is removed, when more time is given, when its integration is off or gone', async () => {
    const removed = await beating({ name: 'Removed' });
    const longer = await beating({ name: 'Longer' });
    const off = await beating({ name: 'Off' });
    await signs.pass(95);
    expect(await found()).toEqual(Array(3).fill('heartbeat firing'));
    const ids = new Map((await signs.alerts(cron)).map(({ title, alertId }) => [title, alertId]));
    const noteOf = async (name: string): Promise<readonly string[]> =>
      signs.notes(ids.get(`Heartbeat “${name}” is missing`) ?? '');
    await signs.admin('DELETE', `/heartbeats/${removed.id}`);
    expect((await signs.ping(removed.path))[0]).toBe(404);
    await signs.change(longer.id, { everySeconds: 600 });
    expect((await found()).sort()).toEqual(['heartbeat firing', 'heartbeat resolved', 'heartbeat resolved']);
    expect(await stateOf(longer.id)).toBe('beating');
    const { version } = await signs.admin('GET', `/integrations/${cron}`);
    await signs.admin('PATCH', `/integrations/${cron}`, { version, mode: 'off' });
    expect(await found()).toEqual(Array(3).fill('heartbeat resolved'));
    await signs.pass(100);
    expect(await found()).toHaveLength(3);
    await signs.admin('PATCH', `/integrations/${cron}`, { version: version + 1, mode: 'live' });
    await signs.pass(95);
    expect((await newest())['title']).toBe('Heartbeat “Off” is missing');
    await signs.admin('DELETE', `/integrations/${cron}`);
    expect(await found()).toEqual(Array(4).fill('heartbeat resolved'));
    expect((await signs.ping(off.path))[0]).toBe(404);
    expect(await noteOf('Removed')).toEqual(['Admin removed the heartbeat.']);
    expect(await noteOf('Longer')).toEqual(['Admin changed its times: it is not late by them.']);
    expect(await noteOf('Off')).toEqual(['Admin switched the integration off.']);
    cron = (await signs.outside.integration('generic', { name: 'Cron' })).id;
  });

  it('calls nobody in maintenance, and is called when that ends and it is still missing', async () => {
    await beating();
    const endsAt = new Date(signs.house.clock.nowMs() + 3_600_000).toISOString();
    const given = { teamId: signs.world.teamId, name: 'Move', integrationId: cron, endsAt };
    const { maintenanceId } = await signs.admin('POST', '/maintenance', given);
    await signs.pass(95);
    expect((await newest())['routes']).toMatchObject([{ reason: 'maintenance' }]);
    await signs.admin('POST', `/maintenance/${maintenanceId}/end`, {});
    await signs.house.advance(6);
    await signs.house.get(Chores).tick();
    expect(await newest()).toMatchObject({
      status: 'firing',
      routes: [{ escalationId: expect.any(String) }],
    });
  });

  it('is beaten by the name that senders give it: Opsgenie, Grafana OnCall, and the Watchdog of Alertmanager', async () => {
    const opsgenie = await signs.outside.integration('opsgenie-alerts', { name: 'Opsgenie' });
    const prometheus = await signs.outside.integration('alertmanager', { name: 'Prometheus' });
    const watchdog = {
      ...(alertmanager.sample as object),
      alerts: [{ status: 'firing', labels: { alertname: 'Watchdog' }, fingerprint: 'beef' }],
    };
    const senders: readonly (readonly [string, string, () => Promise<RestAnswer>])[] = [
      [
        opsgenie.id,
        'nightly backup',
        () =>
          signs.outside.send('GET', '/v2/heartbeats/Nightly%20Backup/ping', undefined, {
            authorization: `GenieKey ${opsgenie.key}`,
          }),
      ],
      [
        prometheus.id,
        'heartbeat',
        () => signs.outside.send('POST', `/integrations/v1/alertmanager/${prometheus.key}/heartbeat/`),
      ],
      [
        prometheus.id,
        'Watchdog',
        () => signs.outside.send('POST', `/webhooks/alertmanager/${prometheus.key}`, watchdog),
      ],
    ];
    for (const [integrationId, name, beat] of senders) {
      const { heartbeatId } = await signs.heartbeat(integrationId, { name });
      expect((await beat()).status).toBeLessThan(300);
      expect([name, await stateOf(heartbeatId)]).toEqual([name, 'beating']);
      await signs.pass(95);
      const newestOf = async () => (await signs.alerts(integrationId))[0];
      expect(await newestOf()).toMatchObject({
        title: `Heartbeat “${name}” is missing`,
        status: 'firing',
      });
      expect((await beat()).status).toBeLessThan(300);
      expect(await newestOf()).toMatchObject({ status: 'resolved' });
      await signs.admin('DELETE', `/heartbeats/${heartbeatId}`);
    }
  });

  it('has one name in its integration, a row in the audit log for each change, and news for each', async () => {
    const { id } = await beating();
    const { admin } = signs.world;
    const again = { integrationId: cron, name: 'BACKUP', everySeconds: 60 };
    const refused = await signs.house.rest('POST', '/api/v1/heartbeats', again, admin.token);
    expect([refused.status, refused.body['code']]).toEqual([409, 'HEARTBEAT_NAME_IN_USE']);
    await signs.change(id, { severity: 'critical' });
    await signs.pass(95);
    expect(await newest()).toMatchObject({ severity: 'critical' });
    const rows = await signs.house.query<{ action: string }>(
      `select action from audit_log where target_id = $1 order by at, id`,
      [id],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'heartbeat.created',
      'heartbeat.key-revealed',
      'heartbeat.updated',
    ]);
    const news = await signs.house.query<{ kind: string }>(
      `select kind from event_log where params ->> 'heartbeatId' = $1 order by position`,
      [id],
    );
    expect(news.map(({ kind }) => kind)).toEqual([
      'heartbeat.created',
      'heartbeat.began',
      'heartbeat.updated',
      'heartbeat.missing',
    ]);
  });
});
