import { jest } from '@jest/globals';
import type fc from 'fast-check';

/** What a source may be sent by mistake, by a scanner, or by somebody in a hurry. */
export const JUNK: readonly unknown[] = [
  null,
  undefined,
  '',
  'text',
  0,
  true,
  [],
  {},
  [[[]]],
  { alerts: 'x' },
  { alerts: [null] },
  { payload: 7 },
  { Message: '{' },
  { labels: 'x'.repeat(1 << 20) },
];

/** Replaces or drops one value, found by walking down a random path. */
export function spoilt(node: unknown, path: fc.Stream<number>, value: unknown): unknown {
  if (typeof node !== 'object' || node === null || Object.keys(node).length === 0) return value;
  const next = path.next();
  const step = next.done ? 0 : next.value;
  const keys = Object.keys(node);
  const key = keys[step % keys.length] ?? '';
  const copy = (Array.isArray(node) ? [...node] : { ...node }) as Record<string, unknown>;
  copy[key] = step % 3 === 0 ? value : spoilt(copy[key], path, value);
  return copy;
}

/** Fakes `Date` and nothing else: parsers that wait for a timer would hang. */
export function onlyTheDateIs(now: string): void {
  jest.useRealTimers();
  jest.useFakeTimers({
    now: new Date(now),
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'requestAnimationFrame',
      'cancelAnimationFrame',
      'requestIdleCallback',
      'cancelIdleCallback',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
}
