import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LARGEST_BATCH, mayBegin, SLOW_MS, type UnderWay, WORTH_ANOTHER } from './batching.rules.js';

const one = (lastHolds: number, lastForMs = 0): UnderWay => ({ batches: 1, lastHolds, lastForMs });

describe('a batch of deliveries', () => {
  it('begins at once where none is under way', () => {
    expect(mayBegin({ batches: 0, lastHolds: 0, lastForMs: 0 }, 1, 4)).toBe(true);
    expect(mayBegin({ batches: 0, lastHolds: 0, lastForMs: 0 }, 0, 4)).toBe(false);
  });

  it('fills while another one is being written', () => {
    expect(mayBegin(one(LARGEST_BATCH, SLOW_MS - 1), LARGEST_BATCH - 1, 4)).toBe(false);
    expect(mayBegin(one(1), WORTH_ANOTHER - 1, 4)).toBe(false);
  });

  it('begins beside another one when as many wait as that one holds, or that one is slow', () => {
    expect(mayBegin(one(40), 39, 4)).toBe(false);
    expect(mayBegin(one(40), 40, 4)).toBe(true);
    expect(mayBegin(one(1), WORTH_ANOTHER, 4)).toBe(true);
    expect(mayBegin(one(LARGEST_BATCH), LARGEST_BATCH, 4)).toBe(true);
    expect(mayBegin(one(40, SLOW_MS), 1, 4)).toBe(true);
  });

  it('is never a third, nor a second on one connection', () => {
    const slow = 10 * SLOW_MS;
    expect(mayBegin({ batches: 2, lastHolds: 1, lastForMs: slow }, 10 * LARGEST_BATCH, 4)).toBe(false);
    expect(mayBegin(one(1, slow), 10 * LARGEST_BATCH, 1)).toBe(false);
  });

  it('that waits begins at last, however many came before it', () => {
    const holds = fc.integer({ min: 1, max: LARGEST_BATCH });
    const waiting = fc.integer({ min: 1, max: 10 * LARGEST_BATCH });
    fc.assert(
      fc.property(holds, waiting, (lastHolds, some) => {
        expect(mayBegin(one(lastHolds, SLOW_MS), some, 2)).toBe(true);
        // More never wait where fewer would go.
        if (mayBegin(one(lastHolds), some, 2)) expect(mayBegin(one(lastHolds), some + 1, 2)).toBe(true);
      }),
    );
  });
});
