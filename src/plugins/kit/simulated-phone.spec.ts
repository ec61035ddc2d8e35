import { describe, expect, it } from '@jest/globals';
import type { RingCardWire, RingPush } from './ring.js';
import {
  arrivals,
  hear,
  type Knobs,
  NEW_PHONE,
  type SimulatedPhone,
  tick,
  USUAL,
} from './simulated-phone.js';

const NOW = Date.parse('2026-11-26T03:12:00Z');
const card = (revision = 1, ringId = '8f14e45f-ceea-467f-a0e6-1f3f5b2c9d10'): RingCardWire => ({
  ringId,
  revision,
  title: 'Queue',
  severity: 'critical',
  team: 'mail',
  count: 1,
  expiresAt: '2026-11-26T03:12:30Z',
  ringSeconds: 30,
  receipt: { token: 'a'.repeat(16), urls: ['https://a.example', 'https://b.example'] },
});
const ring = (revision = 1): RingPush => ({ v: 1, kind: 'ring', card: card(revision) });
const cancel = (revision: number): RingPush => ({
  v: 1,
  kind: 'cancel',
  ringId: card().ringId,
  revision,
  reason: 'accepted-by-other',
});
const after = (pushes: readonly RingPush[], knobs: Knobs = USUAL, atMs = NOW) =>
  pushes.reduce<{ readonly phone: SimulatedPhone; readonly said: readonly string[] }>(
    ({ phone, said }, push) => {
      const heard = hear(phone, push, atMs, knobs);
      return { phone: heard.phone, said: [...said, ...heard.says.map(({ kind }) => kind)] };
    },
    { phone: NEW_PHONE, said: [] },
  );

describe('a simulated phone', () => {
  it('proves a ring once, however often it arrives', () => {
    const { phone, said } = after([ring(), ring()]);
    expect(phone.screen).toBe('ringing');
    expect(said).toEqual(['delivered', 'ringing']);
  });

  it('keeps quiet while it may not be disturbed, and says so', () => {
    const { phone, said } = after([ring()], { ...USUAL, isSilent: true });
    expect(phone.screen).toBe('quiet');
    expect(said).toEqual(['delivered', 'suppressed']);
  });

  it('does not ring for what was cancelled before it came', () => {
    const { phone, said } = after([cancel(2), ring(1)]);
    expect(phone.screen).toBe('idle');
    expect(said).toEqual([]);
  });

  it('rings for a later revision, rings on for an update, and stops when told', () => {
    const update: RingPush = { v: 1, kind: 'update', card: card(2) };
    expect(after([ring(), update]).said).toEqual(['delivered', 'ringing', 'delivered']);
    expect(after([ring(), ring(2)]).said).toEqual(['delivered', 'ringing', 'delivered', 'ringing']);
    expect(after([ring(), cancel(2)])).toMatchObject({ phone: { screen: 'idle' }, said: { 2: 'stopped' } });
  });

  it('never rings after the end of its card', () => {
    expect(after([ring(), ring()], USUAL, NOW + 30_000).said).toEqual(['delivered', 'expired']);
    const { phone } = after([ring()]);
    expect(tick(phone, NOW + 29_999).screen).toBe('ringing');
    expect(tick(phone, NOW + 30_000).screen).toBe('idle');
  });

  it('says of a test that it is one', () => {
    expect(after([{ v: 1, kind: 'test', body: 'This is a test', card: card() }]).phone.isTest).toBe(true);
  });
});

describe('its network', () => {
  it('brings nothing to a phone that is off, and loses about as many as it is told to', () => {
    expect(arrivals({ ...USUAL, isOn: false }, 1, 0)).toEqual([]);
    const lossy = { ...USUAL, losesPercent: 30 };
    const lost = Array.from({ length: 1_000 }, (_, nth) => arrivals(lossy, 7, nth)).filter(
      (copies) => copies.length === 0,
    );
    expect(lost.length).toBeGreaterThan(250);
    expect(lost.length).toBeLessThan(350);
  });

  it('delays, doubles and turns around, and does the same for the same seed', () => {
    expect(arrivals({ ...USUAL, delayMs: 2_000, duplicates: true }, 1, 1)).toEqual([2_000, 2_300]);
    const [second = 0] = arrivals({ ...USUAL, reorders: true }, 1, 0);
    const [third = 0] = arrivals({ ...USUAL, reorders: true }, 1, 1);
    expect(second).toBeGreaterThan(third);
    const lossy = { ...USUAL, losesPercent: 50 };
    const fate = () => Array.from({ length: 50 }, (_, nth) => arrivals(lossy, 3, nth).length);
    expect(fate()).toEqual(fate());
  });
});
