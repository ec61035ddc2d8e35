import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { House } from '../harness/house.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

const MINUTE = 60;
const ASKED = 'Are you still on it? Alerts still fire and nothing was heard; phones ring in 5 minutes (mail)';

let world: World;
afterEach(() => world.house.stop());

const accepted = async (policy: object = { stillOnItMinutes: 15 }): Promise<string> => {
  world = await makeWorld({ policy });
  const { house, phones, hook, people } = world;
  await house.ok('POST', hook, grafanaAlert('Queue'));
  await house.advance(2);
  await phones.A.accept();
  await house.advance(1);
  const { escalations } = await house.ok('GET', '/escalations', undefined, people.A.token);
  return (escalations as { escalationId: string; kind: string }[]).find(({ kind }) => kind === 'first')
    ?.escalationId as string;
};
const all = async (): Promise<readonly string[]> =>
  (
    await world.house.query<{ one: string }>(
      `select kind || ' ' || status as one from escalations order by number`,
    )
  ).map(({ one }) => one);
const ringing = (): readonly string[] =>
  Object.entries(world.phones).flatMap(([name, phone]) => (phone.isRinging ? [name] : []));
const asked = (): number => world.phones.A.informs.filter((text) => text === ASKED).length;

describe('what was accepted and of which nothing is heard', () => {
  beforeEach(async () => void (await accepted()));

  it('is asked after gently, then rings the responder, then the step again', async () => {
    const { house, phones } = world;
    expect(await all()).toEqual(['first accepted', 'still-on-it delayed']);
    await house.advance(15 * MINUTE - 10);
    expect([asked(), ringing()]).toEqual([0, []]);
    await house.advance(20);
    expect([asked(), ringing()]).toEqual([1, []]);
    expect(phones.B.informs).not.toContain(ASKED);
    await house.advance(5 * MINUTE);
    expect(ringing()).toEqual(['A']);
    await house.advance(40);
    expect(ringing()).toEqual(['A', 'B']);
    await phones.B.accept();
    await house.advance(1);
    expect(await all()).toEqual(['first accepted', 'still-on-it accepted', 'still-on-it delayed']);
  });

  it('ends with the alerts: nobody is asked and nothing rings', async () => {
    const { house, hook, phones } = world;
    const rings = phones.A.ringsSeen;
    await house.ok('POST', hook, grafanaAlert('Queue', { status: 'resolved' }));
    await house.advance(25 * MINUTE);
    expect(await all()).toEqual(['first accepted', 'still-on-it resolved']);
    expect([asked(), phones.A.ringsSeen]).toEqual([0, rings]);
  });

  it('is asked after although the alert had gone away for a minute', async () => {
    const { house, hook } = world;
    await house.ok('POST', hook, grafanaAlert('Queue', { status: 'resolved' }));
    await house.advance(60);
    await house.ok('POST', hook, grafanaAlert('Queue', { startsAt: '2026-11-22T19:00:00Z' }));
    await house.settle();
    expect(await all()).toEqual(['first accepted', 'still-on-it resolved', 'still-on-it delayed']);
  });

  it('is not forgotten by a restart', async () => {
    const { house } = world;
    await house.advance(5 * MINUTE);
    const second = await House.start({ joins: house });
    await house.barry.close();
    world = { ...world, house: second };
    await second.advance(10 * MINUTE + 10);
    expect(asked()).toBe(1);
  });
});

