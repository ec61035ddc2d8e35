import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  dueAt,
  type Expectation,
  expectedAt,
  heard,
  looked as lookedWith,
  missingSignal,
  paused,
  restarted,
  resumed,
  retimed,
  spokenTime,
  stateOf,
  type Step,
} from './heartbeat.rules.js';

import { heardUpTo } from './hearing.rules.js';

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 26, 0, 0, second));
const ALWAYS = at(-1_000_000);
/** At the very instant, as if all was known that was said until then. */
const looked = (before: Expectation, now: Date, listeningSince: Date): Step =>
  lookedWith(before, now, { asOf: now, listeningSince });
const given = (more: Partial<Expectation> = {}): Expectation => ({
  everySeconds: 60,
  graceSeconds: 30,
  isPaused: false,
  ...more,
});
const beating = (last: number): Expectation => given({ lastHeardAt: at(last), countedFrom: at(last) });
const missing = (last: number): Expectation => ({ ...beating(last), missingSince: at(last + 90) });

describe('a heartbeat', () => {
  it('that was never heard is waited for, and nobody misses it', () => {
    expect(stateOf(given())).toBe('waiting');
    expect(dueAt(given())).toBeUndefined();
    expect(looked(given(), at(1_000_000), ALWAYS).change).toBeUndefined();
    expect(heard(given(), at(5), at(5))).toMatchObject({ change: 'began', after: { countedFrom: at(5) } });
  });

  it('is missing when its interval and its grace are over, and not a moment before', () => {
    expect(expectedAt(beating(0))).toEqual(at(60));
    expect(dueAt(beating(0))).toEqual(at(90));
    expect(looked(beating(0), new Date(at(90).getTime() - 1), ALWAYS).change).toBeUndefined();
    const { after, change } = looked(beating(0), at(90), ALWAYS);
    expect([change, stateOf(after), dueAt(after)]).toEqual(['missing', 'missing', undefined]);
    expect(looked(after, at(500), ALWAYS).change).toBeUndefined();
  });

  it('is back with the next beat', () => {
    const { after, change } = heard(missing(0), at(200), at(200));
    expect([change, stateOf(after), dueAt(after)]).toEqual(['back', 'beating', at(290)]);
  });

  it('is not back by a beat that lay in a spool for longer than it may be silent', () => {
    const old = heard(missing(0), at(50), at(200));
    expect([old.change, stateOf(old.after)]).toEqual([undefined, 'missing']);
    expect(old.after.lastHeardAt).toEqual(at(50));
    expect(heard(missing(0), at(120), at(200)).change).toBe('back');
  });

  it('takes an older beat, or the same one again, for nothing new', () => {
    expect(heard(beating(100), at(40), at(110)).after).toEqual(beating(100));
    expect(heard(beating(100), at(100), at(110)).after).toEqual(beating(100));
  });

  it('waits for nothing while it is paused, and has a whole interval when it is resumed', () => {
    const { after, change } = paused(missing(0));
    expect([change, stateOf(after), dueAt(after)]).toEqual(['given-up', 'paused', undefined]);
    expect(paused(beating(0)).change).toBeUndefined();
    expect(heard(after, at(300), at(300))).toMatchObject({ after: { isPaused: true, lastHeardAt: at(300) } });
    expect(looked(after, at(9_999), ALWAYS).change).toBeUndefined();
    const again = resumed(after, at(1000)).after;
    expect([stateOf(again), dueAt(again)]).toEqual(['beating', at(1090)]);
    expect(stateOf(resumed(paused(given()).after, at(5)).after)).toBe('waiting');
  });

  it('counts other times from now; one that is missing is given up if it is not late by them', () => {
    expect(dueAt(retimed(beating(0), { everySeconds: 10, graceSeconds: 10 }, at(80)).after)).toEqual(at(100));
    const longer = retimed(missing(0), { everySeconds: 3600, graceSeconds: 30 }, at(200));
    expect([longer.change, stateOf(longer.after), dueAt(longer.after)]).toEqual([
      'given-up',
      'beating',
      at(3630),
    ]);
    const shorter = retimed(missing(0), { everySeconds: 30, graceSeconds: 30 }, at(200));
    expect([shorter.change, stateOf(shorter.after)]).toEqual([undefined, 'missing']);
  });

  it('is given up and begins anew when its integration hears again', () => {
    const { after, change } = restarted(missing(0), at(500));
    expect([change, dueAt(after)]).toEqual(['given-up', at(590)]);
    expect(restarted(beating(0), at(500)).change).toBeUndefined();
  });

  it('has the time to beat again after nobody could hear it', () => {
    // We listen since 100: the beat of 60 may have been lost, the next one of it comes by 160.
    expect(looked(beating(0), at(189), at(100)).change).toBeUndefined();
    expect(looked(beating(0), at(190), at(100)).change).toBe('missing');
    // Whoever beats once a day is not believed silent a day too late.
    const daily = { ...beating(0), everySeconds: 86_400 };
    const expected = 86_400;
    expect(looked(daily, at(expected + 30), at(expected)).change).toBeUndefined();
    expect(looked(daily, at(expected + 3629), at(expected)).change).toBeUndefined();
    expect(looked(daily, at(expected + 3630), at(expected)).change).toBe('missing');
  });

  it('is not missing before all is known that was said until its time was over', () => {
    const ears = { listeningSince: ALWAYS };
    expect(lookedWith(beating(0), at(93), { ...ears, asOf: at(89) }).change).toBeUndefined();
    expect(lookedWith(beating(0), at(95), { ...ears, asOf: at(90) }).change).toBe('missing');
    expect(heardUpTo(at(95), at(90))).toEqual(at(90));
    // A look that comes late believes no more than the one before could.
    expect(heardUpTo(at(99), at(85))).toEqual(at(85));
    // Two looks at once, or the first of all.
    expect(heardUpTo(at(95), at(95))).toEqual(at(91));
    expect(heardUpTo(at(95), null)).toEqual(at(91));
  });

  it('says so where we may have been deaf when it came', () => {
    const named = { heartbeatId: 'h', name: 'Backup', severity: 'high' as const };
    expect(missingSignal(named, beating(0), at(100)).description).toContain('may be lost');
    const { description } = missingSignal(named, beating(0), ALWAYS);
    expect(description).not.toContain('may be lost');
    expect(description).toContain('expected every 1 min, and may be 30 s late');
  });

  it('is not deaf for ever because a clock was ahead', () => {
    const ahead = beating(100_000);
    const { after } = looked(ahead, at(0), ALWAYS);
    expect([after.lastHeardAt, dueAt(after)]).toEqual([at(0), at(90)]);
    expect(heard(given(), at(500), at(0)).after.lastHeardAt).toEqual(at(0));
    // Nor by the beats that come until somebody looks, early or late.
    const beat = heard(ahead, at(200), at(200)).after;
    expect([beat.lastHeardAt, dueAt(beat)]).toEqual([at(200), at(290)]);
    const late = heard(ahead, at(150), at(200)).after;
    expect([late.lastHeardAt, dueAt(late)]).toEqual([at(200), at(290)]);
  });
});

