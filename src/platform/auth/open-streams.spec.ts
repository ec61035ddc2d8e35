import { describe, expect, it } from '@jest/globals';
import type { DomainError } from '../errors/domain-error.js';
import { Authenticator } from './auth.guard.js';
import { Authority } from './authority.js';
import { type Caller, nobody, type OrgRoleName } from './caller.js';
import { OpenStreams } from './open-streams.js';

const RIGHT = 'logs.read';
const authority = new Authority({ [RIGHT]: { scope: 'read', org: 'member' } });

const callerOf = (credentialId: string, orgRole: OrgRoleName = 'member'): Caller => ({
  ...nobody(),
  kind: 'session',
  credentialId,
  userId: `user of ${credentialId}`,
  orgRole,
  scopes: new Set(['read'] as const),
});

/** Knows those who stand in its book. */
class Desk extends Authenticator {
  readonly book = new Map<string, Caller>();
  asked = 0;

  authenticate(): Promise<Caller> {
    return Promise.resolve(nobody());
  }

  standing(): Promise<ReadonlyMap<string, Caller>> {
    this.asked += 1;
    return Promise.resolve(new Map(this.book));
  }
}

function opened(ids: readonly string[]) {
  const desk = new Desk();
  const streams = new OpenStreams(desk, authority);
  const ends = new Map<string, DomainError>();
  const doors = ids.map((id) => {
    desk.book.set(id, callerOf(id));
    return streams.enter({
      caller: callerOf(id),
      right: RIGHT,
      end: (reason) => void ends.set(id, reason),
    });
  });
  return { desk, streams, ends, doors };
}

describe('the open streams of a process', () => {
  it('are asked about all at once, and not at all while there are none', async () => {
    const many = opened(Array.from({ length: 500 }, (_, n) => `c${n}`));
    expect(await many.streams.look()).toBe(0);
    expect(many.desk.asked).toBe(1);
    const none = opened([]);
    await none.streams.look();
    expect(none.desk.asked).toBe(0);
  });

  it('end for whoever is not known any more, or has lost the right', async () => {
    const { desk, streams, ends } = opened(['gone', 'demoted', 'fine']);
    desk.book.delete('gone');
    desk.book.set('demoted', callerOf('demoted', 'read-only'));
    expect(await streams.look()).toBe(2);
    expect([...ends].map(([id, { code }]) => [id, code])).toEqual([
      ['gone', 'UNAUTHENTICATED'],
      ['demoted', 'FORBIDDEN'],
    ]);
  });

  it('are left by those who go themselves', async () => {
    const { desk, streams, ends, doors } = opened(['a']);
    doors[0]?.();
    desk.book.clear();
    expect(await streams.look()).toBe(0);
    expect(ends.size).toBe(0);
  });
});
