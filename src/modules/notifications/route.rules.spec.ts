import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Attempt, judged, WINDOW } from './route.rules.js';

const attempt = (user: number, became: Attempt['became']): Attempt => ({ userId: `u${user}`, became });
/** As many people as attempts. */
const line = (...parts: readonly (readonly [Attempt['became'], number])[]): readonly Attempt[] =>
  parts
    .flatMap(([became, times]) => Array.from({ length: times }, () => became))
    .map((became, i) => attempt(i, became));

describe('a route', () => {
  it('works while nothing else is known, and while four people were silent', () => {
    expect(judged([])).toEqual({ state: 'closed', because: 'too-little-known' });
    expect(judged(line(['silent', 4])).state).toBe('closed');
  });

  it('is degraded by the fifth person on end who did not ring, however good it was before', () => {
    expect(judged(line(['silent', 4], ['rang', 100])).state).toBe('closed');
    expect(judged(line(['silent', 5], ['rang', 100]))).toEqual({ state: 'degraded', because: 'nobody-rang' });
  });

  it('does not take one person whose telephone is off for five', () => {
    const off = Array.from({ length: 20 }, () => attempt(1, 'silent'));
    expect(judged(off)).toEqual({ state: 'closed', because: 'too-little-known' });
  });

  it('is degraded below 70 % and open below 30 % of ten', () => {
    const [good, bad] = [(n: number) => ['rang', n] as const, (n: number) => ['silent', n] as const];
    expect(judged(line(good(1), bad(6), good(13))).state).toBe('closed');
    expect(judged(line(good(1), bad(7), good(12)))).toEqual({
      state: 'degraded',
      because: 'most-did-not-ring',
    });
    expect(judged(line(good(1), bad(13), good(6))).state).toBe('degraded');
    expect(judged(line(good(1), bad(15), good(4)))).toEqual({ state: 'open', because: 'few-rang' });
    expect(judged(line(bad(9))).state).toBe('degraded');
    expect(judged(line(bad(10))).state).toBe('open');
  });

  it('is open when the gateway fails half the time, whoever it was for', () => {
    const failing = [1, 1, 1, 1, 1].map((user) => attempt(user, 'failed'));
    expect(judged(failing.slice(1)).state).toBe('closed');
    expect(judged(failing)).toEqual({ state: 'open', because: 'gateway-errors' });
  });

  it('is open as soon as the gateway refuses everything, until it takes something again', () => {
    expect(judged(line(['fault', 1], ['rang', 19]))).toEqual({
      state: 'open',
      because: 'refused-as-a-whole',
    });
    expect(judged(line(['rang', 5], ['fault', 1])).state).toBe('closed');
  });

  it('is trusted again as soon as the newest five people rang', () => {
    expect(judged(line(['rang', 4], ['silent', 16])).state).toBe('open');
    expect(judged(line(['rang', 5], ['silent', 15]))).toEqual({ state: 'closed', because: 'works' });
  });

  it('is not trusted again for want of news, but by two people who rang while nobody was silent', () => {
    const before = { state: 'degraded', because: 'nobody-rang' } as const;
    expect(judged([], before)).toEqual(before);
    expect(judged(line(['silent', 4]), before)).toEqual(before);
    expect(judged(line(['rang', 1]), before)).toEqual(before);
    expect(judged(line(['rang', 2], ['silent', 1]), before)).toEqual(before);
    expect(judged([attempt(1, 'rang'), attempt(1, 'rang')], before)).toEqual(before);
    expect(judged(line(['rang', 2]), before)).toEqual({ state: 'closed', because: 'too-little-known' });
  });

  it('that refused as a whole is not held to it: a refusal comes at once, whoever answers the telephone meanwhile', () => {
    const [refused, failing] = (['refused-as-a-whole', 'gateway-errors'] as const).map(
      (because) => ({ state: 'open', because }) as const,
    );
    expect(judged(line(['silent', 1]), refused).state).toBe('closed');
    expect(judged(line(['silent', 1]), failing)).toEqual(failing);
  });

  const canary = (became: Attempt['became'], user = 99): Attempt => ({
    ...attempt(user, became),
    isCanary: true,
  });

  it('is open after two canaries on end that did not ring, long before five people were served late', () => {
    expect(judged([canary('silent'), ...line(['rang', 19])]).state).toBe('closed');
    expect(judged([canary('silent'), canary('failed'), ...line(['rang', 19])])).toEqual({
      state: 'open',
      because: 'canaries-dead',
    });
  });

  it('believes a person who rang rather than a canary that is switched off', () => {
    const off = [canary('silent'), attempt(1, 'rang'), canary('silent')];
    expect(judged([...off, ...line(['rang', 10])]).state).toBe('closed');
  });

  it('counts a canary as one person, once, however often it was tried', () => {
    const tries = [...Array.from({ length: 19 }, () => canary('rang')), ...line(['silent', 4])];
    expect(judged(tries)).toEqual({ state: 'degraded', because: 'most-did-not-ring' });
    expect(judged([canary('silent'), ...line(['silent', 3])]).state).toBe('closed');
    expect(judged([canary('silent'), ...line(['silent', 4])]).state).toBe('degraded');
  });

  it('is half-open when a canary rings again, until people say so too or fail again', () => {
    const dead = line(['silent', 20]);
    expect(judged(dead).state).toBe('open');
    const probed = [canary('rang'), ...dead];
    expect(judged(probed)).toEqual({ state: 'half-open', because: 'canary-rang' });
    expect(judged([canary('rang'), canary('rang'), ...dead]).state).toBe('half-open');
    expect(judged([attempt(50, 'silent'), ...probed]).state).toBe('open');
    const four = [51, 52, 53, 54].map((user) => attempt(user, 'rang'));
    expect(judged([canary('rang'), ...four, ...probed])).toEqual({ state: 'closed', because: 'works' });
  });

  it('is half-open and not trusted at once when a gateway that refused everything takes a canary', () => {
    expect(judged(line(['fault', 6])).state).toBe('open');
    expect(judged([canary('rang'), ...line(['fault', 6])]).state).toBe('half-open');
  });

  it('never looks beyond its window', () => {
    const attempts = fc.array(
      fc.record({
        userId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
        became: fc.constantFrom<Attempt['became']>('rang', 'silent', 'failed', 'fault'),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(attempts, (all) => {
        expect(judged(all)).toEqual(judged(all.slice(0, WINDOW)));
      }),
    );
  });

  it('at the size of a real house, 40 calls an hour, serves at most five people late when it dies silently', () => {
    const share = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(share, fc.integer({ min: 0, max: 40 }), (seed, goodFor) => {
        // One call each 90 s; of 633 people, one in twenty has a telephone that is off. The window of 30 min holds 20.
        const person = (i: number): number => (seed + i * 257) % 633;
        let newest: readonly Attempt[] = [];
        const late = new Set<string>();
        for (let i = 0; i < goodFor + 40; i += 1) {
          const isDead = i >= goodFor;
          const userId = `u${person(i)}`;
          if (isDead && judged(newest).state === 'closed') late.add(userId);
          const became = isDead || person(i) % 20 === 0 ? ('silent' as const) : ('rang' as const);
          newest = [{ userId, became }, ...newest].slice(0, WINDOW);
        }
        expect(late.size).toBeLessThanOrEqual(5);
        expect(judged(newest).state).toBe('open');
      }),
      { numRuns: 300 },
    );
  });
});
