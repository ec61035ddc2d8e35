import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Auditor } from '../../../src/modules/escalation/index.js';
import { endAll, fire, newestEscalation } from '../../harness/escalations.js';
import { traceOf } from '../../harness/trace.js';
import { grafanaAlert, makeWorld, TIMELINE_STEP, type World } from '../../harness/world.js';

describe('from the alert to its end', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
  }, 60_000);
  afterEach(async () => {
    await endAll(world);
    for (const phone of Object.values(world.phones)) phone.pushes.length = 0;
  });
  afterAll(() => world.house.stop());

  it('invariant 14: whoever was answered 2xx has an alert with an escalation or a reason', async () => {
    const { house, hook } = world;
    const send = async (name: string, severity: string): Promise<number> =>
      (await house.rest('POST', hook, grafanaAlert(name, { severity }))).status;
    // Everything goes well but for the commit.
    await house.query(`
      create function planted() returns trigger language plpgsql as $$ begin raise 'planted'; end $$;
      create constraint trigger planted after insert on alerts deferrable initially deferred
        for each row execute function planted()`);
    const during = await send('Lost', 'critical');
    await house.query('drop function planted cascade');
    const stored = await house.query(`select from alerts where title like 'Lost%'`);
    expect({ during, stored: stored.length }).toEqual({ during: 503, stored: 0 });

    const after = [
      await send('Lost', 'critical'),
      await send('Lost', 'critical'),
      await send('Small', 'info'),
    ];
    expect(after).toEqual([200, 200, 200]);
    const routes = await house.query<{ title: string; count: number; has: boolean }>(
      `select a.title, a.count, r.escalation_id is not null or r.reason is not null as has
       from alerts a join alert_routes r on r.alert_id = a.id order by a.number`,
    );
    expect(routes).toEqual([
      { title: 'Lost is broken', count: 2, has: true },
      { title: 'Small is broken', count: 1, has: true },
    ]);
  });

  it('invariant 16: an edited policy changes nothing that runs, and an edited schedule no step that has begun', async () => {
    const { house, people, teamId } = world;
    const { A, B, C, D } = people;
    const { scheduleId } = await house.ok(
      'POST',
      '/schedules',
      {
        teamId,
        name: 'Weeks',
        timeZone: 'Asia/Tokyo',
        rotation: {
          participantIds: [B.userId],
          startsOn: '2026-11-02',
          handoverDay: 1,
          handoverTime: '09:00',
        },
      },
      A.token,
    );
    const stepOf = (kind: string, id: string) => ({ targets: [{ kind, id }], ...TIMELINE_STEP });
    const { policyId, version } = await house.ok(
      'POST',
      '/policies',
      {
        teamId,
        name: 'Two steps',
        repeat: 0,
        steps: [{ ...stepOf('user', A.userId), retries: 0 }, stepOf('schedule', scheduleId)],
      },
      A.token,
    );
    const started = await house.ok('POST', '/escalations', { policyId, title: 'Edited' }, A.token);
    const startMs = house.clock.nowMs();
    await house.advance(10);
    const steps = [{ ...stepOf('user', D.userId), ringSeconds: 10 }];
    await house.ok('PATCH', `/policies/${policyId}`, { version, steps: [...steps, ...steps] }, A.token);
    await house.advance(30);
    // B has been called by the second step; from now on C is on duty.
    const shift = { userId: C.userId, startsAt: '2026-11-22T00:00:00Z', endsAt: '2026-11-24T00:00:00Z' };
    await house.ok('POST', `/schedules/${scheduleId}/overrides`, shift, A.token);
    await house.advance(90);
    const trace = await traceOf(world, started['escalationId'], startMs);
    expect(trace.filter((line) => line.endsWith('called'))).toEqual([
      '0.0 A called',
      '30.1 B called',
      '75.2 B called',
    ]);
  });

  it('invariant 26: a hundred and fifty alerts of a team ring each device once, as one ring', async () => {
    const { house, phones } = world;
    const batch = (from: number) =>
      fire(
        world,
        ...Array.from({ length: 75 }, (_, n) => ({
          key: `Storm ${from + n}`,
          // Every third one is critical, so that it never is one of a storm.
          severity: n % 3 === 0 ? ('critical' as const) : ('warning' as const),
        })),
      );
    await batch(0);
    await house.advance(2);
    await batch(75);
    await house.advance(2);
    const rings = await house.query<{ live: number; calls: number }>(
      `select count(*)::int as live, sum((select count(*) from ring_session_calls s
         where s.ring_id = r.id and s.until_revision is null))::int as calls
       from ring_sessions r where ended_at is null group by device_id`,
    );
    // Who has been rung too often is left alone, and others ring for what is not critical.
    expect(rings.length).toBeGreaterThanOrEqual(2);
    for (const { live } of rings) expect(live).toBe(1);
    expect(Math.max(...rings.map(({ calls }) => calls))).toBeGreaterThan(40);
    for (const phone of Object.values(phones)) expect(phone.ringsSeen).toBeLessThanOrEqual(1);
  });

  it('invariant 27: without a fault the auditor has nothing to set right, at no moment', async () => {
    const { house, phones, people } = world;
    const { A, B, C, D } = people;
    const findings: string[] = [];
    /** Looks at every fifth second of them. */
    const pass = async (seconds: number): Promise<void> => {
      for (let left = seconds; left > 0; left -= 5) {
        await house.advance(Math.min(5, left));
        const found = await house.get(Auditor).run(house.clock.now());
        findings.push(...found.map(({ code }) => code));
      }
    };
    await fire(world, { key: 'Audited' });
    await pass(6);
    await phones.A.decline();
    await phones.B.answer();
    await pass(6);
    // Read, and then declined.
    await phones.C.answer();
    await pass(3);
    await phones.C.decline();
    await pass(6);
    const id = await newestEscalation(house);
    await house.ok('POST', `/escalations/${id}/targets`, { userIds: [D.userId] }, A.token);
    await pass(3);
    await phones.B.accept();
    await pass(10);
    await house.ok('POST', `/escalations/${id}/hand-over`, { userId: C.userId }, B.token);
    await pass(6);
    await phones.C.decline();
    await pass(10);
    await fire(world, { key: 'Nobody' });
    await pass(6);
    await house.ok('POST', `/escalations/${await newestEscalation(house)}/skip-step`, {}, A.token);
    await pass(60);
    expect(findings).toEqual([]);
  });
});
