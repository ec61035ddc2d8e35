import { describe, expect, it } from '@jest/globals';
import type { Call, Escalation } from '../../generated/api/models';
import { missed, missedCalls } from './missed';

const NOW = Date.parse('2026-11-22T21:40:00.000Z');
const call = (over: Partial<Call> = {}): Call => ({
  callId: 'c1',
  escalationId: 'e1',
  userId: 'me',
  userName: 'Me',
  status: 'ended',
  stage: 'ringing',
  cycle: 1,
  step: 1,
  try: 1,
  startedAt: '2026-11-22T18:12:00.000Z',
  endedAt: '2026-11-22T18:12:45.000Z',
  phone: 'none',
  noPhone: true,
  stages: [],
  devices: [],
  ...over,
});
const escalation = (over: Partial<Escalation> = {}): Escalation => ({
  escalationId: 'e1',
  number: 7,
  teamId: 't',
  teamName: 'Payments',
  kind: 'first',
  status: 'accepted',
  severity: 'high',
  title: 'Replica lag',
  message: '',
  policyName: 'p',
  cycle: 1,
  step: 1,
  steps: 1,
  needed: 1,
  startedAt: '2026-11-22T18:12:00.000Z',
  acceptances: [],
  calls: [],
  next: [],
  alertIds: [],
  alertCount: 0,
  version: 1,
  ...over,
});

describe('calls that were missed', () => {
  it('are one per escalation, its last try', () => {
    const again = call({ callId: 'c2', startedAt: '2026-11-22T18:14:00.000Z', try: 2 });
    expect(missedCalls([call(), again], NOW).map(({ callId }) => callId)).toEqual(['c2']);
  });

  it('are not those that were answered, declined or taken in any try', () => {
    for (const other of [{ status: 'accepted' }, { status: 'declined' }, { stage: 'answered' }] as const) {
      expect(missedCalls([call(), call({ callId: 'c2', ...other })], NOW)).toEqual([]);
    }
  });

  it('are forgotten after two days', () => {
    expect(missedCalls([call({ startedAt: '2026-11-20T18:12:00.000Z' })], NOW)).toEqual([]);
  });

  it('say who took it, and how long it rang', () => {
    const took = escalation({ acceptances: [{ userId: 'k', name: 'Ken', at: '2026-11-22T18:15:00.000Z' }] });
    expect(missed(call(), took, 'me')).toMatchObject({ takenBy: ['Ken'], fate: 'taken', rangSeconds: 45 });
  });

  it('say when it still waits for somebody, was resolved, or nobody came', () => {
    const fate = (status: Escalation['status']) => missed(call(), escalation({ status }), 'me')?.fate;
    expect([fate('calling'), fate('resolved'), fate('exhausted')]).toEqual(['still', 'resolved', 'over']);
  });

  it('are no news when one took it oneself in the end', () => {
    const mine = escalation({ acceptances: [{ userId: 'me', name: 'Me', at: '2026-11-22T18:15:00.000Z' }] });
    expect(missed(call(), mine, 'me')).toBeUndefined();
  });
});
