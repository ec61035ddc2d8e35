import { describe, expect, it } from '@jest/globals';
import { concerns, startOf, TOO_FAR_BEHIND } from './watching.rules.js';

const event = { kind: 'alert.opened', audience: null, team_ids: ['web'], incident_id: 'i1' } as const;

describe('who hears of an event', () => {
  it('is everybody who did not ask for less', () => {
    expect(concerns(event, {})).toBe(true);
    expect(concerns(event, { teamIds: [] })).toBe(true);
    expect(concerns(event, { teamIds: ['web', 'data'] })).toBe(true);
    expect(concerns(event, { teamIds: ['data'] })).toBe(false);
    expect(concerns(event, { incidentId: 'i1', teamIds: ['data'] })).toBe(true);
    expect(concerns(event, { incidentId: 'i2' })).toBe(false);
  });

  it('is nobody else where it is meant for one, whatever they filter', () => {
    const mine = { ...event, audience: ['mio'] };
    expect(concerns(mine, { userId: 'mio', teamIds: ['data'], incidentId: 'i2' })).toBe(true);
    expect(concerns(mine, { userId: 'haru' })).toBe(false);
    expect(concerns(mine, {})).toBe(false);
  });

  it('is no token that may not read its module, whoever it belongs to', () => {
    const nouns = new Set(['incident']);
    expect(concerns(event, { nouns })).toBe(false);
    expect(concerns({ ...event, kind: 'incident.opened' }, { nouns })).toBe(true);
    expect(concerns({ ...event, kind: 'incidental.thing' }, { nouns })).toBe(false);
    expect(concerns({ ...event, audience: ['mio'] }, { userId: 'mio', nouns })).toBe(false);
  });
});

describe('where a stream goes on', () => {
  it('is now for the first time, else after what was seen', () => {
    expect(startOf(undefined, 7n)).toEqual({ from: 7n, mustReload: false });
    expect(startOf(3n, 7n)).toEqual({ from: 3n, mustReload: false });
    expect(startOf(7n, 7n)).toEqual({ from: 7n, mustReload: false });
  });

  it('is now with a reload for whoever is too far behind, or comes from another log', () => {
    const last = BigInt(TOO_FAR_BEHIND);
    expect(startOf(0n, last)).toEqual({ from: 0n, mustReload: false });
    expect(startOf(0n, last + 1n)).toEqual({ from: last + 1n, mustReload: true });
    expect(startOf(9n, 7n)).toEqual({ from: 7n, mustReload: true });
  });
});
