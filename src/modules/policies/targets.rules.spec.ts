import { describe, expect, it } from '@jest/globals';
import type { Member } from '../people/index.js';
import { expanded, type TargetWorld } from './targets.rules.js';

const member = (userId: string, role: Member['role'], disabled = false): Member => ({
  userId,
  name: userId,
  role,
  disabled,
});
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
  onDutyOf: (scheduleId) => (scheduleId === 'nights' ? 'ben' : undefined),
};

describe('targets', () => {
  it('of a team are its owners and responders; observers never ring', () => {
    expect(expanded([{ kind: 'team', id: 'shop' }], world)).toEqual({
      userIds: ['ada', 'ben'],
      absences: [{ why: 'disabled', userId: 'gone' }],
    });
    expect(expanded([{ kind: 'team', id: 'watchers' }], world)).toEqual({
      userIds: [],
      absences: [{ why: 'team-empty', teamId: 'watchers' }],
    });
  });

  it('of a schedule are who is on duty', () => {
    expect(expanded([{ kind: 'schedule', id: 'nights' }], world).userIds).toEqual(['ben']);
    expect(expanded([{ kind: 'schedule', id: 'days' }], world)).toEqual({
      userIds: [],
      absences: [{ why: 'nobody-on-duty', scheduleId: 'days' }],
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
    });
  });
});
