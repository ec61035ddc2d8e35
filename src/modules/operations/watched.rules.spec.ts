import { describe, expect, it } from '@jest/globals';
import type { Heartbeat } from './heartbeat.js';
import { afterBeat, type Condition, delaysOf, signalOf } from './watched.rules.js';

const GOOD: Heartbeat = {
  installation: 'Tokyo',
  at: '2026-11-26T03:12:00Z',
  sequence: 1,
  latenessSeconds: 5,
  outboxSeconds: 10,
  auditAgeSeconds: 60,
  spoolAgeSeconds: 60,
};
const QUIET: Condition = { late: [], goodBeats: 3 };

describe('what a heartbeat says', () => {
  it.each([
    [{}, []],
    [{ latenessSeconds: 5.1 }, ['timers']],
    [{ outboxSeconds: 10.1 }, ['outbox']],
    [{ auditAgeSeconds: 60.1, spoolAgeSeconds: 60.1 }, ['auditor', 'spool']],
    [{ canaryAgeSeconds: 90, canaryEverySeconds: 30 }, []],
    [{ canaryAgeSeconds: 90.1, canaryEverySeconds: 30 }, ['canary']],
    [{ canaryAgeSeconds: 600, canaryEverySeconds: 300 }, []],
  ])('%j is late by %j', (said, delays) => {
    expect(delaysOf({ ...GOOD, ...said })).toEqual(delays);
  });

  it('rings once for one delay, anew when another comes, and is over after three good beats', () => {
    const late = { ...GOOD, latenessSeconds: 7 };
    const worse = { ...late, outboxSeconds: 14 };
    let condition = QUIET;
    const said = [late, late, worse, late, GOOD, GOOD, late, GOOD, GOOD, GOOD, GOOD].map((beat) => {
      const after = afterBeat(condition, beat);
      condition = after.condition;
      return after.changes.map(({ action }) => action).join();
    });
    expect(said).toEqual(['trigger', '', 'trigger', '', '', '', '', '', '', 'resolve', '']);
  });

  it('ends silence, and is not held against who has just come back', () => {
    const back = afterBeat({ ...QUIET, silentSince: new Date(0) }, { ...GOOD, auditAgeSeconds: 900 });
    expect(back.changes).toEqual([{ about: 'silence', action: 'resolve' }]);
    expect(afterBeat(back.condition, { ...GOOD, auditAgeSeconds: 910 }).changes).toMatchObject([
      { about: 'lateness', action: 'trigger' },
    ]);
  });

  it('becomes alerts in plain words, of one group', () => {
    const lastBeatAt = new Date('2026-11-26T03:12:00Z');
    expect(signalOf('tokyo', 'mail', { about: 'silence', action: 'trigger', lastBeatAt })).toMatchObject({
      title: 'Barry tokyo is silent',
      severity: 'critical',
      teams: ['mail'],
      groupKey: 'watch/tokyo',
    });
    const beat = { ...GOOD, latenessSeconds: 7, outboxSeconds: 14 };
    expect(signalOf('tokyo', 'mail', { about: 'lateness', action: 'trigger', beat })).toMatchObject({
      title: 'Barry tokyo is late: a timer is due for 7 s, a message waits for 14 s',
      severity: 'high',
      groupKey: 'watch/tokyo',
    });
    const deaf = { ...GOOD, canaryAgeSeconds: 200 };
    expect(signalOf('tokyo', 'mail', { about: 'lateness', action: 'trigger', beat: deaf })).toMatchObject({
      title: 'Barry tokyo is late: no alert has rung its canary for 200 s',
      description: expect.stringContaining('rings nobody'),
    });
  });
});
