import { Injectable, Logger } from '@nestjs/common';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import type { Caller, TeamRoleName } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { PeopleQueries, ProvidedPeople, UsersService, type UserView } from '../people/index.js';
import { AuditService } from './audit.service.js';
import { SsoRefused } from './oidc.errors.js';
import type { Proved } from './oidc.exchange.js';
import { type OidcVerdict, verdictOn } from './oidc.rules.js';

export interface Known {
  readonly user: UserView;
  readonly identityId: string;
}
interface Identity {
  readonly id: string;
  readonly user_id: string;
  readonly made_admin: boolean;
}
type Admitted = Extract<OidcVerdict, { admitted: true }>;

/** Users as the provider knows them. Runs in the transaction of the sign-in: all of it, or nothing. */
@Injectable()
export class OidcPeople {
  private readonly log = new Logger(OidcPeople.name);

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly audit: AuditTrail,
    private readonly writer: AuditService,
    private readonly people: PeopleQueries,
    private readonly users: UsersService,
    private readonly provided: ProvidedPeople,
  ) {}

  /** @throws SsoRefused */
  async admit(proved: Proved, from: Caller): Promise<Known> {
    const verdict = verdictOn(proved, this.config.settings.oidc);
    // One after the other, should the same person come twice at once for the first time.
    await this.transaction.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
      `oidc ${proved.issuer} ${proved.subject}`,
    ]);
    const known = await this.identityOf(proved);
    if (!verdict.admitted) throw new SsoRefused(verdict.why, verdict.why, known?.user_id);
    const identity = known ?? (await this.firstTime(proved, from));
    const user = await this.people.user(identity.user_id);
    if (user.disabled) throw new SsoRefused('SSO_USER_DISABLED', 'USER_DISABLED', user.userId);
    await this.follow(identity, user, verdict, from);
    await this.transaction.query(`update oidc_identities set last_used_at = $2 where id = $1`, [
      identity.id,
      this.clock.now(),
    ]);
    return { user: await this.people.user(user.userId), identityId: identity.id };
  }

  private async identityOf({ issuer, subject }: Proved): Promise<Identity | undefined> {
    const [row] = await this.transaction.query<Identity>(
      `select id, user_id, made_admin from oidc_identities where issuer = $1 and subject = $2 for update`,
      [issuer, subject],
    );
    return row;
  }

  private async firstTime(proved: Proved, from: Caller): Promise<Identity> {
    const { linkByEmail, createUsers } = this.config.settings.oidc;
    const { email } = proved;
    if (email === undefined) throw new SsoRefused('SSO_EMAIL_MISSING');
    // It would be a way to be somebody else: links for passwords go to this address.
    if (!proved.isEmailVerified) throw new SsoRefused('SSO_EMAIL_NOT_VERIFIED');
    const held = await this.people.userByEmail(email);
    if (held) {
      const isSomebodyElse = await this.isKnownOtherwise(held.userId, proved.issuer);
      if (!linkByEmail || isSomebodyElse || held.kind !== 'person')
        throw new SsoRefused('SSO_EMAIL_TAKEN', 'SSO_EMAIL_TAKEN', held.userId);
    }
    if (!held && !createUsers) throw new SsoRefused('SSO_NO_USER');
    const user = held ?? (await this.create(proved, email, from));
    const identity = { id: newId(), user_id: user.userId, made_admin: false };
    const { issuer, subject } = proved;
    await this.transaction.query(
      `insert into oidc_identities (id, issuer, subject, user_id, made_at, last_used_at)
       values ($1, $2, $3, $4, $5, $5)`,
      [identity.id, issuer, subject, user.userId, this.clock.now()],
    );
    await this.writer.write('identity.linked', from, {
      targetId: user.userId,
      targetName: user.name,
      actor: actorOf(user),
      after: { issuer, subject },
    });
    return identity;
  }

  private async isKnownOtherwise(userId: string, issuer: string): Promise<boolean> {
    const rows = await this.transaction.query(
      `select id from oidc_identities where user_id = $1 and issuer = $2`,
      [userId, issuer],
    );
    return rows.length > 0;
  }

  private async create(proved: Proved, email: string, from: Caller): Promise<UserView> {
    const { result, note } = await this.audit.collect(async () =>
      this.users.create({
        name: proved.name ?? email.slice(0, 100),
        email,
        role: this.config.settings.oidc.newUsersRole,
        locale: 'en',
        timeZone: (await this.people.organisation()).timeZone,
      }),
    );
    await this.writer.write('user.created', from, { ...note, actor: actorOf(result) });
    return result;
  }

  /** Role and memberships as the groups say, where they came by a group or could. */
  private async follow(identity: Identity, user: UserView, verdict: Admitted, from: Caller): Promise<void> {
    await this.followRole(identity, user, verdict.isAdmin, from);
    const { teams: rules } = this.config.settings.oidc;
    const teams = await this.people.teamsBySlugsOrIds(rules.map(({ team }) => team));
    const held = await this.people.rolesOf(user.userId);
    const marked = await this.markedTeams(user.userId);
    for (const [slug, team] of teams) {
      const wanted = roleFor(slug, verdict);
      const has = held.get(team.teamId);
      const isMarked = marked.has(team.teamId);
      if (wanted === has || (has !== undefined && !isMarked)) continue;
      await this.audited(`team.${wanted === undefined ? 'member-removed' : 'member-set'}`, user, from, () =>
        wanted === undefined
          ? this.provided.takeFromTeam(team.teamId, user.userId)
          : this.provided.putIntoTeam(team.teamId, user.userId, wanted),
      );
      if (wanted !== undefined && !isMarked) await this.mark(team.teamId, user.userId);
    }
  }

  private async followRole(
    identity: Identity,
    user: UserView,
    isAdmin: boolean,
    from: Caller,
  ): Promise<void> {
    if (isAdmin && user.role !== 'admin') {
      await this.audited('user.updated', user, from, () => this.provided.setRole(user.userId, 'admin'));
      await this.markAdmin(identity.id, true);
    }
    if (isAdmin || !identity.made_admin) return;
    if (user.role === 'admin') {
      const { newUsersRole } = this.config.settings.oidc;
      const isDone = await this.audited('user.updated', user, from, () =>
        this.provided.setRole(user.userId, newUsersRole),
      );
      if (!isDone) {
        this.log.warn({ userId: user.userId }, 'the last administrator stays one, whatever the groups say');
        return;
      }
    }
    await this.markAdmin(identity.id, false);
  }

  private async audited<T>(action: string, user: UserView, from: Caller, work: () => Promise<T>): Promise<T> {
    const { result, note } = await this.audit.collect(work);
    if (note.after !== undefined) await this.writer.write(action, from, { ...note, actor: actorOf(user) });
    return result;
  }

  private async markedTeams(userId: string): Promise<ReadonlySet<string>> {
    const rows = await this.transaction.query<{ team_id: string }>(
      `select team_id from oidc_memberships where user_id = $1`,
      [userId],
    );
    return new Set(rows.map((row) => row.team_id));
  }

  private async mark(teamId: string, userId: string): Promise<void> {
    await this.transaction.query(`insert into oidc_memberships (team_id, user_id) values ($1, $2)`, [
      teamId,
      userId,
    ]);
  }

  private async markAdmin(identityId: string, isMade: boolean): Promise<void> {
    await this.transaction.query(`update oidc_identities set made_admin = $2 where id = $1`, [
      identityId,
      isMade,
    ]);
  }
}

const actorOf = ({ userId, name }: UserView) => ({ userId, name });

/** Slugs are compared as they were asked for: in small letters. */
const roleFor = (slug: string, { teams }: Admitted): TeamRoleName | undefined =>
  [...teams].find(([team]) => team.toLowerCase() === slug)?.[1];
