import type { Call, Escalation } from '../generated/api/models';
import { callsByPerson, myCall, splitBoard, tellingCall } from './board';

const ME = 'me';

function call(userId: string, change: Partial<Call> = {}): Call {
  return {
    callId: `${userId}-${change.try ?? 1}`,
    escalationId: 'e',
    userId,
    userName: userId,
    status: 'calling',
    stage: 'ringing',
    cycle: 1,
    step: 1,
    try: 1,
    startedAt: '2026-11-22T18:12:14Z',
    phone: 'absent',
    noPhone: false,
    stages: [],
    devices: [],
    ...change,
  };
}

function escalation(escalationId: string, change: Partial<Escalation> = {}): Escalation {
  return {
    escalationId,
    number: 1,
    teamId: 't',
    teamName: 'Mail',
    kind: 'first',
    status: 'calling',
    severity: 'high',
    title: 'Queue',
    message: '',
    policyName: 'Night',
    cycle: 1,
    step: 1,
    steps: 2,
    needed: 1,
    startedAt: '2026-11-22T18:12:14Z',
    acceptances: [],
    calls: [],
    next: [],
    alertIds: [],
    alertCount: 1,
    version: 1,
    ...change,
  };
}

const ids = (list: readonly Escalation[]): string => list.map((one) => one.escalationId).join(' ');

describe('the board', () => {
  it('shows what rings me whole and everything else as a line', () => {
    const split = splitBoard(
      [
        escalation('other', { severity: 'critical', calls: [call('you')] }),
        escalation('mine', { severity: 'info', calls: [call(ME)] }),
      ],
      ME,
      new Set(),
    );
    expect([ids(split.cards), ids(split.lines)]).toEqual(['mine', 'other']);
  });

  it('shows the worst one whole when nothing rings me', () => {
    const split = splitBoard(
      [
        escalation('late', { status: 'delayed', severity: 'critical' }),
        escalation('low', { severity: 'warning' }),
        escalation('bad', { severity: 'critical' }),
      ],
      ME,
      new Set(),
    );
    expect([ids(split.cards), ids(split.lines)]).toEqual(['bad', 'low late']);
  });

  it('shows whole what nobody answered, when nothing rings any more', () => {
    const split = splitBoard(
      [escalation('late', { status: 'delayed' }), escalation('lost', { status: 'exhausted' })],
      ME,
      new Set(),
    );
    expect([ids(split.cards), ids(split.lines)]).toEqual(['lost', 'late']);
  });

  it('tells an unanswered run by its last resort, once that is on the board', () => {
    const split = splitBoard(
      [
        escalation('first', { status: 'exhausted' }),
        escalation('last', { status: 'delayed', kind: 'organisation', parentId: 'first' }),
      ],
      ME,
      new Set(),
    );
    expect([ids(split.cards), ids(split.lines)]).toEqual(['last', '']);
  });

  it('keeps a line open that somebody opened', () => {
    const split = splitBoard([escalation('a'), escalation('b')], ME, new Set(['b']));
    expect(ids(split.cards)).toBe('a b');
  });

  it('offers me my live call, not one that is over', () => {
    const calls = [call(ME, { status: 'ended' }), call(ME, { try: 2, status: 'reading' })];
    expect(myCall(escalation('a', { calls }), ME)?.try).toBe(2);
    expect(myCall(escalation('a', { calls: [call(ME, { status: 'declined' })] }), ME)).toBeUndefined();
  });

  it('shows each person once, with the newest try, where they stood first', () => {
    const calls = [
      call('a', { status: 'ended' }),
      call('b'),
      call('a', { try: 2, startedAt: '2026-11-22T18:13:00Z' }),
    ];
    expect(callsByPerson(calls).map((one) => one.callId)).toEqual(['a-2', 'b-1']);
  });

  it('tells in one line who took it before who else was called', () => {
    const calls = [call('a', { status: 'cancelled' }), call('b', { status: 'accepted' }), call('c')];
    expect(tellingCall(escalation('a', { calls, status: 'accepted' }))?.userId).toBe('b');
    expect(tellingCall(escalation('a', { calls }))?.userId).toBe('c');
  });
});
