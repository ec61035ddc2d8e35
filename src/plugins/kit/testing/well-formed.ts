import { expect } from '@jest/globals';
import { ACTIONS, KINDS, LINK_KINDS, type Reading, SEVERITIES, type Signal } from '../index.js';

const TEXTS = [
  'dedupKey',
  'groupKey',
  'title',
  'description',
  'service',
  'component',
  'host',
  'environment',
  'sourceSeverity',
  'actor',
  'note',
  'deliveryId',
] as const;

/** Whatever was sent, a reading keeps its shape: known words, real dates, links a browser may open. */
export function expectWellFormed(reading: Reading): void {
  expect(['signals', 'ignored', 'unreadable', 'heartbeat', 'handshake']).toContain(reading.outcome);
  if (reading.outcome === 'unreadable') expect(reading.issues.filter(Boolean)).not.toHaveLength(0);
  if (reading.outcome !== 'signals') return;
  // Taken, and nothing told: a list whose every member is broken is unreadable, an empty one is ignored.
  expect([...reading.signals, ...(reading.heartbeats ?? [])]).not.toHaveLength(0);
  reading.signals.forEach(expectSignal);
}

function expectSignal(signal: Signal): void {
  expect(ACTIONS).toContain(signal.action);
  if (signal.severity !== undefined) expect(SEVERITIES).toContain(signal.severity);
  if (signal.kind !== undefined) expect(KINDS).toContain(signal.kind);
  // A follow-up that names no alert would be lost without a word.
  if (!['trigger', 'change'].includes(signal.action))
    expect(signal.dedupKey ?? signal.ref?.value).toEqual(expect.stringMatching(/./));
  for (const text of TEXTS) if (signal[text] !== undefined) expect(typeof signal[text]).toBe('string');
  if (signal.dedupKey !== undefined) expect(signal.dedupKey).not.toBe('');
  for (const date of [signal.startedAt, signal.endedAt, signal.until])
    if (date !== undefined) expect(date.getTime()).toBeGreaterThan(0);
  for (const value of Object.values(signal.labels ?? {})) expect(typeof value).toBe('string');
  for (const name of [...(signal.teams ?? []), ...(signal.people ?? [])]) expect(typeof name).toBe('string');
  for (const link of signal.links ?? []) {
    expect(LINK_KINDS).toContain(link.kind);
    expect(link.url).toMatch(/^https?:\/\//);
  }
  expect(() => JSON.stringify(signal)).not.toThrow();
}

/** Patterns are written as text, dates as RFC 3339. */
export const asJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, one: unknown) => (one instanceof RegExp ? String(one) : one)));
