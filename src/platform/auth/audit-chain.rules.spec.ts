import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type AuditedRow,
  canonical,
  chained,
  type FoundLink,
  GENESIS,
  hashOf,
  walked,
} from './audit-chain.rules.js';

const rowOf = (i: number, after: unknown = { name: `n${i}` }): AuditedRow => ({
  auditId: `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`,
  at: `2026-11-27T03:12:00.${String(i).padStart(6, '0')}Z`,
  action: 'team.updated',
  actorName: 'Ada',
  via: 'session',
  address: '192.0.2.7',
  agent: 'test',
  after,
});
const rowsOf = (count: number): AuditedRow[] => Array.from({ length: count }, (_, i) => rowOf(i));
const found = (rows: readonly AuditedRow[]): FoundLink[] =>
  chained(rows, GENESIS).map((link, i) => ({ ...link, auditId: rows[i]?.auditId ?? '', row: rows[i] }));

describe('the canonical form', () => {
  it('is the same in whatever order keys come', () => {
    expect(canonical({ b: 1, a: { d: null, c: [true, 'x'] } })).toBe('{"a":{"c":[true,"x"],"d":null},"b":1}');
    expect(canonical(undefined)).toBe('null');
  });

  it('survives a journey as JSON, with keys shuffled on the way', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const travelled = JSON.parse(JSON.stringify(value), (_, part: unknown) =>
          typeof part === 'object' && part !== null && !Array.isArray(part)
            ? Object.fromEntries(Object.entries(part).reverse())
            : part,
        ) as unknown;
        expect(canonical(travelled)).toBe(canonical(JSON.parse(JSON.stringify(value))));
      }),
    );
  });

  it('keeps its hash, for logs that are years old', () => {
    expect(hashOf(rowOf(1), 1, GENESIS.hash)).toBe(
      '08ffcdd834ce90a32c16d30154302084e0c782f48d24546295a02955edfadd53',
    );
  });
});

describe('the chain', () => {
  it('holds as it was made, in one piece or in many', () => {
    const rows = rowsOf(20);
    const whole = walked(found(rows), GENESIS);
    expect(whole).toMatchObject({ last: { number: 20 } });
    const first = chained(rows.slice(0, 7), GENESIS);
    const head = first.at(-1) ?? GENESIS;
    expect(chained(rows.slice(7), head).at(-1)?.hash).toBe(whole.last.hash);
  });

  it('names the first row at which somebody has changed, deleted, inserted or reordered anything', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 20 }),
        fc.nat(),
        fc.constantFrom('change', 'delete', 'drop-row', 'insert', 'swap'),
        (count, pick, deed) => {
          const links = found(rowsOf(count));
          const at = pick % (count - 1);
          const [one, next] = [links[at], links[at + 1]];
          if (!one?.row || !next) throw new Error('There is no such link');
          if (deed === 'change') links[at] = { ...one, row: { ...one.row, actorName: 'Mallory' } };
          if (deed === 'delete') links.splice(at, 1);
          if (deed === 'drop-row') links[at] = { ...one, row: undefined };
          if (deed === 'insert') links.splice(at, 0, { ...one });
          if (deed === 'swap') links.splice(at, 2, { ...next, number: at + 1 }, { ...one, number: at + 2 });
          const { broken } = walked(links, GENESIS);
          expect(broken?.number).toBe(deed === 'insert' ? at + 2 : at + 1);
        },
      ),
    );
  });
});
