import { describe, expect, it } from '@jest/globals';
import { afterVisit, onlyHost, stateOfNew } from './handshake.rules.js';

describe('a handshake', () => {
  it('is visited by itself only where it is proved and asks for what is known', () => {
    expect(stateOfNew({ isProved: true, isKnown: true })).toBe('due');
    expect(stateOfNew({ isProved: false, isKnown: true })).toBe('waiting');
    expect(stateOfNew({ isProved: true, isKnown: false })).toBe('waiting');
  });

  it('is confirmed by a yes, and by nothing else', () => {
    const answered = (status: number) => afterVisit({ outcome: 'answered', status, text: '' }, 1);
    expect(answered(200)).toEqual({ state: 'confirmed' });
    expect(answered(302)).toEqual({ state: 'waiting', failure: 'it answered 302' });
    expect(answered(403)).toEqual({ state: 'waiting', failure: 'it answered 403' });
    expect(afterVisit({ outcome: 'refused', reason: 'not public' }, 1)).toEqual({
      state: 'waiting',
      failure: 'not public',
    });
  });

  it('is tried five times where nobody answers, then it waits for a person', () => {
    const away = { outcome: 'unreachable', reason: 'ENOTFOUND' } as const;
    expect(afterVisit(away, 4)).toEqual({ state: 'due', failure: 'ENOTFOUND' });
    expect(afterVisit(away, 5)).toEqual({ state: 'waiting', failure: 'ENOTFOUND' });
    expect(afterVisit({ outcome: 'answered', status: 503, text: '' }, 4)).toMatchObject({ state: 'due' });
  });

  it('leads to the host that was looked at', () => {
    const host = onlyHost('sns.us-east-1.amazonaws.com');
    expect(
      ['sns.us-east-1.amazonaws.com', 'snsxus-east-1.amazonaws.com'].map((one) => host.test(one)),
    ).toEqual([true, false]);
  });
});
