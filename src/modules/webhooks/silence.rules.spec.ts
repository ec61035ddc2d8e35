import { describe, expect, it } from '@jest/globals';
import { change, type Talker } from './silence.rules.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 26, 0, minute));
const ALWAYS = at(-1_000_000);
const talker = (more: Partial<Talker> = {}): Talker => ({
  silentAfterSeconds: 600,
  lastHeardAt: at(0),
  ...more,
});

describe('an integration', () => {
  it('is silent when nothing has come for as long as it is set to, and not before', () => {
    expect(change(talker(), at(9), ALWAYS)).toBeUndefined();
    expect(change(talker(), at(10), ALWAYS)).toBe('silent');
    expect(change(talker({ silentSince: at(10) }), at(60), ALWAYS)).toBeUndefined();
  });

  it('that never said anything is missed by nobody', () => {
    expect(change(talker({ lastHeardAt: undefined }), at(99_999), ALWAYS)).toBeUndefined();
  });

  it('is judged by when it was set so, not by what was before', () => {
    expect(change(talker({ silentFrom: at(100) }), at(109), ALWAYS)).toBeUndefined();
    expect(change(talker({ silentFrom: at(100) }), at(110), ALWAYS)).toBe('silent');
  });

  it('talks again with the next delivery, or with one that was late to be known', () => {
    const silent = talker({ silentSince: at(10) });
    expect(change({ ...silent, lastHeardAt: at(30) }, at(31), ALWAYS)).toBe('talks');
    expect(change({ ...silent, lastHeardAt: at(9) }, at(12), ALWAYS)).toBe('talks');
  });

  it('is given its time again after nobody could hear it', () => {
    expect(change(talker(), at(20), at(15))).toBeUndefined();
    expect(change(talker(), at(25), at(15))).toBe('silent');
  });
});
