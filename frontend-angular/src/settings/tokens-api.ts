import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import {
  createServiceAccount,
  createToken,
  getUser,
  listAllTokens,
  listServiceAccounts,
  listTokens,
  revokeToken,
  rotateToken,
  setTokenRate,
  updateServiceAccount,
} from '../generated/api/functions';
import type {
  ApiToken,
  CreatedToken,
  CreateServiceAccountBody,
  OrgRole,
  RotatedToken,
  Scope,
  User,
} from '../generated/api/models';

const PAGE = 200;

export interface Rotation {
  readonly overlapHours: number;
  readonly expiresInDays?: number;
}

/** Tokens, and the accounts that have nothing else. An empty owner is oneself. */
@Injectable({ providedIn: 'root' })
export class TokensApi {
  private readonly api = inject(Api);

  async tokens(ownerId: string): Promise<readonly ApiToken[]> {
    return (await this.api.invoke(listTokens, ownerId === '' ? {} : { ownerId })).tokens;
  }

  /** All that work: who looks for those that nobody uses looks at every one. */
  async allTokens(query: string): Promise<readonly ApiToken[]> {
    const tokens: ApiToken[] = [];
    let pageToken: string | undefined;
    do {
      const page = await this.api.invoke(listAllTokens, {
        live: true,
        pageSize: PAGE,
        ...(query === '' ? {} : { query }),
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      tokens.push(...page.tokens);
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    return tokens;
  }

  create(
    ownerId: string,
    given: { readonly name: string; readonly scopes: readonly Scope[]; readonly expiresInDays: number },
  ): Promise<CreatedToken> {
    return this.api.invoke(createToken, {
      body: { ...given, scopes: [...given.scopes], ...(ownerId === '' ? {} : { ownerId }) },
    });
  }

  rotate(tokenId: string, rotation: Rotation): Promise<RotatedToken> {
    return this.api.invoke(rotateToken, { tokenId, body: { ...rotation } });
  }

  /** Nothing: as everybody. */
  setRate(tokenId: string, requestsPerMinute: number | undefined): Promise<ApiToken> {
    return this.api.invoke(setTokenRate, {
      tokenId,
      body: requestsPerMinute === undefined ? {} : { requestsPerMinute },
    });
  }

  revoke(tokenId: string): Promise<unknown> {
    return this.api.invoke(revokeToken, { tokenId });
  }

  async accounts(): Promise<readonly User[]> {
    const accounts: User[] = [];
    let pageToken: string | undefined;
    do {
      const page = await this.api.invoke(listServiceAccounts, {
        pageSize: PAGE,
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      accounts.push(...page.serviceAccounts);
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    return accounts;
  }

  account(userId: string): Promise<User> {
    return this.api.invoke(getUser, { userId });
  }

  createAccount(body: CreateServiceAccountBody): Promise<User> {
    return this.api.invoke(createServiceAccount, { body });
  }

  changeAccount(
    { userId, version }: User,
    change: { readonly name?: string; readonly role?: OrgRole; readonly disabled?: boolean },
  ): Promise<User> {
    return this.api.invoke(updateServiceAccount, { userId, body: { version, ...change } });
  }
}
