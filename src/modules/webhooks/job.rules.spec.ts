import { describe, expect, it } from '@jest/globals';
import type { Arrival } from './arrival.js';
import { overflowAlert, toldOf, tooLargeAlert, withKeys } from './job.rules.js';

const at = (text: string): Date => new Date(`2026-11-23T${text}Z`);
const tooLarge = (receivedAt: Date, largestBody?: number) =>
  tooLargeAlert('Grafana', {
    bodyBytes: 2_000_000,
    delivery: { receivedAt },
    route: { method: 'POST', path: '/x', kind: 'signals', largestBody },
  } as Arrival);

describe('alerts of our own that nothing ever resolves', () => {
  it('are one for an hour, and another one for the next', () => {
    for (const alertAt of [(when: Date) => overflowAlert('Grafana', when), (when: Date) => tooLarge(when)]) {
      const key = alertAt(at('02:01:00')).dedupKey;
      expect(alertAt(at('02:59:59')).dedupKey).toBe(key);
      expect(alertAt(at('03:00:00')).dedupKey).not.toBe(key);
    }
  });
});

it('a delivery that was too large says how much would have been read', () => {
  expect(tooLarge(at('02:00:00')).description).toContain('at most 1024 KiB');
  expect(tooLarge(at('02:00:00'), 512 * 1024).description).toContain('at most 512 KiB');
  // A source's word never takes more than ours.
  expect(tooLarge(at('02:00:00'), 50 * 1024 * 1024).description).toContain('at most 10240 KiB');
});

it('gives new alerts without a key one by the delivery, and lets be what has one or names another', () => {
  expect(
    withKeys(
      [
        { action: 'trigger' },
        { action: 'trigger', dedupKey: 'own' },
        { action: 'trigger' },
        { action: 'change' },
        { action: 'note', ref: { by: 'id', value: '7' } },
      ],
      'd-1',
    ).map(({ dedupKey }) => dedupKey),
  ).toEqual(['d-1', 'own', 'd-1:2', undefined, undefined]);
});

describe('a reading that tells nothing', () => {
  const warnings = ['events.0.phase: Invalid option'];

  it('of which nothing could be read is a monitor that cannot be read', () =>
    expect(toldOf({ outcome: 'signals', signals: [], warnings })).toMatchObject({
      outcome: 'unreadable',
      issues: warnings,
    }));

  it('is taken where there is a sign of life, an alert, or nothing wrong', () => {
    for (const told of [
      { signals: [], heartbeats: ['nightly'], warnings },
      { signals: [{ action: 'trigger' as const }], warnings },
      { signals: [] },
    ])
      expect(toldOf({ outcome: 'signals', ...told }).outcome).toBe('accepted');
  });
});
