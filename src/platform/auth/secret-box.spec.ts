import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SecretBox, SecretUnreadable } from './secret-box.js';

const box = new SecretBox(Buffer.alloc(32, 7));

describe('the secret box', () => {
  it('gives back what was put in, for the same row only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, context) => {
        const sealed = box.seal(text, context);
        expect(box.open(sealed, context)).toBe(Buffer.from(text).toString());
        expect(() => box.open(sealed, `${context}!`)).toThrow(SecretUnreadable);
      }),
    );
  });

  it('opens nothing that was changed or that another key has sealed', () => {
    const sealed = box.seal('the key', 'row 1');
    expect(sealed).not.toContain('key');
    expect(() => new SecretBox(randomBytes(32)).open(sealed, 'row 1')).toThrow(SecretUnreadable);
    expect(() => box.open(`${sealed.slice(0, -2)}AA`, 'row 1')).toThrow(SecretUnreadable);
    expect(() => box.open('junk', 'row 1')).toThrow(SecretUnreadable);
  });
});
