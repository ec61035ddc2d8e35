import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isSameSecret } from '../../platform/auth/same-secret.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { SsoRefused } from './oidc.errors.js';
import { digestOf } from './secrets.js';

export const FLOW_MINUTES = 10;
const LIVES_MS = FLOW_MINUTES * 60_000;
/** From one address within that time; a whole office may stand behind one. */
const MOST = 300;

/** All of it follows from one secret that only the browser keeps: whoever reads our tables can finish nothing. */
export interface FlowSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface Flow extends FlowSecrets {
  readonly redirectUri: string;
  readonly returnTo: string;
}

export const newFlowSecret = (): string => randomBytes(32).toString('base64url');

export function secretsOf(secret: string): FlowSecrets {
  const of = (what: string): string => createHmac('sha256', secret).update(what).digest('base64url');
  return { state: of('state'), nonce: of('nonce'), verifier: of('verifier') };
}

/** Between leaving for the provider and coming back. */
@Injectable()
export class OidcFlows {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  async begin(redirectUri: string, returnTo: string, address: string): Promise<{ secret: string } & Flow> {
    const now = this.clock.now();
    const secret = newFlowSecret();
    const secrets = secretsOf(secret);
    const begun = await this.transaction.query(
      `insert into oidc_flows (state_hash, redirect_uri, return_to, address, made_at, expires_at)
       select $1, $2, $3, $4, $5::timestamptz, $6
       where (select count(*) from oidc_flows where address = $4 and made_at > $7) < $8 returning made_at`,
      [
        digestOf(secrets.state),
        redirectUri,
        returnTo,
        address,
        now,
        new Date(now.getTime() + LIVES_MS),
        new Date(now.getTime() - LIVES_MS),
        MOST,
      ],
    );
    if (begun.length === 0) throw new SsoRefused('SSO_TOO_MANY');
    return { secret, redirectUri, returnTo, ...secrets };
  }

  /** Once, by the browser that began it. @throws SsoRefused */
  async finish(state: string, secret: string | undefined): Promise<Flow> {
    const secrets = secretsOf(secret ?? '');
    if (secret === undefined || !isSameSecret(state, secrets.state))
      throw new SsoRefused('SSO_FLOW_OVER', 'begun by another browser, or never');
    const now = this.clock.now();
    const [row] = await this.transaction.query<{ redirect_uri: string; return_to: string }>(
      `update oidc_flows set used_at = $2 where state_hash = $1 and used_at is null and expires_at > $2
       returning redirect_uri, return_to`,
      [digestOf(state), now],
    );
    if (!row) throw new SsoRefused('SSO_FLOW_OVER', 'too old, or used already');
    return { ...secrets, redirectUri: row.redirect_uri, returnTo: row.return_to };
  }
}
