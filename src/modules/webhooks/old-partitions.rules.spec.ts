import { describe, expect, it } from '@jest/globals';
import { pastPartitions } from './old-partitions.rules.js';

const NAMES = [
  'deliveries_2025_12',
  'deliveries_2026_01',
  'deliveries_2026_02',
  'deliveries_default',
  'deliveries_2020_01_copy',
];

describe('partitions of deliveries', () => {
  it.each([
    ['2025-12-31T23:59:59.999Z', []],
    ['2026-01-01T00:00:00.000Z', ['deliveries_2025_12']],
    ['2026-02-15T00:00:00.000Z', ['deliveries_2025_12', 'deliveries_2026_01']],
  ])('before %s: %j are over, and no table that is no month', (before, past) => {
    expect(pastPartitions(NAMES, new Date(before))).toEqual(past);
  });
});
