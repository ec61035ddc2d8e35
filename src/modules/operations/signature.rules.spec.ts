import { describe, expect, it } from '@jest/globals';
import { proofOf, signatureOf } from './signature.rules.js';

const NOW = new Date('2026-11-26T03:12:00.400Z');
const SECRET = 'a secret of thirty-two characters';
const BODY = Buffer.from('{"sequence":1}');
const at = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);

describe('the signature of a heartbeat', () => {
  const signature = signatureOf(BODY, SECRET, NOW);

  it('is the HMAC of time and body', () => {
    expect(signature).toMatch(/^t=1795662720,v1=[0-9a-f]{64}$/);
    expect(proofOf(signature, BODY, SECRET, NOW)).toEqual({
      verdict: 'genuine',
      signedAt: new Date('2026-11-26T03:12:00Z'),
    });
  });

  it.each([
    ['another secret', signature, BODY, `${SECRET}!`],
    ['another body', signature, Buffer.from('{"sequence":2}'), SECRET],
    ['another time', signature.replace('t=1795662720', 't=1795662721'), BODY, SECRET],
    ['no header', undefined, BODY, SECRET],
    ['half a signature', signature.slice(0, -2), BODY, SECRET],
    ['nonsense', 'v1=00', BODY, SECRET],
  ])('proves nothing with %s', (_, header, body, secret) => {
    expect(proofOf(header, body, secret, NOW)).toEqual({ verdict: 'forged' });
  });

  it('is good for five minutes, before and after', () => {
    const verdict = (seconds: number): string => proofOf(signature, BODY, SECRET, at(seconds)).verdict;
    expect([-299, 299].map(verdict)).toEqual(['genuine', 'genuine']);
    expect([-301, 301].map(verdict)).toEqual(['untimely', 'untimely']);
  });
});
