import { describe, expect, it } from '@jest/globals';
import { type AlertState, decide } from './dedup.rules.js';
import { isExpired, reasonOfExpiry, secondsFor, withExpiry } from './expiry.rules.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 26, 0, minute));
const ALWAYS = at(-1_000_000);
const HOUR = { seconds: 3600, byKind: [{ kind: 'no-data' as const, seconds: 600 }] };

const said = (latest: AlertState | undefined, signal: object, minute: number): AlertState => {
  const { alert } = decide(latest, {
    signal: { action: 'trigger', ...signal },
    key: 'k',
    newAlertId: 'a',
    originName: 'Somebody',
    receivedAt: at(minute),
    saidAt: at(minute),
  });
  if (!alert) throw new Error('no alert');
  return alert;
};

describe('an alert that nobody resolves', () => {
  it('is over so long after the last that was heard of it; a kind may have its own time', () => {
    expect(secondsFor('problem', undefined)).toBeUndefined();
    expect(withExpiry(said(undefined, {}, 0), undefined).expiresAt).toBeUndefined();
    const first = withExpiry(said(undefined, {}, 0), HOUR);
    expect(first.expiresAt).toEqual(at(60));
    expect(withExpiry(said(first, {}, 40), HOUR).expiresAt).toEqual(at(100));
    expect(withExpiry(said(first, { action: 'note', note: 'x' }, 50), HOUR).expiresAt).toEqual(at(110));
    expect(withExpiry(said(undefined, { kind: 'no-data' }, 0), HOUR).expiresAt).toEqual(at(10));
    expect(withExpiry(said(first, { action: 'resolve' }, 50), HOUR).expiresAt).toBeUndefined();
  });

  it('is over when its sender said that it is, unless it was said again', () => {
    const first = withExpiry(said(undefined, { expiresAt: at(5) }, 0), undefined);
    expect(first.expiresAt).toEqual(at(5));
    expect(withExpiry(said(first, { expiresAt: at(9) }, 4), undefined).expiresAt).toEqual(at(9));
    expect(withExpiry(said(first, { action: 'note', note: 'x' }, 4), undefined).expiresAt).toEqual(at(5));
    expect(withExpiry(said(first, {}, 4), undefined).expiresAt).toBeUndefined();
    // The earlier of the two.
    expect(withExpiry(said(undefined, { expiresAt: at(5) }, 0), HOUR).expiresAt).toEqual(at(5));
    expect(withExpiry(said(undefined, { expiresAt: at(500) }, 0), HOUR).expiresAt).toEqual(at(60));
  });

  it('is not taken for over while what was said of it may not have been heard', () => {
    const one = { expiresAt: at(10), lastReceivedAt: at(0), sourceExpiresAt: undefined };
    expect(isExpired(one, at(9), ALWAYS)).toBe(false);
    expect(isExpired(one, at(10), ALWAYS)).toBe(true);
    expect(isExpired(one, at(17), at(8))).toBe(false);
    expect(isExpired(one, at(18), at(8))).toBe(true);
    const daily = { ...one, expiresAt: at(1440) };
    expect(isExpired(daily, at(1440 + 59), at(1440))).toBe(false);
    expect(isExpired(daily, at(1440 + 60), at(1440))).toBe(true);
  });

  it('is resolved with the reason', () => {
    const one = { expiresAt: at(10), lastReceivedAt: at(0), sourceExpiresAt: undefined };
    expect(reasonOfExpiry(one)).toContain('Nothing was heard of it since 2026-11-26T00:00');
    expect(reasonOfExpiry({ ...one, sourceExpiresAt: at(10) })).toContain('holds until 2026-11-26T00:10');
    expect(reasonOfExpiry({ ...one, sourceExpiresAt: at(20) })).toContain('Nothing was heard');
  });
});
