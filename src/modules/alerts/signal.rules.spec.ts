import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boundedKey, cleaned, groupKeyOf, keyOfContent, SHOWN_TITLE, shownTitle } from './signal.rules.js';

describe('signals made fit to be stored', () => {
  it('cuts titles for the eye only, never inside of a character', () => {
    expect(shownTitle('x'.repeat(255))).toBe('x'.repeat(255));
    expect(shownTitle(`${'x'.repeat(253)}😀😀`)).toBe(`${'x'.repeat(253)}…`);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (title) => {
        expect(shownTitle(title).length).toBeLessThanOrEqual(SHOWN_TITLE);
        expect(shownTitle(title).isWellFormed()).toBe(title.isWellFormed());
      }),
    );
  });

  it('keeps keys that fit an index and hashes those that do not', () => {
    expect(boundedKey('a/b')).toBe('a/b');
    const long = '障'.repeat(171);
    expect(boundedKey(long)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(boundedKey(long)).toBe(boundedKey(long));
    expect(boundedKey(`${long}x`)).not.toBe(boundedKey(long));
  });

  it('meets an alert without a key again by what it says, not by how bad it is', () => {
    const said = { action: 'trigger', title: 'Disk full', host: 'db01' } as const;
    expect(keyOfContent({ ...said, severity: 'high' })).toBe(keyOfContent({ ...said, severity: 'info' }));
    expect(keyOfContent(said)).not.toBe(keyOfContent({ ...said, host: 'db02' }));
    expect(keyOfContent({ action: 'trigger', title: 'a', host: 'b' })).not.toBe(
      keyOfContent({ action: 'trigger', title: 'a', service: 'b' }),
    );
  });

  it('takes out what no database holds, and years that nobody means', () => {
    const clean = cleaned({
      action: 'trigger',
      title: ' a\u0000b\ud800 ',
      host: '  ',
      labels: { 'k\u0000': '\udc00v' },
      details: { deep: ['\u0000', 1, null] },
      startedAt: new Date(8.64e15),
      endedAt: new Date(Number.NaN),
    });
    expect(clean).toMatchObject({
      title: 'ab\ufffd',
      labels: { k: '\ufffdv' },
      details: { deep: ['', 1, null] },
    });
    expect([clean.host, clean.startedAt, clean.endedAt]).toEqual([undefined, undefined, undefined]);
  });

  it.each(['', ' ', '{}', '{}:{}'])('sees no group in %j', (sourceGroupKey) => {
    const one = groupKeyOf('t', 'i', { sourceGroupKey, dedupKey: 'a' });
    expect(one).not.toBe(groupKeyOf('t', 'i', { sourceGroupKey, dedupKey: 'b' }));
    expect(groupKeyOf('t', 'i', { sourceGroupKey, service: 'Shop', dedupKey: 'a' })).toBe(
      groupKeyOf('t', 'i', { sourceGroupKey, service: 'shop', dedupKey: 'b' }),
    );
  });

  it('keeps the groups of teams and integrations apart', () => {
    const alert = { sourceGroupKey: '{}:{alertname="x"}', dedupKey: 'a' };
    const keys = [
      groupKeyOf('t1', 'i1', alert),
      groupKeyOf('t2', 'i1', alert),
      groupKeyOf('t1', 'i2', alert),
      groupKeyOf('t1', 'i1', { service: '{}:{alertname="x"}', dedupKey: 'a' }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
