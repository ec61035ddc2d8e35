import { describe, expect, it } from '@jest/globals';
import { decide } from './escalation.rules.js';
import type { Run, RunEvent } from './escalation.state.js';
import { act, add, asleep, night } from './testing/night.js';
import type { PersonPlan } from './testing/phones.js';
import { sleeper } from './testing/phones.js';
import type { World } from './testing/world.js';

const resolved: RunEvent = { kind: 'alertsResolved' };
const fired: RunEvent = { kind: 'alertFired' };

/** A answers after 5 s and perhaps does something more; everybody else sleeps. */
const aReads =
  (does?: 'accept' | 'decline', afterMs = 20_000) =>
  (userId: string): PersonPlan => {
    if (userId !== 'A') return sleeper;
    const answer = { afterMs: 5_000, does: 'answer', by: 'app' } as const;
    return { ...sleeper, acts: does ? [answer, { afterMs, does, by: 'app' }] : [answer] };
  };
const pair = [['ABC', { simultaneous: 2, retries: 1 }]] as const;

function after(world: World, untilMs: number): readonly string[] {
  return world.until(untilMs).trace;
}

describe('alerts that resolve while somebody reads', () => {
  it('ring nobody new; a phone that rings goes on to its end; when the reader stays silent, it is over', () => {
    expect(after(night(pair, aReads(), [[10_000, resolved]]), 600_000)).toEqual([
      '0.0 A called',
      '0.0 B called',
      '5.0 A answered',
      '30.1 B rang-out',
      '65.0 A silent',
      '65.0 told A B: resolved',
      '65.0 e1 resolved',
    ]);
  });

  it('are over when the reader declines, and a phone that still rings stops then', () => {
    expect(after(night(pair, aReads('decline'), [[10_000, resolved]]), 600_000)).toEqual([
      '0.0 A called',
      '0.0 B called',
      '5.0 A answered',
      '20.0 A declined',
      '20.0 B cancelled',
      '20.0 told A B: resolved',
      '20.0 e1 resolved',
    ]);
  });

  it('can still be accepted, and one responder is enough then, whatever the step asks for', () => {
    const two = [['ABC', { simultaneous: 2, responders: 2 }]] as const;
    const world = night(two, aReads('accept'), [[10_000, resolved]]).until(600_000);
    expect(world.run()).toMatchObject({ status: 'accepted', acceptances: [{ userId: 'A', at: 20_000 }] });
    expect(world.trace).toContain('20.0 B cancelled');
  });

  it('wait for the last of several readers', () => {
    const both = (userId: string): PersonPlan => aReads('decline', userId === 'A' ? 20_000 : 30_000)('A');
    const world = night([['AB', { simultaneous: 2 }]], both, [[10_000, resolved]]);
    expect(world.until(29_000).run().status).toBe('calling');
    expect(world.until(30_000).run().status).toBe('resolved');
  });

  it('ring on when another alert of the group fires meanwhile: nothing that burns ends as resolved', () => {
    const events = [
      [10_000, resolved],
      [40_000, fired],
    ] as const;
    const world = night([['ABC', { simultaneous: 2, responders: 2 }]], aReads(), events);
    expect(world.until(39_000).trace).not.toContain('30.1 C called');
    expect(after(world, 66_000).slice(-3)).toEqual(['30.1 B rang-out', '40.0 C called', '65.0 A silent']);
    expect(world.run()).toMatchObject({ status: 'calling', alerts: 'firing', needed: 2 });
  });

  it('start step 1 again when a worse alert fires, and ring on even if it is no worse', () => {
    const rose = (severity: 'critical' | 'warning'): World =>
      night(pair, aReads(), [
        [10_000, resolved],
        [40_000, { kind: 'severityRose', severity }],
      ]).until(41_000);
    expect(rose('critical').run()).toMatchObject({ alerts: 'firing', cycle: 2 });
    expect(rose('warning').run()).toMatchObject({ alerts: 'firing', cycle: 1 });
    expect(rose('warning').trace).toContain('40.0 C called');
  });

  it('ring added people in an escalation of their own, and skip nothing', () => {
    const events = [
      [10_000, resolved],
      [11_000, add('X')],
      [12_000, { kind: 'skipStep' }],
    ] as const;
    const world = night(pair, aReads(), events).until(13_000);
    expect(world.trace.slice(-1)).toEqual(['11.0 additional opened']);
    expect(world.effects.at(-1)?.effect).toMatchObject({ as: 'additional', userIds: ['X'] });
  });

  it('end as accepted when somebody has taken it, though a second responder was asked for', () => {
    const takes = (userId: string): PersonPlan => (userId === 'A' ? act(5_000, 'accept') : sleeper);
    const world = night([['AB', { simultaneous: 2, responders: 2 }]], takes, [[10_000, resolved]]).until(
      10_000,
    );
    expect(world.trace.slice(-3)).toEqual(['10.0 B cancelled', '10.0 told B: accepted', '10.0 e1 accepted']);
  });

  it('change nothing where the policy says go on', () => {
    const world = night(pair, aReads('decline'), [[10_000, resolved]], { whenAlertsResolve: 'go-on' });
    expect(after(world, 20_000).slice(-2)).toEqual(['20.0 A declined', '20.0 C called']);
  });

  it('end a run whose ladder is over as resolved, not as exhausted', () => {
    const events = [
      [6_000, { kind: 'skipStep' }],
      [10_000, resolved],
    ] as const;
    const world = night([['A']], aReads('decline'), events).until(600_000);
    expect(world.trace.slice(-3)).toEqual(['20.0 A declined', '20.0 told A: resolved', '20.0 e1 resolved']);
  });
});

