import { afterEach, describe, expect, it } from '@jest/globals';
import type { Json } from '../harness/json.js';
import { Night } from '../harness/night.js';
import { DEAD } from '../harness/phones.js';
import { grafanaAlert, makePerson, makeWorld, type Person, type World } from '../harness/world.js';

let world: World;
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const begin = async (policy: object = {}): Promise<World> => {
  world = await makeWorld({ policy });
  stops.push(() => world.house.stop());
  return world;
};
const send = async (body: object): Promise<void> => {
  await world.house.ok('POST', world.hook, body);
  await world.house.settle();
};
const newest = async (path: 'escalations' | 'alerts'): Promise<Json> =>
  (await world.house.ok('GET', `/${path}?pageSize=1`, undefined, world.admin.token))[path][0];
const explain = (path: string, by: Person = world.admin): Promise<Json> =>
  world.house.ok('GET', path, undefined, by.token);
const texts = (sentences: readonly Json[]): string[] => sentences.map((one) => one['text'] as string);
const verdicts = (explanation: Json): Record<string, string[]> =>
  Object.fromEntries(
    explanation['people'].map((person: Json) => [
      person['name'],
      [person['verdict'], person['because']['text']],
    ]),
  );

describe('an explanation', () => {
  it('tells rule, version, order, stages, deadlines and the end, and for everybody why they were called or not', async () => {
    const { house, phones, people, teamId, admin } = await begin();
    const eve = await makePerson(house, admin, 'Eve');
    await house.ok('PUT', `/teams/${teamId}/members/${eve.userId}`, { role: 'observer' }, admin.token);
    await send(grafanaAlert('Queue'));
    await house.advance(9);
    await phones.A.decline('driving');
    await house.advance(1);
    await send(grafanaAlert('Queue'));
    await send(grafanaAlert('Queue2', { group: 'Queue', severity: 'warning' }));
    const { escalationId } = await newest('escalations');
    const live = await explain(`/escalations/${escalationId}/explanation`);
    expect(live).toMatchObject({ live: true, status: 'calling' });
    expect(verdicts(live)['Dan']?.[1]).toBe('Dan has not been called yet: the turn in step 1 has not come.');
    await phones.B.answer();
    await house.advance(3);
    await phones.B.accept();
    await house.advance(1);

    const told = await explain(`/escalations/${escalationId}/explanation?timeZone=Asia/Tokyo`);
    expect(told).toMatchObject({ live: false, status: 'accepted', locale: 'en', timeZone: 'Asia/Tokyo' });
    expect(texts(told['summary'])[0]).toMatch(/^Rang Aoi and Ben at \d\d:\d\d:\d\d\.\d\.$/);
    expect(texts(told['summary'])[1]).toMatch(/^Taken by Ben at \d\d:\d\d:\d\d\.\d, after 1\d s\.$/);
    expect(texts(told['alerts'][0].sentences)).toEqual([
      expect.stringMatching(/^Alert #\d+ “Queue is broken” from Grafana began it\.$/),
      'Its integration belongs to mail.',
      'Its severity is critical: such alerts ring.',
      expect.stringMatching(/^Its monitor sent alert #\d+ 2 times, the last at .*; repeats ring nobody\.$/),
    ]);
    expect(texts(told['alerts'][1].sentences)[0]).toMatch(/joined at .* and rang nobody new\.$/);
    expect(texts(told['policy'])).toEqual([
      'The call rules are “Mail”, version 1, as they were when it began.',
      expect.stringMatching(/^Aoi edited them last, on /),
      '1 step; whoever answers has 60 s to decide.',
    ]);
    expect(texts(told['steps'][0].sentences)[0]).toBe(
      'Its people are called 2 at once, as listed; each rings for 30 s.',
    );
    expect(verdicts(told)).toEqual({
      Aoi: ['declined', expect.stringMatching(/^Aoi was called at .* and declined: driving\.$/)],
      Ben: ['took', expect.stringMatching(/^Ben took it at /)],
      Chie: ['called', expect.stringMatching(/it stopped because Ben took it\.$/)],
      Dan: [
        'not-called',
        expect.stringMatching(/^Dan was not called: Ben took it at .*before the turn came/),
      ],
      Eve: ['not-called', 'Eve was not called: the call rules “Mail” do not name them.'],
    });
    const ben = told['calls'].find((call: Json) => call['userName'] === 'Ben');
    expect(texts(ben.sentences)[0]).toMatch(/^phone-B was told by \S+ at /);
    expect(texts(ben.deadlines)).toEqual([
      expect.stringMatching(/^Proof of ring within 8 s: in time/),
      expect.stringMatching(/^An answer while it rings: in time/),
      expect.stringMatching(/^Yes or no while reading: in time/),
    ]);
    expect(texts(told['end'])).toContain('Aoi, Chie and Dan were told who took it.');

    // Any user can be asked about, in their language; who may read the escalation may read this.
    const asked = await explain(
      `/escalations/${escalationId}/explanation?userId=${admin.userId}&locale=ja`,
      people.D,
    );
    expect(asked['people'].at(-1)).toMatchObject({
      name: 'Admin',
      because: { code: 'not-a-target', params: { person: admin.userId, policy: 'Mail' } },
    });
    expect(asked['people'].at(-1).because.text).toContain('の対象ではありません。');
  });

  it('goes by what was kept: the duty of that moment and the rules of that moment, whatever is changed afterwards', async () => {
    const { house, phones, people, teamId, policyId } = await begin();
    const schedule = await house.ok(
      'POST',
      '/schedules',
      {
        teamId,
        name: 'Nights',
        timeZone: 'Asia/Tokyo',
        rotation: { participantIds: [people.C.userId], startsOn: '2026-01-05' },
      },
      people.A.token,
    );
    const target = { kind: 'schedule', id: schedule['scheduleId'] };
    await house.ok(
      'PATCH',
      `/policies/${policyId}`,
      { version: 1, steps: [{ targets: [target] }] },
      people.A.token,
    );
    await send(grafanaAlert('Disk'));
    await house.advance(2);
    await phones.C.accept();
    const { escalationId } = await newest('escalations');
    const path = `/escalations/${escalationId}/explanation`;
    const before = await explain(path);
    expect(texts(before['policy'])[0]).toBe(
      'The call rules are “Mail”, version 2, as they were when it began.',
    );
    expect(texts(before['steps'][0].sentences)[1]).toMatch(
      /^Chie was on duty in “Nights”, by the rotation, until \d+ \w+ \d\d:\d\d\.$/,
    );
    expect(verdicts(before)['Dan']).toEqual([
      'not-called',
      'Dan was not called: on duty in “Nights” was Chie.',
    ]);
    await house.ok(
      'PATCH',
      `/schedules/${schedule['scheduleId']}`,
      {
        version: schedule['version'],
        rotation: { ...schedule['rotation'], participantIds: [people.D.userId] },
      },
      people.A.token,
    );
    await house.ok(
      'PATCH',
      `/policies/${policyId}`,
      { version: 2, steps: [{ targets: [{ kind: 'user', id: people.D.userId }] }] },
      people.A.token,
    );
    expect(await explain(path)).toEqual(before);
  });

  it('says what was missed and what followed, and hangs together with what was opened from it', async () => {
    const { house, phones, admin } = await begin();
    for (const phone of Object.values(phones)) phone.behaviour = DEAD;
    await send(grafanaAlert('Dead'));
    await house.advance(200);
    const { escalations } = await house.ok('GET', '/escalations', undefined, admin.token);
    const first = escalations.find((one: Json) => one['kind'] === 'first');
    const told = await explain(`/escalations/${first.escalationId}/explanation`);
    expect(texts(told['calls'][0].deadlines)[0]).toMatch(
      /^Proof of ring within 8 s: missed at .*; there was no number/,
    );
    expect(texts(told['summary'])[0]).toMatch(/no device has proved yet that it rang\.$/);
    expect(texts(told['summary'])[1]).toMatch(/^Nobody took it: the steps were over at /);
    const [link] = told['links'];
    expect(link).toMatchObject({ sentence: { code: 'linked-organisation' } });
    const child = await explain(`/escalations/${link.escalationId}/explanation`);
    expect(texts(child['origin'])).toEqual([`It was opened from escalation #${first.number}.`]);
    expect(verdicts(child)['Aoi']?.[1]).toContain('do not name them');
  });

  it('of an alert that called nobody says why, for each of the team', async () => {
    await begin();
    await send(grafanaAlert('Note', { severity: 'info' }));
    const quiet = await newest('alerts');
    const told = await explain(`/alerts/${quiet['alertId']}/explanation`);
    expect(texts(told['summary'])).toEqual(['Nobody was called for it: the team was informed.']);
    expect(texts(told['origin']).slice(1)).toEqual([
      'Its integration belongs to mail.',
      'Its severity is info: such alerts inform and ring nobody.',
    ]);
    expect(verdicts(told)['Dan']).toEqual(['not-called', 'Nobody was called for it: the team was informed.']);

    await send(grafanaAlert('One', { group: 'same' }));
    await world.house.advance(2);
    await send(grafanaAlert('Two', { group: 'same', severity: 'warning' }));
    const joined = await explain(`/alerts/${(await newest('alerts'))['alertId']}/explanation?locale=ja`);
    expect(joined['summary'][0]).toMatchObject({ code: 'quiet-joined' });
    expect(joined['people'][0].because.text).toMatch(/^単独では呼び出していません。.*に加わりました。$/);
    expect(joined['people'][0].details[0].code).toBe('is-ringing');
    const own = await world.house.ok('GET', '/alerts?query=One', undefined, world.admin.token);
    const opened = await explain(`/alerts/${own['alerts'][0].alertId}/explanation`);
    expect(opened['summary'][0]).toMatchObject({ code: 'opened-own' });
    expect(verdicts(opened)['Aoi']?.[0]).toBe('ringing');
  });
});

describe('after a night of random alerts on two engines', () => {
  it('every row of every log is explained once, and everybody has a verdict', async () => {
    const night = await Night.begin(7);
    stops.push(() => night.end());
    world = night.world;
    await night.run(9);
    const { house, admin } = night.world;
    const rows = await house.query<{ id: string; run: number; calls: number }>(
      `select e.id, (select count(*)::int from escalation_log l where l.escalation_id = e.id) as run,
         (select count(*)::int from call_log l join calls c on c.id = l.call_id where c.escalation_id = e.id) as calls
       from escalations e`,
    );
    expect(rows.length).toBeGreaterThan(5);
    for (const { id, run, calls } of rows)
      for (const locale of ['en', 'ja']) {
        const told = await house.ok(
          'GET',
          `/escalations/${id}/explanation?locale=${locale}`,
          undefined,
          admin.token,
        );
        const keys = told['lines'].map((line: Json) => `${line['callId'] ?? ''} ${line['version']}`);
        expect(new Set(keys).size).toBe(run + calls);
        expect(keys).toHaveLength(run + calls);
        for (const line of told['lines']) expect(line.sentences.length).toBeGreaterThan(0);
        // The kernel of today decides as the kernel that night: no deadline is left untold.
        for (const call of told['calls']) expect(call.deadlines.length).toBeGreaterThan(0);
        expect(told['people'].length).toBeGreaterThanOrEqual(4);
        expect(JSON.stringify(told)).not.toMatch(/undefined|NaN|Invalid|\{\w+\}/);
      }
  }, 90_000);
});