it.each([
  [0, '0 s'],
  [59, '59 s'],
  [90, '1 min 30 s'],
  [3600, '1 h'],
  [90_061, '1 d 1 h'],
])('%i seconds are said as %s', (seconds, said) => {
  expect(spokenTime(seconds)).toBe(said);
});

type Act =
  | { readonly what: 'beat'; readonly lateBy: number }
  | { readonly what: 'look' | 'pause' | 'resume' | 'deaf' }
  | { readonly what: 'retime'; readonly every: number; readonly grace: number };

/** What happens, and how many seconds later. */
const night = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant<Act>({ what: 'look' }) },
      { weight: 5, arbitrary: fc.nat({ max: 150 }).map((lateBy): Act => ({ what: 'beat', lateBy })) },
      {
        weight: 1,
        arbitrary: fc.constantFrom<Act>({ what: 'pause' }, { what: 'resume' }, { what: 'deaf' }),
      },
      {
        weight: 1,
        arbitrary: fc
          .record({ every: fc.integer({ min: 30, max: 120 }), grace: fc.integer({ min: 10, max: 60 }) })
          .map((times): Act => ({ what: 'retime', ...times })),
      },
    ),
    fc.integer({ min: 1, max: 60 }),
  ),
  { maxLength: 120 },
);

