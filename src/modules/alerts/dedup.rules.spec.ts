import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ACTIONS, SEVERITIES, type Signal } from '../../plugins/kit/index.js';
import { type AlertState, decide, type Decision, type Keyed } from './dedup.rules.js';
import { isAbove } from './severity.rules.js';

const minute = (count: number): Date => new Date(Date.UTC(2026, 10, 22, 18, count));

let made = 0;
const keyed = (signal: Partial<Signal>, at = 0, repeat?: Keyed['repeat']): Keyed => ({
  signal: { action: 'trigger', ...signal },
  key: 'k',
  newAlertId: `alert-${(made += 1)}`,
  originName: 'Grafana',
  receivedAt: minute(at),
  saidAt: minute(at),
  deliveryId: `d${at}`,
  repeat,
});
/** One after the other, on one key. */
function told(...items: readonly Keyed[]): Decision[] {
  let latest: AlertState | undefined;
  return items.map((item) => {
    const decision = decide(latest, item);
    latest = decision.alert ?? latest;
    return decision;
  });
}
const last = (...items: readonly Keyed[]): Decision => told(...items).at(-1) as Decision;

describe('what a signal does to the alert of its key', () => {
  it('opens it once, then counts', () => {
    const [first, second, third] = told(keyed({ title: 'Disk full' }), keyed({}, 1), keyed({}, 2));
    expect(first).toMatchObject({
      effect: 'opened',
      alert: { count: 1, title: 'Disk full', severity: 'unknown' },
    });
    expect(second).toMatchObject({ effect: 'updated', alert: { count: 2 }, happened: ['updated'] });
    expect(third).toMatchObject({
      alert: { count: 3, alertId: first?.alert?.alertId, deliveryIds: ['d0', 'd1', 'd2'] },
    });
  });

  it('is kept quiet no longer once it becomes worse, or is over', () => {
    const until = minute(90);
    const quiet = [keyed({ severity: 'warning' }), keyed({ action: 'snooze', until }, 1)];
    expect(last(...quiet, keyed({ severity: 'warning' }, 2)).alert).toMatchObject({
      suppressed: 'snoozed',
      suppressedUntil: until,
    });
    for (const more of [
      keyed({ severity: 'critical' }, 2),
      keyed({ action: 'update', severity: 'critical' }, 2),
      keyed({ action: 'resolve' }, 2),
    ])
      expect(last(...quiet, more).alert).toMatchObject({
        suppressed: undefined,
        suppressedUntil: undefined,
      });
  });

  it('names an alert without a title after its integration', () => {
    expect(last(keyed({})).alert).toMatchObject({ title: 'Grafana', description: '' });
  });

  it('keeps what is not said again and replaces what is', () => {
    const { alert } = last(
      keyed({
        severity: 'high',
        host: 'db01',
        labels: { a: '1' },
        links: [{ kind: 'source', url: 'https://x' }],
      }),
      keyed({ labels: { b: '2' }, links: [] }, 1),
    );
    expect(alert).toMatchObject({ severity: 'high', host: 'db01', labels: { b: '2' } });
    expect(alert?.links).toHaveLength(1);
  });

  it('adds and removes single labels, and leaves the others', () => {
    const update = (more: Partial<Signal>) =>
      last(keyed({ labels: { a: '1', b: '2' } }), keyed({ action: 'update', ...more }, 1)).alert?.labels;
    expect(update({ labelsAdded: { b: '3', c: '' } })).toEqual({ a: '1', b: '3', c: '' });
    expect(update({ labelsRemoved: ['a', 'never there'] })).toEqual({ b: '2' });
    expect(update({ note: 'nothing about labels' })).toEqual({ a: '1', b: '2' });
  });

  it('says when the severity rises, and only then', () => {
    const [, up, down, again] = told(
      keyed({ severity: 'warning' }),
      keyed({ severity: 'critical' }, 1),
      keyed({ severity: 'warning' }, 2),
      keyed({ action: 'update', severity: 'high' }, 3),
    );
    expect(up?.happened).toContain('rose');
    expect(down).toMatchObject({ happened: ['updated'], alert: { severity: 'warning', count: 3 } });
    expect(again).toMatchObject({ happened: ['updated', 'rose'], alert: { severity: 'high', count: 3 } });
  });

  it('opens a new one after a resolve, linked to the one before', () => {
    const [first, end, next] = told(keyed({}), keyed({ action: 'resolve' }, 1), keyed({}, 2));
    expect(end).toMatchObject({ effect: 'resolved', alert: { status: 'resolved', endedAt: minute(1) } });
    expect(next).toMatchObject({ effect: 'opened', alert: { count: 1, previousId: first?.alert?.alertId } });
    expect(next?.alert?.alertId).not.toBe(first?.alert?.alertId);
  });

  it('only records a trigger that is older than the resolve it comes after', () => {
    const resolved = keyed({ action: 'resolve', endedAt: minute(5) }, 6);
    expect(last(keyed({ startedAt: minute(1) }), resolved, keyed({ startedAt: minute(1) }, 7))).toMatchObject(
      {
        effect: 'recorded',
        alert: { status: 'resolved' },
        happened: [],
      },
    );
    expect(last(keyed({ startedAt: minute(1) }), resolved, keyed({ startedAt: minute(6) }, 7)).effect).toBe(
      'opened',
    );
  });

  it('rings rather than guess: two clocks are never compared', () => {
    expect(
      last(
        keyed({ startedAt: minute(1) }),
        keyed({ action: 'resolve' }, 6),
        keyed({ startedAt: minute(5) }, 7),
      ).effect,
    ).toBe('opened');
    expect(last(keyed({}), keyed({ action: 'resolve', endedAt: minute(5) }, 6), keyed({}, 7)).effect).toBe(
      'opened',
    );
  });

  it('opens again after an end that a fast clock put into the future', () => {
    const ahead = keyed({ action: 'resolve', endedAt: minute(600) }, 1);
    expect(last(keyed({ startedAt: minute(0) }), ahead, keyed({ startedAt: minute(5) }, 5)).effect).toBe(
      'opened',
    );
  });

  it('does not let a late resolve of an earlier time end what fires now', () => {
    expect(
      last(
        keyed({ startedAt: minute(1) }),
        keyed({ startedAt: minute(7) }, 7),
        keyed({ action: 'resolve', endedAt: minute(5) }, 8),
      ),
    ).toMatchObject({ effect: 'recorded', alert: { status: 'firing' } });
  });

  it('is suppressed by a snooze until then, and by one until now no longer', () => {
    const [, snoozed, over] = told(
      keyed({}),
      keyed({ action: 'snooze', until: minute(30) }, 1),
      keyed({ action: 'snooze', until: minute(2) }, 2),
    );
    expect(snoozed?.alert).toMatchObject({ suppressed: 'snoozed', suppressedUntil: minute(30) });
    expect(over?.alert).toMatchObject({ suppressed: undefined, suppressedUntil: undefined });
    expect(last(keyed({}), keyed({ action: 'snooze' }, 1)).alert).toMatchObject({
      suppressed: 'snoozed',
      suppressedUntil: undefined,
    });
  });

  it.each(['resolve', 'acknowledge', 'unacknowledge', 'note', 'update', 'snooze'] as const)(
    'changes nothing by %s where nothing is open',
    (action) => {
      expect(decide(undefined, keyed({ action }))).toEqual({
        effect: 'noMatch',
        alert: undefined,
        happened: [],
      });
      expect(last(keyed({}), keyed({ action: 'resolve' }, 1), keyed({ action }, 2))).toMatchObject({
        effect: 'noMatch',
      });
    },
  );

  it('takes no notice of deployments', () => {
    expect(last(keyed({}), keyed({ action: 'change' }, 1))).toMatchObject({
      effect: 'recorded',
      happened: [],
    });
  });

  it('shows who has it at the source, and takes it back', () => {
    const [, taken, again, given] = told(
      keyed({}),
      keyed({ action: 'acknowledge', actor: 'Mio' }, 1),
      keyed({ action: 'acknowledge', actor: 'Mio' }, 2),
      keyed({ action: 'unacknowledge' }, 3),
    );
    expect(taken).toMatchObject({
      happened: ['acknowledged'],
      alert: { acknowledgedBy: 'Mio', status: 'firing' },
    });
    expect(again).toMatchObject({
      effect: 'acknowledged',
      happened: ['noted'],
      alert: { acknowledgedAt: minute(1) },
    });
    expect(given?.alert?.acknowledgedBy).toBeUndefined();
  });

  it('does not count a retry, but believes it where it says something new', () => {
    expect(last(keyed({}), keyed({}, 1, 'body'))).toMatchObject({ effect: 'recorded', alert: { count: 1 } });
    expect(last(keyed({}), keyed({ action: 'resolve' }, 1), keyed({}, 2, 'body')).effect).toBe('opened');
    expect(last(keyed({}), keyed({ action: 'resolve' }, 1), keyed({}, 2, 'id')).effect).toBe('recorded');
    expect(last(keyed({}), keyed({ action: 'resolve' }, 1, 'id'))).toMatchObject({
      alert: { status: 'firing' },
    });
  });

  describe('about who has it, believes the newest word', () => {
    const acknowledged = (actor: string, at: number, more: Partial<Keyed> = {}): Keyed => ({
      ...keyed({ action: 'acknowledge', actor }, at),
      ...more,
    });
    const takenBack = (at: number): Keyed => keyed({ action: 'unacknowledge' }, at);

    it('however late an older one comes home', () => {
      for (const late of [acknowledged('Mio', 3), takenBack(3)])
        expect(last(keyed({}), acknowledged('Ren', 5), late)).toMatchObject({
          effect: 'recorded',
          alert: { acknowledgedBy: 'Ren', acknowledgedAt: minute(5) },
        });
      expect(last(keyed({}), takenBack(5), acknowledged('Mio', 3)).alert?.acknowledgedBy).toBeUndefined();
    });

    it('when it is read once more: it was said when it came first', () => {
      const again = acknowledged('Mio', 9, { saidAt: minute(2) });
      const told = [keyed({}), acknowledged('Mio', 2), takenBack(4)];
      expect(last(...told, again)).toMatchObject({ effect: 'recorded' });
      expect(last(...told, again, acknowledged('Mio', 10))).toMatchObject({
        happened: ['acknowledged'],
        alert: { acknowledgedBy: 'Mio', acknowledgedAt: minute(10) },
      });
    });

    it('of this alert, not of an earlier one of its key or of one that was not so bad', () => {
      const before = [keyed({}), keyed({ action: 'resolve' }, 1), keyed({ severity: 'warning' }, 4)];
      expect(last(...before, acknowledged('Mio', 3))).toMatchObject({ effect: 'recorded' });
      const worse = keyed({ severity: 'critical' }, 6);
      expect(last(...before, worse, acknowledged('Mio', 5))).toMatchObject({ effect: 'recorded' });
    });

    it('said again, it is the newest: what lies between is overtaken', () => {
      const twice = [keyed({}), acknowledged('Mio', 1), acknowledged('Mio', 5)];
      expect(last(...twice, takenBack(3)).alert).toMatchObject({
        acknowledgedBy: 'Mio',
        acknowledgedAt: minute(1),
      });
    });

    it('and once it is said by a trusted source it counts, whoever said so before', () => {
      const shown = [keyed({}), acknowledged('Mio', 1)];
      expect(last(...shown).alert?.acknowledgementCounts).toBeUndefined();
      expect(last(...shown, acknowledged('Mio', 2, { isTrusted: true }))).toMatchObject({
        happened: ['acknowledged'],
        alert: { acknowledgementCounts: true },
      });
    });
  });

  it('keeps its promises for any sequence of signals', () => {
    const step = fc.record({
      action: fc.constantFrom(...ACTIONS),
      severity: fc.option(fc.constantFrom(...SEVERITIES), { nil: undefined }),
      startedAt: fc.option(fc.integer({ min: 0, max: 50 }).map(minute), { nil: undefined }),
      endedAt: fc.option(fc.integer({ min: 0, max: 50 }).map(minute), { nil: undefined }),
      title: fc.option(fc.string({ maxLength: 300 }), { nil: undefined }),
    });
    const repeat = fc.constantFrom<Keyed['repeat']>(undefined, undefined, 'body', 'id');
    fc.assert(
      fc.property(fc.array(fc.tuple(step, repeat), { maxLength: 30 }), (steps) => {
        let latest: AlertState | undefined;
        for (const [at, [signal, kind]] of steps.entries()) {
          const before = latest;
          const item = keyed(signal, at, kind);
          const { effect, alert, happened } = decide(before, item);
          latest = alert ?? before;
          // Only a trigger opens, only where nothing is open, and a new alert has a new id.
          expect(effect === 'opened').toBe(alert?.alertId === item.newAlertId);
          if (effect === 'opened') expect([signal.action, before?.status]).not.toContain('firing');
          // What stands is changed only when something is said to have happened.
          if (happened.length === 0) expect(latest).toEqual(before);
          if (effect === 'noMatch') expect(alert).toBeUndefined();
          if (before && alert?.alertId === before.alertId) {
            expect(alert.count - before.count).toBe(
              happened.includes('updated') && signal.action === 'trigger' ? 1 : 0,
            );
            expect(happened.includes('rose')).toBe(isAbove(alert.severity, before.severity));
            expect(alert.firstReceivedAt).toEqual(before.firstReceivedAt);
            // The end is final.
            if (before.status === 'resolved') expect(alert).toEqual(before);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
