import { afterEach, describe, expect, it } from '@jest/globals';
import { barry, type Typed } from '../harness/command-line.js';
import { makeTeam, makeWorld, type World } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

const oncall = (...args: string[]): Typed =>
  barry(world.house, ['oncall', ...args], { token: world.people.D.token });

/** Aoi's week began on Monday 16 November 2026 at 09:00 in Tokyo; the test's time is Sunday the 22nd. */
async function mailRotation(): Promise<void> {
  const { house, people, teamId } = world;
  const rotation = {
    participantIds: [people.A.userId, people.B.userId, people.C.userId],
    startsOn: '2026-11-16',
  };
  await house.ok(
    'POST',
    '/schedules',
    { teamId, name: 'Weekly', timeZone: 'Asia/Tokyo', rotation },
    people.A.token,
  );
}

describe('barry oncall', () => {
  it('prints who is on duty, until when, and who is next', async () => {
    world = await makeWorld();
    await mailRotation();
    const run = oncall();
    expect([await run.exit, run.err.text]).toEqual([0, '']);
    expect(run.out.text.split('\n')).toEqual([
      'TEAM  SCHEDULE  ON DUTY  UNTIL                 NEXT',
      'mail  Weekly    Aoi      Mon 2026-11-23 09:00  Ben',
      '',
      'At Mon 2026-11-23 03:12, times of Asia/Tokyo.',
      '',
    ]);
  });

  it('prints it for another time, and for one team', async () => {
    world = await makeWorld();
    const { house, admin } = world;
    await mailRotation();
    await makeTeam(house, admin, 'web', []);
    const later = oncall('--at', '2026-12-01T00:00:00+09:00', '--team', 'mail');
    expect(await later.exit).toBe(0);
    expect(later.out.text).toContain('mail  Weekly    Chie     Mon 2026-12-07 09:00  Aoi');
    const web = oncall('--team', 'web');
    expect([await web.exit, web.out.text]).toEqual([0, 'There is no schedule here.\n']);
    const views = oncall('--json');
    expect(await views.exit).toBe(0);
    expect(JSON.parse(views.out.text)).toMatchObject({
      duties: [{ teamName: 'mail', now: { userName: 'Aoi' }, next: { userName: 'Ben' } }],
    });
  });
});