describe('a last resort that ended with its alerts', () => {
  it('opens anew for an alert that fires while somebody still reads', () => {
    const opened = (event: RunEvent, run: Run, now: number): { run: Run; opens: number } => {
      const decision = decide(run, event, now, []);
      const effects = decision.outcome === 'changed' ? decision.effects : [];
      return { run: decision.run, opens: effects.filter(({ kind }) => kind === 'openLinked').length };
    };
    const calling = night([['A', {}]], aReads())
      .until(6_000)
      .run();
    const last = opened({ kind: 'skipStep' }, calling, 7_000);
    const reading = opened(resolved, last.run, 8_000);
    const again = opened(fired, reading.run, 9_000);
    expect([last, reading, again].map(({ opens }) => opens)).toEqual([1, 0, 1]);
    expect(opened(fired, again.run, 10_000).opens).toBe(0);
  });
});

describe('taken from the board', () => {
  const take = (userId: string): RunEvent => ({ kind: 'taken', userId });

  it('by somebody who was never called: it is theirs, and everybody else stops and is told', () => {
    const world = night([['ABC', { simultaneous: 2 }]], asleep, [[7_000, take('T')]]).until(600_000);
    expect(world.trace).toEqual([
      '0.0 A called',
      '0.0 B called',
      '7.0 A cancelled',
      '7.0 B cancelled',
      '7.0 told A B C: accepted',
      '7.0 e1 accepted',
    ]);
    expect(world.run().acceptances).toEqual([{ userId: 'T', at: 7_000 }]);
  });

  it('by somebody whose own phone rings: it stops too', () => {
    const world = night([['A']], asleep, [[7_000, take('A')]]).until(7_000);
    expect(world.trace).toEqual(['0.0 A called', '7.0 A cancelled', '7.0 e1 accepted']);
  });

  it('counts one person once, as an acceptance does: the second responder is still called', () => {
    const steps = [['ABC', { simultaneous: 2, responders: 2 }]] as const;
    const events = [
      [7_000, take('A')],
      [8_000, take('A')],
    ] as const;
    const world = night(steps, asleep, events).until(9_000);
    expect(world.trace.slice(2)).toEqual(['7.0 A cancelled', '7.0 C called']);
    expect(world.run()).toMatchObject({ status: 'calling', acceptances: [{ userId: 'A', at: 7_000 }] });
  });

  it('in the delay, before any phone rings', () => {
    const world = night([['A']], asleep, [[7_000, take('T')]], { delaySeconds: 20 }).until(600_000);
    expect(world.trace).toEqual(['7.0 e1 accepted']);
  });

  it('too late it is refused, with who took it and when', () => {
    const accepts = (): PersonPlan => act(5_000, 'accept');
    const run = night([['A']], accepts)
      .until(6_000)
      .run();
    expect(decide(run, take('T'), 9_000, [])).toMatchObject({
      outcome: 'refused',
      why: 'accepted',
      takenBy: [{ userId: 'A', at: 5_000 }],
      since: 5_000,
    });
  });
});

describe('after exhaustion', () => {
  it('the acceptance that makes up the number, on an old card or from the board, stops the last resort', () => {
    const late = (userId: string): PersonPlan => (userId === 'A' ? act(100_000, 'accept') : sleeper);
    const events = [[120_000, { kind: 'taken', userId: 'T' }]] as const;
    const world = night([['AB', { simultaneous: 2, responders: 2 }]], late, events);
    expect(world.until(100_000).run()).toMatchObject({
      status: 'exhausted',
      dueAt: null,
      acceptances: [{ userId: 'A' }],
    });
    expect(world.effects.some(({ effect }) => effect.kind === 'stopLinked')).toBe(false);
    expect(world.until(120_000).run()).toMatchObject({ status: 'accepted', endedAt: 120_000 });
    expect(world.effects.filter(({ effect }) => effect.kind === 'stopLinked')).toHaveLength(1);
  });
});
