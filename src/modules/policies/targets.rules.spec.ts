import { describe, expect, it } from '@jest/globals';
import type { Member } from '../people/index.js';
import { expanded, type TargetWorld } from './targets.rules.js';

const member = (userId: string, role: Member['role'], disabled = false): Member => ({
  userId,
  kind: 'person',
  name: userId,
  role,
  disabled,
});
const night = {
  userId: 'ben',
  from: new Date('2026-11-22T09:00:00Z'),
  until: new Date('2026-11-29T09:00:00Z'),
  override: false,
};
const world: TargetWorld = {
  isActive: (userId) => userId !== 'gone',
  membersOf: (teamId) =>
    teamId === 'shop'
      ? [
          member('ada', 'owner'),
          member('ben', 'responder'),
          member('eve', 'observer'),
          member('gone', 'responder', true),
        ]
      : [member('eve', 'observer')],
  onDutyOf: (scheduleId) => (scheduleId === 'nights' ? night : undefined),
};

describe('targets', () => {
  it('of a team are its owners and responders; observers never ring, and it says so', () => {
    expect(expanded([{ kind: 'team', id: 'shop' }], world)).toEqual({
      userIds: ['ada', 'ben'],
      absences: [
        { why: 'observer', userId: 'eve' },
        { why: 'disabled', userId: 'gone' },
      ],
      shifts: [],
    });
    expect(expanded([{ kind: 'team', id: 'watchers' }], world)).toEqual({
      userIds: [],
      absences: [
        { why: 'observer', userId: 'eve' },
        { why: 'team-empty', teamId: 'watchers' },
      ],
      shifts: [],
    });
  });

  it('of a schedule are who is on duty, with the shift that says so', () => {
    expect(expanded([{ kind: 'schedule', id: 'nights' }], world)).toEqual({
      userIds: ['ben'],
      absences: [],
      shifts: [{ scheduleId: 'nights', ...night }],
    });
    expect(expanded([{ kind: 'schedule', id: 'days' }], world)).toEqual({
      userIds: [],
      absences: [{ why: 'nobody-on-duty', scheduleId: 'days' }],
      shifts: [],
    });
  });

  it('keep their order, and name everybody once', () => {
    const targets = [
      { kind: 'schedule', id: 'nights' },
      { kind: 'team', id: 'shop' },
      { kind: 'user', id: 'zoe' },
      { kind: 'user', id: 'ada' },
    ] as const;
    expect(expanded(targets, world).userIds).toEqual(['ben', 'ada', 'zoe']);
  });

  it('leave out who is disabled, and say so', () => {
    expect(expanded([{ kind: 'user', id: 'gone' }], world)).toEqual({
      userIds: [],
      absences: [{ why: 'disabled', userId: 'gone' }],
      shifts: [],
    });
  });
});
