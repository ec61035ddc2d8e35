import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RestAnswer } from '../harness/house.js';
import type { MadeIntegration } from '../harness/outside.js';
import { SignsOfLife } from '../harness/signs-of-life.js';

type Said = RestAnswer['body'];

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;
const MINUTE = 60;

describe('an integration', () => {
  let signs: SignsOfLife;
  let source: MadeIntegration;
  beforeAll(async () => {
    signs = await SignsOfLife.begin({ phones: false });
  }, HOUSE_MS);
  afterAll(() => signs.house.stop());

  const begin = async (settings: object, kind = 'generic'): Promise<void> => {
    source = await signs.outside.integration(kind, { name: 'Shop', ...settings });
  };
  const send = async (body: object): Promise<string> => {
    const answer = await signs.outside.send('POST', `/webhooks/generic/${source.key}`, body);
    await signs.counted();
    return answer.body['alerts'][0]?.alertId;
  };
  const change = async (settings: object): Promise<Said> => {
    const { version } = await integration();
    return signs.admin('PATCH', `/integrations/${source.id}`, { version, ...settings });
  };
  const integration = (): Promise<Said> => signs.admin('GET', `/integrations/${source.id}`);
  const statusOf = async (alertId: string): Promise<string> =>
    (await signs.admin('GET', `/alerts/${alertId}`))['status'];
  const silence = async (): Promise<Said[]> =>
    (await signs.alerts(source.id)).filter(({ kind }) => kind === 'monitoring-fault');

  describe('that stops talking', () => {
    beforeEach(() => begin({ silentAfterSeconds: 5 * MINUTE }));

    it('is a fault of the monitoring until it talks again; one that never talked is missed by nobody', async () => {
      expect(await integration()).toMatchObject({ silentAfterSeconds: 300 });
      await signs.pass(6 * MINUTE);
      expect(await silence()).toEqual([]);
      await send({ title: 'Hello', status: 'resolve' });
      await signs.pass(5 * MINUTE - 5);
      expect(await silence()).toEqual([]);
      await signs.pass(5);
      const [alert] = await silence();
      expect(alert).toMatchObject({
        status: 'firing',
        severity: 'high',
        title: 'Shop: nothing has come for 5 min',
        routes: [{ teamId: signs.world.teamId, escalationId: expect.any(String) }],
      });
      expect((await integration())['silentSince']).toBe(signs.house.clock.now().toISOString());
      await signs.pass(2 * MINUTE);
      await send({ title: 'Hello', status: 'resolve' });
      await signs.pass(5);
      expect(await silence()).toMatchObject([{ status: 'resolved', count: 1 }]);
      expect(await integration()).not.toHaveProperty('silentSince');
      expect(await signs.notes(alert?.['alertId'])).toEqual([expect.stringContaining('talks again')]);
    });

    it('is not kept alive by what cannot prove that it is of it', async () => {
      const given = { name: 'Signed', silentAfterSeconds: 300, options: { signingSecret: 'hush' } };
      source = await signs.outside.integration('grafana', given);
      await signs.house.query(`update integrations set last_heard_at = $2 where id = $1`, [
        source.id,
        signs.house.clock.now(),
      ]);
      await signs.pass(4 * MINUTE);
      expect((await signs.outside.send('POST', `/webhooks/grafana/${source.key}`, {})).status).toBe(401);
      await signs.counted();
      await signs.pass(MINUTE);
      expect(await silence()).toHaveLength(1);
    });

    it('is over when nobody wants to hear of it any more, and counts from when somebody does again', async () => {
      await send({ title: 'Hello', status: 'resolve' });
      await signs.pass(5 * MINUTE);
      expect(await silence()).toMatchObject([{ status: 'firing' }]);
      expect(await change({ silentAfterSeconds: 0 })).not.toHaveProperty('silentAfterSeconds');
      expect(await silence()).toMatchObject([{ status: 'resolved' }]);
      await signs.pass(6 * MINUTE);
      await change({ silentAfterSeconds: 120 });
      await signs.pass(MINUTE);
      expect(await silence()).toHaveLength(1);
      await signs.pass(MINUTE);
      expect(await silence()).toMatchObject([{ status: 'firing' }, { status: 'resolved' }]);
      await change({ mode: 'off' });
      expect(await silence()).toMatchObject([{ status: 'resolved' }, { status: 'resolved' }]);
    });
  });

  describe('that never says that something is over', () => {
    it('has its alerts resolved when nothing is heard of them for so long, with the reason', async () => {
      const resolveAfter = { seconds: 10 * MINUTE, byKind: [{ kind: 'no-data', seconds: 2 * MINUTE }] };
      await begin({ resolveAfter });
      expect(await integration()).toMatchObject({ resolveAfter });
      const problem = await send({ title: 'Problem', dedup_key: 'p', severity: 'critical' });
      const noData = await send({ title: 'No data', dedup_key: 'n', kind: 'no-data' });
      const view = await signs.admin('GET', `/alerts/${problem}`);
      expect(view['expiresAt']).toBe(new Date(signs.house.clock.nowMs() + 600_000).toISOString());
      await signs.pass(2 * MINUTE);
      expect([await statusOf(problem), await statusOf(noData)]).toEqual(['firing', 'resolved']);
      await signs.pass(7 * MINUTE);
      // It is said again: the time begins anew.
      expect(await send({ title: 'Problem', dedup_key: 'p', severity: 'critical' })).toBe(problem);
      await signs.pass(9 * MINUTE);
      expect(await statusOf(problem)).toBe('firing');
      const { escalationId } = (await signs.admin('GET', `/alerts/${problem}`))['routes'][0];
      await signs.pass(MINUTE);
      const over = await signs.admin('GET', `/alerts/${problem}`);
      expect(over).toMatchObject({ status: 'resolved' });
      expect(over).not.toHaveProperty('expiresAt');
      expect(await signs.notes(problem)).toEqual([expect.stringContaining('Nothing was heard of it since')]);
      expect((await signs.admin('GET', `/escalations/${escalationId}`))['status']).toMatch(
        /resolved|exhausted/,
      );
      // The same problem later is a new alert.
      expect(await send({ title: 'Problem', dedup_key: 'p' })).not.toBe(problem);
      await signs.pass(11 * MINUTE);
    });

    it('does not end what the house itself has to end: a heartbeat that is missing stays so', async () => {
      await begin({ resolveAfter: { seconds: MINUTE } });
      const { heartbeatId } = await signs.heartbeat(source.id);
      await signs.ping(await signs.address(heartbeatId));
      await signs.pass(95);
      await change({ resolveAfter: { seconds: 2 * MINUTE } });
      await signs.pass(10 * MINUTE);
      expect(await signs.alerts(source.id)).toMatchObject([{ kind: 'heartbeat', status: 'firing' }]);
      await signs.admin('DELETE', `/integrations/${source.id}`);
    });

    it('gives what fires the whole of a new time, and none where it is taken back', async () => {
      await begin({});
      const old = await send({ title: 'Old', dedup_key: 'o' });
      await signs.pass(10 * MINUTE);
      await change({ resolveAfter: { seconds: 5 * MINUTE } });
      await signs.pass(4 * MINUTE);
      expect(await statusOf(old)).toBe('firing');
      await change({ resolveAfter: {} });
      await signs.pass(3 * MINUTE);
      expect(await statusOf(old)).toBe('firing');
      await change({ resolveAfter: { seconds: MINUTE } });
      await signs.pass(MINUTE);
      expect(await statusOf(old)).toBe('resolved');
    });

    it('ends an alert when its sender said that it is over then, unless it is said again', async () => {
      await begin({});
      const inMinutes = (minutes: number): string =>
        new Date(signs.house.clock.nowMs() + minutes * 60_000).toISOString();
      const alertId = await send({ title: 'Held', dedup_key: 'h', expires_at: inMinutes(3) });
      await signs.pass(2 * MINUTE);
      await send({ title: 'Held', dedup_key: 'h', expires_at: inMinutes(3) });
      await signs.pass(2 * MINUTE);
      expect(await statusOf(alertId)).toBe('firing');
      await signs.pass(MINUTE);
      expect(await statusOf(alertId)).toBe('resolved');
      expect(await signs.notes(alertId)).toEqual([expect.stringContaining('holds until')]);
    });

    it('ends nothing that might have been said again while nobody listened', async () => {
      await begin({ resolveAfter: { seconds: 10 * MINUTE } });
      const alertId = await send({ title: 'Kept', dedup_key: 'k' });
      await signs.house.advance(30 * MINUTE);
      await signs.look();
      expect(await statusOf(alertId)).toBe('firing');
      await signs.pass(10 * MINUTE);
      expect(await statusOf(alertId)).toBe('resolved');
    });
  });
});
