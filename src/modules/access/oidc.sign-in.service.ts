import { Injectable } from '@nestjs/common';
import { buildEndSessionUrl } from 'openid-client';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Transaction } from '../../platform/database/transaction.js';
import { AuditService } from './audit.service.js';
import { FailedSignIns } from './failed-sign-ins.service.js';
import { SsoRefused } from './oidc.errors.js';
import { OidcExchange } from './oidc.exchange.js';
import { OidcFlows } from './oidc.flows.js';
import { OidcPeople } from './oidc.people.js';
import { OidcProvider } from './oidc.provider.js';
import { returnTo } from './oidc.rules.js';
import { SessionsService } from './sessions.service.js';

export const CALLBACK_PATH = '/api/v1/browser/single-sign-on/callback';
const TRIED = 'single sign-on';
const HOUR_MS = 3_600_000;

/** By way of a provider to a session. It answers for whatever it asks of people there, second factors among it. */
@Injectable()
export class OidcSignIn {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly transaction: Transaction,
    private readonly audit: AuditTrail,
    private readonly writer: AuditService,
    private readonly failures: FailedSignIns,
    private readonly provider: OidcProvider,
    private readonly exchange: OidcExchange,
    private readonly flows: OidcFlows,
    private readonly people: OidcPeople,
    private readonly sessions: SessionsService,
  ) {}

  /** One for each published domain; they are what the provider has to know. */
  get redirectUris(): readonly string[] {
    return this.config.publicUrls.map((url) => url + CALLBACK_PATH);
  }

  /** @throws SsoRefused */
  async begin(
    host: string,
    back: unknown,
    from: Caller,
  ): Promise<{ readonly address: string; readonly state: string; readonly secret: string }> {
    const publicUrl = this.config.publicUrls.find((url) => URL.parse(url)?.host === host);
    // Its cookies would not come back with the answer.
    if (this.provider.isOn && publicUrl === undefined) throw new SsoRefused('SSO_ELSEWHERE');
    await this.provider.current();
    const flow = await this.flows.begin((publicUrl ?? '') + CALLBACK_PATH, returnTo(back), from.address);
    return { address: await this.exchange.addressFor(flow), state: flow.state, secret: flow.secret };
  }

  /** @throws SsoRefused */
  finish(
    search: string,
    state: string,
    secret: string | undefined,
    from: Caller,
  ): Promise<{ readonly token: string; readonly returnTo: string }> {
    return this.failures.noted(TRIED, from, async () => {
      // Used up even if the rest fails: what came back once is worth nothing the second time.
      const flow = await this.flows.finish(state, secret);
      const proved = await this.exchange.proved(flow, search);
      const token = await this.transaction.run(async () => {
        const { user, identityId } = await this.people.admit(proved, from);
        const { result, note } = await this.audit.collect(() =>
          this.sessions.open(user, from, {
            identityId,
            session: proved.session,
            endsAt: new Date(this.clock.nowMs() + this.config.settings.oidc.sessionHours * HOUR_MS),
          }),
        );
        await this.writer.write('session.created', from, { ...note, after: { by: TRIED } });
        return result.token;
      });
      return { token, returnTo: flow.returnTo };
    });
  }

  /** Where to sign out besides, for a session that came from there. */
  async signOutAddress(caller: Caller): Promise<string | undefined> {
    if (!this.provider.isOn || !this.config.settings.oidc.signOutThere || caller.kind !== 'session')
      return undefined;
    const [row] = await this.transaction.query(
      `select id from sessions where id = $1 and oidc_identity_id is not null`,
      [caller.credentialId],
    );
    if (!row) return undefined;
    try {
      const { configuration } = await this.provider.current();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
      return buildEndSessionUrl(configuration, {
        post_logout_redirect_uri: `${this.config.publicUrl}/sign-in`,
      }).href;
    } catch {
      // Whoever wants out is let out here, whatever is the matter there.
      return undefined;
    }
  }
}
