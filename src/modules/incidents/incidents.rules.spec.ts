import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IncidentStatus } from './incidents.dto.js';
import { isOver, mayBecome, type StatusTimes, timesAfter } from './status.rules.js';
import { ALL_KINDS, entriesOf, type StoryRow } from './story.rules.js';

const STATUSES = ['open', 'investigating', 'mitigated', 'resolved', 'closed'] as const;
const now = new Date('2026-11-22T18:12:00Z');
const later = new Date('2026-11-22T19:00:00Z');

describe('the status of an incident', () => {
  it.each([
    ['open', 'resolved', true],
    ['open', 'closed', false],
    ['mitigated', 'closed', false],
    ['resolved', 'closed', true],
    ['closed', 'investigating', true],
    ['closed', 'open', false],
    ['resolved', 'mitigated', false],
  ] as const)('from %s to %s: %s', (from, to, may) => {
    expect(mayBecome(from, to)).toBe(may);
  });

  it('can always stay, and can always go back to work', () => {
    for (const status of STATUSES) {
      expect(mayBecome(status, status)).toBe(true);
      expect(mayBecome(status, 'investigating')).toBe(true);
    }
  });

  it('knows when it was over exactly while it is over', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATUSES)), (wanted) => {
        let [status, times]: [IncidentStatus, StatusTimes] = [
          'open',
          { mitigatedAt: undefined, resolvedAt: undefined },
        ];
        for (const next of wanted) {
          if (!mayBecome(status, next) || next === status) continue;
          [status, times] = [next, timesAfter(times, next, now)];
          expect(times.resolvedAt !== undefined).toBe(isOver(status));
          expect(times.mitigatedAt !== undefined).toBe(isOver(status) || status === 'mitigated');
        }
      }),
    );
  });

  it('keeps the first time of an end that lasts', () => {
    const resolved = timesAfter({ mitigatedAt: undefined, resolvedAt: undefined }, 'resolved', now);
    expect(timesAfter(resolved, 'closed', later)).toEqual({ mitigatedAt: now, resolvedAt: now });
    expect(timesAfter(resolved, 'investigating', later)).toEqual({
      mitigatedAt: undefined,
      resolvedAt: undefined,
    });
  });
});

describe('the story', () => {
  const row = (more: Partial<StoryRow>): StoryRow => ({
    id: 'e1',
    at: now,
    kind: 'incident.updated',
    user_id: null,
    actor_id: null,
    actor_name: null,
    text: '',
    params: {},
    ...more,
  });
  const told = (more: Partial<StoryRow>, wanted: readonly (typeof ALL_KINDS)[number][] = ALL_KINDS) =>
    entriesOf(row(more), new Set(wanted), () => 'Haru').map(({ kind, text, userName }) => [
      kind,
      text,
      userName,
    ]);

  it('says each change of one update by itself', () => {
    const params = {
      status: 'mitigated',
      statusBefore: 'open',
      title: 'B',
      titleBefore: 'A',
      severity: 'high',
    };
    expect(told({ params, actor_name: 'Mio' })).toEqual([
      ['status', 'mitigated', 'Mio'],
      ['title', 'B', 'Mio'],
    ]);
    expect(told({ params }, ['title'])).toEqual([['title', 'B', undefined]]);
  });

  it('tells who was called and who took it, and leaves out the stages between', () => {
    expect(told({ kind: 'call.changed', user_id: 'u1', params: { status: 'accepted' } })).toEqual([
      ['responder', 'accepted', 'Haru'],
    ]);
    expect(told({ kind: 'call.changed', user_id: 'u1', params: { status: 'declined' } })).toEqual([
      ['call', 'declined', 'Haru'],
    ]);
    expect(told({ kind: 'call.changed', params: { status: 'calling' } })).toEqual([]);
  });

  it('has comments in the words of their writers', () => {
    expect(told({ kind: 'comment', text: 'Looking', actor_name: 'Mio' })).toEqual([
      ['comment', 'Looking', 'Mio'],
    ]);
  });
});
