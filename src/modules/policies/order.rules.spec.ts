import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ordered, type OrderFacts } from './order.rules.js';

const facts = (given: Partial<OrderFacts> = {}): OrderFacts => ({
  seed: 'seed',
  turn: 0,
  lastCalledAt: new Map(),
  ...given,
});
const people = ['ada', 'ben', 'cyd', 'dee'];

describe('the order of a step', () => {
  it('never loses anybody and never names anybody twice', () => {
    const orders = fc.constantFrom('listed', 'random', 'round-robin', 'least-recently-called');
    const userIds = fc.uniqueArray(fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(orders, userIds, fc.nat(), fc.string(), (order, ids, turn, seed) => {
        expect([...ordered(order, ids, facts({ turn, seed }))].sort()).toEqual([...ids].sort());
      }),
    );
  });

  it('is as listed', () => {
    expect(ordered('listed', people, facts())).toEqual(people);
  });

  it('goes round, one further with every turn', () => {
    expect(ordered('round-robin', people, facts({ turn: 1 }))).toEqual(['ben', 'cyd', 'dee', 'ada']);
    const first = [0, 1, 2, 3, 4].map((turn) => ordered('round-robin', people, facts({ turn }))[0]);
    expect(first).toEqual(['ada', 'ben', 'cyd', 'dee', 'ada']);
    expect(ordered('round-robin', [], facts({ turn: 3 }))).toEqual([]);
  });

  it('begins with who was called longest ago; who never was comes before', () => {
    const lastCalledAt = new Map([
      ['ada', new Date('2026-01-03T00:00:00Z')],
      ['ben', new Date('2026-01-01T00:00:00Z')],
      ['dee', new Date('2026-01-02T00:00:00Z')],
    ]);
    expect(ordered('least-recently-called', people, facts({ lastCalledAt }))).toEqual([
      'cyd',
      'ben',
      'dee',
      'ada',
    ]);
  });

  it('by chance is the same for one seed, and fair over many', () => {
    expect(ordered('random', people, facts())).toEqual(ordered('random', people, facts()));
    const firsts = Array.from(
      { length: 4_000 },
      (_, i) => ordered('random', people, facts({ seed: `${i}` }))[0],
    );
    for (const person of people) {
      const share = firsts.filter((first) => first === person).length / firsts.length;
      expect(Math.abs(share - 0.25)).toBeLessThan(0.04);
    }
  });
});
