import { describe, expect, it } from '@jest/globals';
import type { Ring, RingCall } from '../../generated/api/models';
import { type RingInHand, cancelReason, fromView, openCalls, told } from './ring-in-hand';

const call = (callId: string, over: Partial<RingCall> = {}): RingCall => ({
  callId,
  escalationId: `e-${callId}`,
  escalationNumber: 1,
  status: 'calling',
  escalationStatus: 'calling',
  title: 'Disk is full',
  message: '',
  severity: 'critical',
  team: 'Storage',
  startedAt: '2026-11-22T18:12:00.000Z',
  alerts: [],
  others: [],
  takenBy: [],
  ...over,
});

const view = (calls: RingCall[], over: Partial<Ring> = {}): Ring => ({
  ringId: 'r',
  revision: 1,
  deviceId: 'd',
  status: 'ringing',
  card: {
    ringId: 'r',
    revision: 1,
    title: 'Disk is full',
    severity: 'critical',
    team: 'Storage',
    count: calls.length,
    expiresAt: '2026-11-22T18:12:30.000Z',
    ringSeconds: 30,
    receipt: { token: 't', urls: [] },
  },
  calls,
  ...over,
});

const over = (reason: string, calls: RingCall[]): Ring =>
  view(calls, { status: 'over', reason, revision: 2 });

describe('the ring in hand', () => {
  it('rings, then is read once the server says answered', () => {
    const ring = fromView(view([call('a')]));
    expect(ring.phase).toBe('ringing');
    expect(told(ring, view([call('a', { status: 'reading' })], { status: 'answered' })).phase).toBe(
      'reading',
    );
  });

  it('does not ring again because an older answer says ringing', () => {
    const reading: RingInHand = { ...fromView(view([call('a')])), phase: 'reading' };
    expect(told(reading, view([call('a')])).phase).toBe('reading');
  });

  it('keeps the words of a call that left the ring, and counts only what is open', () => {
    const two = fromView(view([call('a'), call('b')], { status: 'answered' }));
    const decided = { ...two, decided: { a: 'accepted' as const } };
    const one = told(decided, view([call('b')], { status: 'answered', revision: 2 }));
    expect(one.calls.map(({ callId }) => callId)).toEqual(['a', 'b']);
    expect(openCalls(one).map(({ callId }) => callId)).toEqual(['b']);
  });

  it('says who took it', () => {
    const ended = told(
      fromView(view([call('a')])),
      over('accepted-by-other', [call('a', { takenBy: ['Sato'] })]),
    );
    expect(ended).toMatchObject({ phase: 'over', outcome: { kind: 'takenBy', names: ['Sato'] } });
  });

  it('is mine when it was accepted here, whatever the server calls the end', () => {
    const accepted = told(
      { ...fromView(view([call('a')])), decided: { a: 'accepted' } },
      over('accepted-by-other', [call('a', { status: 'accepted', takenBy: ['Me'] })]),
    );
    expect(accepted.outcome).toEqual({ kind: 'mine' });
  });

  it('keeps the reason of a decline', () => {
    const declined: RingInHand = {
      ...fromView(view([call('a')])),
      outcome: { kind: 'declined', reason: 'driving' },
    };
    expect(told(declined, over('declined', [call('a', { status: 'declined' })])).outcome).toEqual({
      kind: 'declined',
      reason: 'driving',
    });
  });

  it('that rang out here rings again when the server rings it anew', () => {
    const rangOut: RingInHand = {
      ...fromView(view([call('a')])),
      phase: 'over',
      outcome: { kind: 'rangOut' },
    };
    expect(told(rangOut, view([call('a')])).phase).toBe('over');
    const again = told(rangOut, view([call('a'), call('b')], { revision: 2 }));
    expect(again.phase).toBe('ringing');
    expect(again.outcome).toBeUndefined();
  });

  it.each([
    ['resolved', 'resolved'],
    ['cancelled', 'cancelled'],
    ['timed-out', 'rangOut'],
  ])('over because %s is %s', (reason, kind) => {
    expect(told(fromView(view([call('a')])), over(reason, [])).outcome).toEqual({ kind });
  });

  it('names to the device only reasons that it knows', () => {
    expect([
      cancelReason('accepted-by-other'),
      cancelReason('something new'),
      cancelReason(undefined),
    ]).toEqual(['accepted-by-other', 'cancelled', 'cancelled']);
  });
});
