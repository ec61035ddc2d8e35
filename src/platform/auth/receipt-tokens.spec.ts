import { describe, expect, it } from '@jest/globals';
import { newId, newRingId } from '../database/new-id.js';
import { ReceiptTokens } from './receipt-tokens.js';

const tokens = new ReceiptTokens(Buffer.alloc(32, 7));
const pass = { ringId: newRingId(), deviceId: newId() };
const at = (seconds: number): Date => new Date(Date.UTC(2026, 0, 1) + seconds * 1000);

describe('a receipt token', () => {
  it('names its ring and its device until it expires', () => {
    const token = tokens.mint(pass, at(600));
    expect(token).toMatch(/^barry_r_[A-Za-z0-9_-]+$/);
    expect(tokens.check(token, at(599))).toEqual(pass);
    expect(tokens.check(token, at(600))).toBeUndefined();
  });

  it('is refused with any bit turned', () => {
    const token = tokens.mint(pass, at(600));
    const bytes = Buffer.from(token.slice(8), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const turned = Buffer.from(bytes);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(tokens.check(`barry_r_${turned.toString('base64url')}`, at(0))).toBeUndefined();
    }
  });

  it('of another house, or of no form at all, is refused', () => {
    const strange = new ReceiptTokens(Buffer.alloc(32, 8)).mint(pass, at(600));
    for (const token of [strange, '', 'barry_r_', 'barry_s_abc', `${tokens.mint(pass, at(600))}AA`])
      expect(tokens.check(token, at(0))).toBeUndefined();
  });
});
