import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Config } from '../../platform/config/config.js';
import { Transaction } from '../../platform/database/transaction.js';
import { InvalidInput } from '../../platform/errors/invalid-input.js';
import { PeopleQueries } from '../people/index.js';
import type * as dto from './oidc.dto.js';
import { OidcProvider } from './oidc.provider.js';
import { claimsOf, verdictOn } from './oidc.rules.js';
import { OidcSignIn } from './oidc.sign-in.service.js';
import { PasswordsService } from './passwords.service.js';

const Said = z.record(z.string(), z.unknown());

/** For whoever sets it up. Nothing of it can be changed here: it is in the settings file. */
@Injectable()
export class OidcAdmin {
  constructor(
    private readonly config: Config,
    private readonly transaction: Transaction,
    private readonly people: PeopleQueries,
    private readonly passwords: PasswordsService,
    private readonly provider: OidcProvider,
    private readonly signIns: OidcSignIn,
  ) {}

  async get(): Promise<z.output<typeof dto.SingleSignOn>> {
    const { oidc } = this.config.settings;
    const { state, readAt, failedAt, failure } = this.provider.state();
    return {
      state,
      ...(readAt === undefined ? {} : { readAt: readAt.toISOString() }),
      ...(failedAt === undefined ? {} : { failedAt: failedAt.toISOString() }),
      ...(failure === undefined ? {} : { failure }),
      issuer: oidc.issuer,
      clientId: oidc.clientId,
      scopes: oidc.scopes,
      redirectUris: [...this.signIns.redirectUris],
      signOutUri: `${this.config.publicUrl}/api/v1/single-sign-on/sign-out`,
      linkByEmail: oidc.linkByEmail,
      createUsers: oidc.createUsers,
      passwords: oidc.passwords,
      sessionHours: oidc.sessionHours,
      onlyGroups: oidc.onlyGroups,
      adminGroups: oidc.adminGroups,
      teams: await this.withTeams(oidc.teams),
    };
  }

  /** @throws InvalidInput */
  async tryClaims(input: z.output<typeof dto.TryClaimsInput>): Promise<z.output<typeof dto.ClaimsVerdict>> {
    const { oidc } = this.config.settings;
    const { name, email, isEmailVerified, ...rest } = claimsOf(saidIn(input.claims), oidc);
    const verdict = verdictOn(rest, oidc);
    const said = {
      ...(name === undefined ? {} : { name }),
      ...(email === undefined ? {} : { email }),
      emailVerified: isEmailVerified,
      groups: [...rest.groups],
    };
    if (!verdict.admitted) return { ...said, admitted: false, reason: verdict.why, teams: [] };
    const reason =
      email === undefined ? 'SSO_EMAIL_MISSING' : isEmailVerified ? undefined : 'SSO_EMAIL_NOT_VERIFIED';
    return {
      ...said,
      admitted: reason === undefined,
      ...(reason === undefined ? {} : { reason }),
      role: verdict.isAdmin ? 'admin' : oidc.newUsersRole,
      teams: await this.withTeams([...verdict.teams].map(([team, role]) => ({ team, role }))),
    };
  }

  async originOf(userId: string): Promise<z.output<typeof dto.UserOrigin>> {
    await this.people.user(userId);
    const identities = await this.transaction.query<IdentityRow>(
      `select issuer, subject, made_at, last_used_at from oidc_identities where user_id = $1 order by made_at, id`,
      [userId],
    );
    const teams = await this.transaction.query<{ team_id: string }>(
      `select team_id from oidc_memberships where user_id = $1 order by team_id`,
      [userId],
    );
    return {
      identities: identities.map((row) => ({
        issuer: row.issuer,
        subject: row.subject,
        since: row.made_at.toISOString(),
        lastUsedAt: row.last_used_at.toISOString(),
      })),
      hasPassword: await this.passwords.isSet(userId),
      teamIds: teams.map((row) => row.team_id),
    };
  }

  private async withTeams<Rule extends { readonly team: string }>(
    rules: readonly Rule[],
  ): Promise<(Rule & { teamId?: string })[]> {
    const teams = await this.people.teamsBySlugsOrIds(rules.map(({ team }) => team));
    return rules.map((rule) => {
      const team = teams.get(rule.team.toLowerCase());
      return team ? { ...rule, teamId: team.teamId } : rule;
    });
  }
}

interface IdentityRow {
  readonly issuer: string;
  readonly subject: string;
  readonly made_at: Date;
  readonly last_used_at: Date;
}

function saidIn(text: string): z.output<typeof Said> {
  try {
    return Said.parse(JSON.parse(text));
  } catch {
    throw new InvalidInput('The request is not valid', {
      issues: [{ path: 'claims', message: 'is no JSON object' }],
    });
  }
}
