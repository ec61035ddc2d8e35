import { describe, expect, it } from '@jest/globals';
import { type Asked, proofOf } from './proof.rules.js';

const NOW = new Date('2026-11-26T03:12:00Z');
const DAY_MS = 86_400_000;
const ago = (days: number): Date => new Date(NOW.getTime() - days * DAY_MS);
const rang = (days: number, ms = 800, isTest = false): Asked => ({
  at: ago(days),
  rangAt: new Date(ago(days).getTime() + ms),
  failure: null,
  isTest,
});
const missed = (days: number, failure: Asked['failure'] = 'silent'): Asked => ({
  at: ago(days),
  rangAt: null,
  failure,
  isTest: false,
});
const undecided = (days: number): Asked => missed(days, null);

describe('the proof of a way', () => {
  it('is there when it rang within 30 days, with the time that it took, by a test as well as for real', () => {
    expect(proofOf([rang(1, 1234, true)], NOW)).toEqual({
      state: 'proved',
      lastRangAt: new Date(ago(1).getTime() + 1234).toISOString(),
      msToRing: 1234,
      byTest: true,
    });
    expect(proofOf([rang(30, 0)], NOW).state).toBe('proved');
    expect(proofOf([rang(30.01, 0)], NOW).state).toBe('stale');
  });

  it('fails once the newest two were asked without proof, however well it rang before', () => {
    expect(proofOf([missed(1, 'suppressed'), rang(2)], NOW)).toMatchObject({
      state: 'proved',
      lastFailure: 'suppressed',
      lastFailedAt: ago(1).toISOString(),
    });
    expect(proofOf([missed(1), missed(2), rang(3)], NOW)).toMatchObject({ state: 'failing', msToRing: 800 });
    expect(proofOf([rang(1), missed(2), missed(3)], NOW).state).toBe('proved');
  });

  it('is neither won nor lost by a ring that was over before anybody could tell', () => {
    expect(proofOf([missed(1), undecided(1.5), missed(2)], NOW).state).toBe('failing');
    expect(proofOf([undecided(1), undecided(2)], NOW)).toEqual({ state: 'never' });
  });

  it('was never given by what was never asked, or missed its only ring', () => {
    expect(proofOf([], NOW)).toEqual({ state: 'never' });
    expect(proofOf([missed(1)], NOW).state).toBe('never');
  });
});
