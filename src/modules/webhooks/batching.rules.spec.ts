import { describe, expect, it } from '@jest/globals';
import { LARGEST_BATCH, mayBegin, SLOW_MS } from './batching.rules.js';

describe('a batch of deliveries', () => {
  it('begins at once where none is under way', () => {
    expect(mayBegin({ batches: 0, lastForMs: 0 }, 1, 4)).toBe(true);
    expect(mayBegin({ batches: 0, lastForMs: 0 }, 0, 4)).toBe(false);
  });

  it('fills while another one is being written', () => {
    expect(mayBegin({ batches: 1, lastForMs: SLOW_MS - 1 }, LARGEST_BATCH - 1, 4)).toBe(false);
  });

  it('begins beside another one when it is full, or that one is slow', () => {
    expect(mayBegin({ batches: 1, lastForMs: 0 }, LARGEST_BATCH, 4)).toBe(true);
    expect(mayBegin({ batches: 1, lastForMs: SLOW_MS }, 1, 4)).toBe(true);
  });

  it('is never a third, nor a second on one connection', () => {
    expect(mayBegin({ batches: 2, lastForMs: 10 * SLOW_MS }, 10 * LARGEST_BATCH, 4)).toBe(false);
    expect(mayBegin({ batches: 1, lastForMs: 10 * SLOW_MS }, 10 * LARGEST_BATCH, 1)).toBe(false);
  });
});
