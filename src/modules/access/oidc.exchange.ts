import { Injectable, Logger } from '@nestjs/common';
import * as client from 'openid-client';
import { Config } from '../../platform/config/config.js';
import { SsoRefused } from './oidc.errors.js';
import type { Flow } from './oidc.flows.js';
import { faultsOf, OidcProvider, wordsOf } from './oidc.provider.js';
import { claimsOf, type OidcClaims } from './oidc.rules.js';

/** Who the provider says has come. */
export interface Proved extends OidcClaims {
  readonly issuer: string;
  readonly subject: string;
  /** Of the session there, where it has a name for it. */
  readonly session: string | undefined;
}

/** The code that a browser brought back, for a proof of who it is. */
@Injectable()
export class OidcExchange {
  private readonly log = new Logger(OidcExchange.name);

  constructor(
    private readonly config: Config,
    private readonly provider: OidcProvider,
  ) {}

  async addressFor(flow: Flow): Promise<string> {
    const { configuration } = await this.provider.current();
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: flow.redirectUri,
      scope: this.config.settings.oidc.scopes.join(' '),
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
    });
    return url.href;
  }

  /** @throws SsoRefused */
  async proved(flow: Flow, search: string): Promise<Proved> {
    const { configuration } = await this.provider.current();
    // What the browser was told to call, not what it called: the host that it names proves nothing.
    const called = new URL(flow.redirectUri + search);
    try {
      const tokens = await client.authorizationCodeGrant(configuration, called, {
        pkceCodeVerifier: flow.verifier,
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('there was no identity in the answer');
      const said = await this.completed(configuration, claims, tokens.access_token);
      return {
        ...claimsOf(said, this.config.settings.oidc),
        issuer: claims.iss,
        subject: claims.sub,
        session: typeof claims['sid'] === 'string' ? claims['sid'] : undefined,
      };
    } catch (error) {
      throw this.refusalOf(error);
    }
  }

  /** Some providers keep address and groups for whoever asks with the access token. What was signed wins. */
  private async completed(
    configuration: client.Configuration,
    claims: client.IDToken,
    accessToken: string,
  ): Promise<Readonly<Record<string, unknown>>> {
    const { groups } = this.config.settings.oidc.claims;
    const isComplete =
      claims['email'] !== undefined && claims[groups] !== undefined && claims['name'] !== undefined;
    if (isComplete || configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
    return { ...(await client.fetchUserInfo(configuration, accessToken, claims.sub)), ...claims };
  }

  private refusalOf(error: unknown): SsoRefused {
    const why = wordsOf(error);
    if (error instanceof client.AuthorizationResponseError) {
      this.log.warn({ why, said: error.error }, 'the provider let somebody not in');
      return new SsoRefused('SSO_REFUSED', error.error.slice(0, 100));
    }
    this.log.warn({ why }, 'a sign-in by the provider did not prove who it is');
    return new SsoRefused(isAway(error) ? 'SSO_UNREACHABLE' : 'SSO_NOT_PROVED', why);
  }
}

/** It could not be asked; anything that it answered is another matter. */
const isAway = (error: unknown): boolean =>
  faultsOf(error).some(
    ({ name, message, code }) =>
      code === 'OAUTH_TIMEOUT' ||
      code === 'OAUTH_ABORT' ||
      (name === 'TypeError' && message === 'fetch failed'),
  );