describe('a sign of life', () => {
  it('begins the time anew: a comment, then a change of status; a resolved incident ends it', async () => {
    const escalationId = await accepted();
    const { house, people } = world;
    const ask = (method: string, path: string, body: object) => house.ok(method, path, body, people.A.token);
    const { incidentId } = await ask('POST', `/escalations/${escalationId}/incident`, {});
    await house.advance(10 * MINUTE);
    await ask('POST', `/incidents/${String(incidentId)}/comments`, { text: 'Looking at the queue.' });
    await house.advance(14 * MINUTE);
    expect(asked()).toBe(0);
    await house.advance(2 * MINUTE);
    expect(asked()).toBe(1);
    await ask('PATCH', `/incidents/${String(incidentId)}`, { version: 1, status: 'investigating' });
    await house.advance(10 * MINUTE);
    expect([asked(), ringing()]).toEqual([1, []]);
    await ask('PATCH', `/incidents/${String(incidentId)}`, { version: 2, status: 'resolved' });
    await house.advance(30 * MINUTE);
    expect([asked(), ringing()]).toEqual([1, []]);
    expect(await all()).toEqual(['first accepted', 'still-on-it resolved']);
  });
});

describe('what rings because nothing was heard', () => {
  const ringsAgain = async (): Promise<string> => {
    const escalationId = await accepted();
    const { house, people } = world;
    const opened = await house.ok('POST', `/escalations/${escalationId}/incident`, {}, people.A.token);
    await house.advance(20 * MINUTE + 10);
    expect(ringing()).toEqual(['A']);
    return String(opened['incidentId']);
  };
  const become = async (incidentId: string, status: string, version = 1): Promise<void> => {
    await world.house.ok('PATCH', `/incidents/${incidentId}`, { version, status }, world.people.B.token);
    await world.house.advance(1);
  };

  it('stops when the incident is resolved', async () => {
    await become(await ringsAgain(), 'resolved');
    expect(ringing()).toEqual([]);
    expect(await all()).toEqual(['first accepted', 'still-on-it resolved']);
    expect(world.phones.A.cancels.at(-1)).toBe('resolved');
  });

  it('goes on when the incident becomes anything else', async () => {
    await become(await ringsAgain(), 'mitigated');
    expect(ringing()).toEqual(['A']);
  });

  it('stops when the alerts resolve', async () => {
    await ringsAgain();
    await world.house.ok('POST', world.hook, grafanaAlert('Queue', { status: 'resolved' }));
    await world.house.advance(1);
    expect(ringing()).toEqual([]);
    expect(await all()).toEqual(['first accepted', 'still-on-it resolved']);
  });

  it('stops where it has come to the last resort by then', async () => {
    const incidentId = await ringsAgain();
    await world.house.advance(10 * MINUTE);
    expect((await all()).at(-1)).toMatch(/^organisation (calling|delayed)$/);
    await become(incidentId, 'resolved');
    const live = (await all()).filter((one) => /calling|delayed/.test(one));
    expect([live, ringing()]).toEqual([[], []]);
  });
});

describe('what was handed over', () => {
  it('is asked of the taker, who rings', async () => {
    const escalationId = await accepted();
    const { house, people, phones } = world;
    const body = { userId: people.D.userId };
    await house.ok('POST', `/escalations/${escalationId}/hand-over`, body, people.A.token);
    await house.advance(2);
    await phones.D.accept();
    await house.advance(15 * MINUTE + 10);
    expect([asked(), phones.D.informs.includes(ASKED)]).toEqual([0, true]);
    await house.advance(5 * MINUTE);
    expect(ringing()).toEqual(['D']);
  });
});

describe('a policy that says nothing about it', () => {
  it('leaves nothing behind; nor does one that is off, and 14 minutes are refused', async () => {
    await accepted({});
    const { house, people, policyId } = world;
    expect(await all()).toEqual(['first accepted']);
    expect(await house.ok('GET', `/policies/${policyId}`, undefined, people.A.token)).toMatchObject({
      stillOnItMinutes: 0,
    });
    const change = (stillOnItMinutes: number) =>
      house.rest('PATCH', `/policies/${policyId}`, { version: 1, stillOnItMinutes }, people.A.token);
    expect((await change(14)).status).toBe(422);
    expect((await change(240)).body).toMatchObject({ stillOnItMinutes: 240 });
  });
});
