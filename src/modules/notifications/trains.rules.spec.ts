import { describe, expect, it } from '@jest/globals';
import type { OutboxRow } from './outbox.js';
import { trains } from './trains.rules.js';

const row = (id: string, target: unknown): OutboxRow => ({ id, target }) as OutboxRow;
const ids = (rows: readonly OutboxRow[]): readonly (readonly string[])[] =>
  trains(rows).map((train) => train.map(({ id }) => id));

describe('what is sent in one turn', () => {
  it('goes to a room as it was said, one after another', () => {
    const rows = [
      row('3', { teamChannel: 'ops' }),
      row('1', { teamChannel: 'ops' }),
      row('2', { teamChannel: 'web' }),
    ];
    expect(ids(rows)).toEqual([['1', '3'], ['2']]);
  });

  it('goes to everybody else at the same time', () => {
    expect(ids([row('2', { device: 'a' }), row('1', { device: 'a' }), row('3', null)])).toEqual([
      ['2'],
      ['1'],
      ['3'],
    ]);
  });
});
