import type { RingCard } from './definitions.js';

export const START = Date.parse('2026-11-22T18:12:00.000Z');

/** A card as it arrives; specs name only what they are about. */
export const card = (over: Partial<RingCard> = {}): RingCard => ({
  ringId: '0f9d5a52-6f0b-4c0e-9a3e-3d2f4b1f7a10',
  revision: 1,
  title: '38 % of card payments fail',
  severity: 'critical',
  team: 'Payments Operations',
  count: 1,
  expiresAt: new Date(START + 30_000).toISOString(),
  ringSeconds: 30,
  receipt: {
    token: 'receipt-token',
    urls: ['https://a.example/api/v1/receipts', 'https://b.example/api/v1/receipts'],
  },
  ...over,
});
