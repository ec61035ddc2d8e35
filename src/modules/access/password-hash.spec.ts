import { describe, expect, it } from '@jest/globals';
import { hashPassword, passwordMatches } from './password-hash.js';

const cheap = { N: 1024, r: 8, p: 1 };

describe('a stored password', () => {
  it('matches itself and nothing else', async () => {
    const stored = await hashPassword('correct horse', cheap);
    expect(await passwordMatches('correct horse', stored)).toBe(true);
    expect(await passwordMatches('correct horsf', stored)).toBe(false);
    expect(await passwordMatches('', stored)).toBe(false);
  });

  it('says how it was made, and is never the same twice', async () => {
    const [first, second] = [await hashPassword('correct horse'), await hashPassword('correct horse')];
    expect(first).toMatch(/^scrypt\$32768\$8\$1\$/);
    expect(first).not.toBe(second);
    expect(first).not.toContain('correct');
  });

  it('matches however the keyboard composed its letters', async () => {
    const stored = await hashPassword('na\u00efve caf\u00e9', cheap);
    expect(await passwordMatches('nai\u0308ve cafe\u0301', stored)).toBe(true);
  });

  it('that does not exist takes about as long to refuse as one that does', async () => {
    const stored = await hashPassword('correct horse');
    const elapsed = async (held: string | undefined): Promise<number> => {
      const started = performance.now();
      await passwordMatches('wrong', held);
      return performance.now() - started;
    };
    // The fastest of some: what else the machine does makes one slower, never faster.
    const fastest = async (held: string | undefined): Promise<number> =>
      Math.min(await elapsed(held), await elapsed(held), await elapsed(held));
    await elapsed(stored);
    const ratio = (await fastest(undefined)) / (await fastest(stored));
    expect(ratio).toBeGreaterThan(0.2);
    expect(ratio).toBeLessThan(5);
  });
});