/** The same, from everything that ever happened and second for second: slow, and without a timer that could be wrong. */
class Naive {
  readonly beats: number[] = [];
  resets: number[] = [];
  isPaused = false;
  isMissing = false;
  every = 60;
  grace = 30;
  listening = -1_000_000;

  act(act: Act, now: number): void {
    const wasMissing = this.isMissing;
    if (act.what === 'beat') {
      const beat = now - act.lateBy;
      const isNews = this.beats.every((other) => other < beat);
      if (isNews) this.beats.push(beat);
      if (isNews && beat + this.every + this.grace > now) this.isMissing = false;
    }
    if (act.what === 'pause') [this.isPaused, this.isMissing] = [true, false];
    if (act.what === 'resume' && this.isPaused) {
      this.isPaused = false;
      if (this.beats.length > 0) this.resets.push(now);
    }
    if (act.what === 'deaf') this.listening = now;
    if (act.what === 'retime') {
      [this.every, this.grace] = [act.every, act.grace];
      if (!wasMissing && this.beats.length > 0) this.resets.push(now);
      if (wasMissing && this.isAliveAt(now)) this.isMissing = false;
    }
    if (act.what === 'look' && !this.isPaused && this.beats.length > 0)
      this.isMissing ||= !this.isAliveAt(now) && now - this.listening >= this.every + this.grace;
  }

  /** Is there a second within what it may be silent at which it beat, or began to count? */
  private isAliveAt(now: number): boolean {
    return [...this.beats, ...this.resets].some((one) => now - one < this.every + this.grace);
  }
}

function does(before: Expectation, act: Act, now: Date, listeningSince: Date): Step {
  switch (act.what) {
    case 'beat':
      return heard(before, new Date(now.getTime() - act.lateBy * 1000), now);
    case 'pause':
      return before.isPaused ? { after: before } : paused(before);
    case 'resume':
      return before.isPaused ? resumed(before, now) : { after: before };
    case 'retime':
      return retimed(before, { everySeconds: act.every, graceSeconds: act.grace }, now);
    case 'look':
      return looked(before, now, listeningSince);
    case 'deaf':
      return { after: before };
  }
}

it('is missing exactly when a naive model says so, and tells of each beginning and each end once', () => {
  fc.assert(
    fc.property(night, (acts) => {
      const naive = new Naive();
      let one = given();
      let now = 0;
      let isOpen = false;
      for (const [act, later] of acts) {
        now += later;
        naive.act(act, now);
        const { after, change } = does(one, act, at(now), at(naive.listening));
        one = after;
        if (change === 'missing') {
          expect(isOpen).toBe(false);
          isOpen = true;
        }
        if (change === 'back' || change === 'given-up') {
          expect(isOpen).toBe(true);
          isOpen = false;
        }
        expect({ now, isMissing: one.missingSince !== undefined }).toEqual({
          now,
          isMissing: naive.isMissing,
        });
        expect(isOpen).toBe(naive.isMissing);
        // A row that nobody looks at is paused, unheard or missing already.
        expect(dueAt(one) === undefined).toBe(stateOf(one) !== 'beating');
      }
    }),
    { numRuns: 500 },
  );
});
