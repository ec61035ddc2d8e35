import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deadDevice, goodDevice, goodPhone, sleeper } from './testing/phones.js';
import { LIMITS } from './limits.js';
import { World } from './testing/world.js';
import type { Scene } from './testing/arbitraries.js';
import { RUNS, sceneArb } from './testing/arbitraries.js';
import { checkCallLog, checkCalls, checkEnd, checkLog, checkRings, watch } from './testing/invariants.js';

function night({ setting, nudges }: Scene): World {
  const world = watch(new World(setting));
  world.at(0, () => world.apply('e1', { kind: 'start' }));
  for (const { at, event } of nudges) world.at(at, () => world.apply('e1', event));
  return world;
}

const effectsOf = (world: World) => world.effects.map((row) => row.effect);

it.each(['punctual', 'late'] as const)(
  '1, 3, 4, 6, 10, 11, 12, 20, 22 hold in any night (%s engine)',
  (engine) => {
    fc.assert(
      fc.property(sceneArb(engine), (scene) => {
        const world = night(scene);
        for (let at = 0; at <= 300_000; at += 30_000) checkCalls(world.until(at));
        world.until(Infinity);
        checkCalls(world);
        checkRings(world);
        checkEnd(world, effectsOf(world));
        checkLog(world.logs.get('e1') ?? [], scene.setting.run, world.run());
        for (const [key, { first, call }] of world.calls)
          checkCallLog(world.callLogs.get(key) ?? [], first, call);
        if (engine === 'punctual')
          expect(world.trace.filter((line) => line.includes('backstop'))).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  },
);

it('12: the engine down for up to two minutes: every healthy phone still rings its whole time, and no try is lost', () => {
  fc.assert(
    fc.property(
      sceneArb('late'),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 1, max: 120 }),
      (scene, from, long) => {
        const outages = [{ from: from * 1000 + 50, until: (from + long) * 1000 }];
        const world = night({
          nudges: [],
          setting: { ...scene.setting, outages, lateMs: () => 0, plan: () => sleeper },
        }).until(Infinity);
        for (const { call } of world.calls.values()) {
          const ring = world.rings.find((row) => row.callId === call.callId);
          expect(call.endReason).toBe('rang-out');
          expect((ring?.until ?? 0) - (ring?.from ?? 0)).toBeGreaterThanOrEqual(
            call.ringSeconds * 1000 - 700,
          );
        }
      },
    ),
    { numRuns: RUNS },
  );
});

const one = { simultaneous: 1, ringSeconds: 10, retries: 0, pauseSeconds: 0, responders: 1 };

function single(plan: Scene['setting']['plan'], outages: Scene['setting']['outages'] = []): World {
  const base = fc.sample(sceneArb('punctual'), { numRuns: 1, seed: 1 })[0]!.setting;
  const policy = { ...base.run.policy, steps: [one], delaySeconds: 0, repeat: 0, decisionSeconds: 60 };
  return night({
    nudges: [],
    setting: {
      ...base,
      run: { ...base.run, policy, repeatsLeft: 0 },
      candidates: [[{ userId: 'A', reachable: true }]],
      plan,
      outages,
    },
  });
}

it('12, 20: a fallback due while the engine was down is made up for, with its whole ring, before the call may end', () => {
  const world = single(
    () => ({ devices: [deadDevice], phone: goodPhone, acts: [] }),
    [{ from: 500, until: 60_000 }],
  ).until(Infinity);
  expect(world.trace).toContain('60.0 A phone');
  expect(world.calls.get('e1:1/1/A/1')?.call.endedAt).toBe(60_000 + 1_600 + LIMITS.phoneRingsMs);
});

it('12: a ring of ten seconds does not hang up on a phone that needs six seconds to connect', () => {
  const slow = { ringingMs: 6_000, pickUpMs: null, overMs: null };
  const world = single(() => ({ devices: [deadDevice], phone: slow, acts: [] })).until(Infinity);
  expect(world.calls.get('e1:1/1/A/1')?.call.endedAt).toBe(8_000 + 6_000 + LIMITS.phoneRingsMs);
});

it('12: somebody who picks up late hears the message to its end; voicemail does not silence the app', () => {
  const late = { ringingMs: 1_600, pickUpMs: 26_000, overMs: null };
  const world = single(() => ({
    devices: [deadDevice],
    phone: late,
    acts: [{ afterMs: 60_000, does: 'digit', by: 'phone' }],
  })).until(Infinity);
  expect(world.trace).toContain('60.0 A answered');
  const mail = single(() => ({
    devices: [{ ...goodDevice, ringingMs: 9_000 }],
    phone: { ...late, pickUpMs: 2_000 },
    acts: [],
  })).until(Infinity);
  expect(mail.trace.join()).not.toContain('answered');
  expect(mail.rings[0]?.until).toBe(10_100);
});
