import { Injectable } from '@nestjs/common';
import { Authority, Forbidden } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { PROVISIONING_SCOPE, type TokenScope } from '../../platform/auth/scopes.rules.js';
import { PeopleQueries, UserDisabled, type UserView } from '../people/index.js';
import { NotAServiceAccount } from './access.errors.js';

/** Whose tokens somebody may see, make, rotate and end. */
@Injectable()
export class TokenOwners {
  constructor(
    private readonly authority: Authority,
    private readonly people: PeopleQueries,
  ) {}

  /**
   * A service account that the caller looks after.
   * @throws NotAServiceAccount, Forbidden
   */
  async accountOf(userId: string, caller: Caller): Promise<UserView> {
    const user = (await this.people.usersByIds([userId])).get(userId);
    if (user?.kind !== 'service')
      throw new NotAServiceAccount('There is no such service account', { userId });
    this.authority.require(caller, 'service-accounts.manage', user.ownerTeamId);
    return user;
  }

  /** For a new secret. @throws NotAServiceAccount, UserDisabled, Forbidden */
  async forNewToken(userId: string, caller: Caller): Promise<void> {
    const account = await this.accountOf(userId, caller);
    if (account.disabled) throw new UserDisabled('This service account is disabled', { userId });
    // Its token would do what the caller may not.
    if (account.role === 'admin') this.authority.require(caller, 'tokens.manage');
  }

  /**
   * Who holds such a token makes and ends accounts: an admin gives it, and to a service account, which nobody takes
   * along when they leave.
   * @throws Forbidden
   */
  requireProvisioning(
    scopes: readonly TokenScope[],
    { isOwn, caller }: { readonly isOwn: boolean; readonly caller: Caller },
  ): void {
    if (!scopes.includes(PROVISIONING_SCOPE)) return;
    this.authority.require(caller, 'users.manage');
    if (isOwn) throw new Forbidden('This scope is for service accounts', { scope: PROVISIONING_SCOPE });
  }

  /** Of a service account the owners of its team, of oneself everybody, of all an admin. */
  async mayEnd(userId: string, caller: Caller): Promise<boolean> {
    if (userId === caller.userId) return this.authority.may(caller, 'self.manage');
    if (this.authority.may(caller, 'tokens.manage')) return true;
    const user = (await this.people.usersByIds([userId])).get(userId);
    return user?.kind === 'service' && this.mayManage(caller, user);
  }

  private mayManage(caller: Caller, account: UserView): boolean {
    return this.authority.may(caller, 'service-accounts.manage', account.ownerTeamId);
  }

  /** @throws Forbidden for who may not give away this much */
  requireRole(role: UserView['role'], caller: Caller): void {
    if (role === 'admin' && !this.authority.may(caller, 'users.manage'))
      throw new Forbidden('Only an admin makes an admin', { right: 'users.manage' });
  }
}
