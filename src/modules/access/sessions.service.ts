import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { DeviceTokens } from '../../platform/auth/device-tokens.js';
import { ACCESS_ENDED } from '../../platform/auth/open-streams.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import { Letters } from '../notifications/index.js';
import { PeopleQueries, UserIsService, type UserView } from '../people/index.js';
import type * as dto from './access.dto.js';
import { PasswordWrong, SessionUnknown, SignInNeeded } from './access.errors.js';
import { PasswordsService } from './passwords.service.js';
import { digestOf, newSecret, SESSION_PREFIX } from './secrets.js';
import { SignInLimits } from './sign-in-limits.js';
import { SignInTickets } from './sign-in-tickets.js';

export const SESSION_DAYS = 30;
const DAY_MS = 86_400_000;
export const sessionEnd = (now: Date): Date => new Date(now.getTime() + SESSION_DAYS * DAY_MS);

type SignedIn = z.output<typeof dto.SignedIn>;

/** Of a session that a provider vouches for. */
export interface SessionOrigin {
  readonly identityId: string;
  /** What the provider calls its own. */
  readonly session: string | undefined;
  readonly endsAt: Date;
}
const earlier = (one: Date, other = one): Date => (other < one ? other : one);

@Injectable()
export class SessionsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly people: PeopleQueries,
    private readonly passwords: PasswordsService,
    private readonly limits: SignInLimits,
    private readonly deviceTokens: DeviceTokens,
    private readonly events: EventLog,
    private readonly config: Config,
    private readonly letters: Letters,
    private readonly tickets: SignInTickets,
  ) {}

  /** For somebody who has just proved who they are. */
  async open(user: UserView, from: Caller, origin?: SessionOrigin): Promise<SignedIn> {
    if (user.kind === 'service')
      throw new UserIsService('A service account does not sign in', { userId: user.userId });
    const now = this.clock.now();
    const token = newSecret(SESSION_PREFIX);
    const expiresAt = earlier(sessionEnd(now), origin?.endsAt);
    await this.transaction.query(
      `insert into sessions (id, user_id, token_hash, address, agent, created_at, last_used_at, expires_at,
         oidc_identity_id, oidc_session, ends_at)
       values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10)`,
      [
        newId(),
        user.userId,
        digestOf(token),
        from.address,
        from.agent,
        now,
        expiresAt,
        origin?.identityId ?? null,
        origin?.session ?? null,
        origin?.endsAt ?? null,
      ],
    );
    this.audit.note({
      targetId: user.userId,
      targetName: user.name,
      actor: { userId: user.userId, name: user.name },
    });
    return { token, expiresAt: expiresAt.toISOString(), user };
  }

  async signOut(caller: Caller): Promise<Record<string, never>> {
    const now = this.clock.now();
    if (caller.kind === 'token') throw new SignInNeeded('An API token is revoked, not signed out');
    if (caller.kind === 'device' && caller.deviceId !== undefined)
      await this.deviceTokens.revoke(caller.deviceId, now);
    if (caller.kind === 'session')
      await this.transaction.query(`update sessions set ended_at = $2 where id = $1 and ended_at is null`, [
        caller.credentialId,
        now,
      ]);
    await this.tell(caller, now);
    this.audit.note({ targetId: caller.userId, targetName: caller.name });
    return {};
  }

  async changePassword(
    input: z.output<typeof dto.ChangePasswordInput>,
    caller: Caller,
  ): Promise<Record<string, never>> {
    const now = this.clock.now();
    const userId = signedInUser(caller);
    await this.limits.try(userId, caller.address, async () => {
      if (!(await this.passwords.matches(userId, input.currentPassword)))
        throw new PasswordWrong('The current password is another one');
    });
    await this.transaction.run(async () => {
      await this.passwords.set(userId, input.newPassword);
      const ended = await this.endAll(userId, now, caller);
      const user = await this.people.user(userId);
      await this.letters.send({ about: 'password-changed', to: user, link: this.config.publicUrl }, now);
      // Of a password nothing can be shown but that there is another one.
      this.audit.note({ targetId: userId, targetName: caller.name, after: { otherSessionsEnded: ended } });
    });
    return {};
  }

  /** But for the one by which `but` asks. Who was only half in is out as well. Says how many it ended. */
  async endAll(userId: string, now: Date, but?: Caller): Promise<number> {
    const ended = await this.transaction.query(
      `update sessions set ended_at = $3
       where user_id = $1 and ended_at is null and expires_at > $3 and id is distinct from $2 returning id`,
      [userId, but?.kind === 'session' ? but.credentialId : null, now],
    );
    await this.tickets.endAllOf(userId, now);
    await this.tell({ userId }, now);
    return ended.length;
  }

  /** The caller's, or those of somebody whom an admin looks at. */
  async list(
    caller: Caller,
    userId: string | undefined = caller.userId,
  ): Promise<z.output<typeof dto.SessionList>> {
    if (userId !== caller.userId) await this.people.user(userId ?? '');
    const rows = await this.transaction.query<SessionRow>(
      `select id, address, agent, created_at, last_used_at, expires_at from sessions
       where user_id = $1 and ended_at is null and expires_at > $2 order by last_used_at desc, id limit 200`,
      [userId ?? null, this.clock.now()],
    );
    return {
      sessions: rows.map((row) => ({ ...viewOf(row), current: row.id === caller.credentialId })),
    };
  }

  async revoke(sessionId: string, caller: Caller): Promise<Record<string, never>> {
    this.authority.require(caller, 'self.manage');
    const before = await this.end(sessionId, caller.userId);
    this.audit.note({ targetId: sessionId, targetName: caller.name, before });
    return {};
  }

  async revokeOthers(caller: Caller): Promise<Record<string, never>> {
    const userId = signedInUser(caller);
    const ended = await this.endAll(userId, this.clock.now(), caller);
    this.audit.note({ targetId: userId, targetName: caller.name, after: { sessionsEnded: ended } });
    return {};
  }

  /** By an admin. */
  async revokeOf(userId: string, sessionId: string): Promise<Record<string, never>> {
    const user = await this.people.user(userId);
    const before = await this.end(sessionId, userId);
    this.audit.note({ targetId: sessionId, targetName: user.name, before });
    return {};
  }

  /** By an admin; theirs too, if they mean themselves. */
  async revokeAllOf(userId: string): Promise<Record<string, never>> {
    const user = await this.people.user(userId);
    const ended = await this.endAll(userId, this.clock.now());
    this.audit.note({ targetId: userId, targetName: user.name, after: { sessionsEnded: ended } });
    return {};
  }

  /** A new token for the same session: the one that a page has seen is worth nothing any more. */
  async renewToken(token: string): Promise<string | undefined> {
    const renewed = newSecret(SESSION_PREFIX);
    const rows = await this.transaction.query(
      `update sessions s set token_hash = $2 from users u
       where s.token_hash = $1 and s.ended_at is null and s.expires_at > $3 and u.id = s.user_id
         and u.disabled_at is null returning s.id`,
      [digestOf(token), digestOf(renewed), this.clock.now()],
    );
    return rows.length === 0 ? undefined : renewed;
  }

  /** @returns what it was */
  private async end(sessionId: string, userId: string | undefined): Promise<ReturnType<typeof viewOf>> {
    const now = this.clock.now();
    const [ended] = await this.transaction.query<SessionRow>(
      `update sessions set ended_at = $3 where id = $1 and user_id = $2 and ended_at is null
       returning id, address, agent, created_at, last_used_at, expires_at`,
      [sessionId, userId ?? null, now],
    );
    if (!ended) throw new SessionUnknown('There is no such session', { sessionId });
    await this.tell({ userId }, now);
    return viewOf(ended);
  }

  /** So that open streams end at once, in every process. */
  private tell({ userId }: Pick<Caller, 'userId'>, at: Date): Promise<void> {
    return this.events.append([{ kind: ACCESS_ENDED, at, userId, audience: [] }]);
  }
}

interface SessionRow {
  readonly id: string;
  readonly address: string;
  readonly agent: string;
  readonly created_at: Date;
  readonly last_used_at: Date;
  readonly expires_at: Date;
}

const viewOf = (row: SessionRow) => ({
  sessionId: row.id,
  createdAt: row.created_at.toISOString(),
  lastUsedAt: row.last_used_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  address: row.address,
  agent: row.agent,
});

/** @throws SignInNeeded for API tokens: what leaks from a script must not become an account */
export function signedInUser(caller: Caller): string {
  if ((caller.kind === 'session' || caller.kind === 'device') && caller.userId !== undefined)
    return caller.userId;
  throw new SignInNeeded('This is done by somebody who has signed in, not by a token');
}
