import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from './escalation.rules.js';
import { newRun, type RunStatus } from './escalation.state.js';
import { fateOf, type Joinable, joinsQuietly } from './grouping.rules.js';
import { type Policy, SEVERITIES, type Severity } from './policy.js';

const LIVE: Joinable = { status: 'calling', severity: 'high', alerts: 'firing', lastResort: 'closed' };
const joins = (severity: Severity, than: Partial<Joinable> = {}): boolean =>
  joinsQuietly({ ...LIVE, ...than }, { severity });

describe('an alert joins quietly', () => {
  it.each(['calling', 'delayed'] as const)('one that is %s, as bad as it is or less bad', (status) => {
    expect(SEVERITIES.filter((severity) => joins(severity, { status }))).toEqual([
      'unknown',
      'info',
      'warning',
      'high',
    ]);
  });

  it.each<RunStatus>(['accepted', 'exhausted', 'resolved', 'cancelled'])('never one that is %s', (status) => {
    expect(SEVERITIES.filter((severity) => joins(severity, { status }))).toEqual([]);
  });

  it('never one whose alerts have resolved: that one rings again', () => {
    expect(joins('warning', { alerts: 'resolved' })).toBe(false);
  });

  it('never one whose last resort rings: that one must have the alert, too', () => {
    expect(joins('warning', { lastResort: 'open' })).toBe(false);
  });

  it('only where the whole rules say "join" and the kernel changes nothing', () => {
    const policy: Policy = {
      steps: [{ simultaneous: 1, ringSeconds: 30, retries: 0, pauseSeconds: 0, responders: 1 }],
      delaySeconds: 0,
      repeat: 0,
      decisionSeconds: 60,
      whenAlertsResolve: 'stop',
      lastResort: 'organisation',
    };
    const status = fc.constantFrom<RunStatus>(
      'delayed',
      'calling',
      'accepted',
      'exhausted',
      'resolved',
      'cancelled',
    );
    const severity = fc.constantFrom(...SEVERITIES);
    const alerts = fc.constantFrom('firing' as const, 'resolved' as const);
    const lastResort = fc.constantFrom('open' as const, 'closed' as const);
    fc.assert(
      fc.property(status, severity, severity, alerts, lastResort, (stands, own, comes, still, last) => {
        const run = { ...newRun(policy, own), status: stands, alerts: still, lastResort: last };
        const newest = { status: stands, severity: own, alerts: still, lastResort: last };
        if (!joinsQuietly(newest, { severity: comes })) return;
        expect(fateOf({ status: stands, run, last_alert_at: null }, { severity: comes }, new Date(0))).toBe(
          'join',
        );
        expect(decide(run, { kind: 'alertFired' }, 0, []).outcome).toBe('ignored');
      }),
    );
  });
});
