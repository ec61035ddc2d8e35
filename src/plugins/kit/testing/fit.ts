import { expect } from '@jest/globals';
import type { Reading, Signal } from '../index.js';
import { expectWellFormed } from './well-formed.js';

/** Of the issues of one delivery: they are shown to a person, and make the text of an alert. */
const MOST_ISSUES = 50;
const LONGEST_ISSUE = 500;
/** All that is read of one delivery, as JSON: so many times what was sent, or this where little was. */
const MOST_TIMES = 24;
const MOST_OF_LITTLE = 256 * 1024;

/** More than well-formed: what the house stores of it is what was meant, and no more than the delivery can stand for. */
export function expectFit(reading: Reading, sentBytes: number): void {
  expectWellFormed(reading);
  expectPlain(reading);
  for (const texts of [
    reading.outcome === 'unreadable' ? reading.issues : [],
    reading.outcome === 'signals' ? (reading.warnings ?? []) : [],
    reading.outcome === 'ignored' ? [reading.reason] : [],
  ]) {
    expect(texts.length).toBeLessThanOrEqual(MOST_ISSUES);
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(LONGEST_ISSUE);
  }
  if (reading.outcome === 'handshake' && reading.visit)
    expect(URL.parse(reading.visit.url)?.protocol).toMatch(/^https?:$/);
  if (reading.outcome !== 'signals') return;
  reading.signals.forEach(expectKept);
  expect(sizeOf(reading, new Map())).toBeLessThan(Math.max(MOST_OF_LITTLE, sentBytes * MOST_TIMES));
}

/** The house takes out what no database holds; a name that is nothing else names nothing. */
const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed().trim();

function expectKept(signal: Signal): void {
  const { action, dedupKey, ref, links = [] } = signal;
  const names = [dedupKey, ref?.value].filter((one) => one !== undefined).map(storable);
  if (!['trigger', 'change'].includes(action)) expect(names.find(Boolean)).toEqual(expect.any(String));
  for (const { url, text = '' } of links) {
    expect(URL.parse(url)?.protocol).toMatch(/^https?:$/);

    expect(url).not.toMatch(/[\u0000-\u0020]/);
    expect(typeof text).toBe('string');
  }
}

/** Nothing that JSON would lose or that another value's prototype was smuggled into. */
function expectPlain(value: unknown): void {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
    throw new Error(`a ${typeof value} in a reading`);
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof RegExp) return;
  if (Array.isArray(value)) return value.forEach(expectPlain);
  const prototype: unknown = Object.getPrototypeOf(value);
  // Another realm's Object is as plain as ours.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw new Error('an object with a prototype of its own');
  Object.values(value).forEach(expectPlain);
}

/** Characters of it as JSON, without writing it; what many signals share counts each time. */
function sizeOf(value: unknown, known: Map<object, number>): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 8;
  const before = known.get(value);
  if (before !== undefined) return before;
  const size = Object.entries(value).reduce(
    (sum, [name, one]) => sum + name.length + 4 + sizeOf(one, known),
    2,
  );
  known.set(value, size);
  return size;
}
