import { Injectable } from '@nestjs/common';
import { jwtVerify } from 'jose';
import { z } from 'zod';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Transaction } from '../../platform/database/transaction.js';
import { ACCESS_ENDED } from '../../platform/auth/open-streams.js';
import { EventLog } from '../../platform/events/event-log.js';
import { AuditService } from './audit.service.js';
import { SsoRefused } from './oidc.errors.js';
import { OidcProvider, wordsOf } from './oidc.provider.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** Whoever could sign with a secret of ours is not the provider; and "none" is nobody. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

const Claims = z
  .object({
    sub: z.string().min(1).optional(),
    sid: z.string().min(1).optional(),
    jti: z.string().min(1),
    events: z.object({ [EVENT]: z.object({}) }),
    /** It would be an identity, used for what it was not made for. */
    nonce: z.never().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined, 'it says nobody');

/** The provider says that somebody has signed out there, or was thrown out. */
@Injectable()
export class OidcSignOut {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly transaction: Transaction,
    private readonly events: EventLog,
    private readonly writer: AuditService,
    private readonly provider: OidcProvider,
  ) {}

  /** How many sessions ended. @throws SsoRefused */
  async bySender(token: string, from: Caller): Promise<number> {
    const { issuer, sub, sid } = await this.checked(token);
    const now = this.clock.now();
    return this.transaction.run(async () => {
      const ended = await this.transaction.query<{ user_id: string; name: string }>(
        `update sessions s set ended_at = $4 from oidc_identities i, users u
         where i.id = s.oidc_identity_id and u.id = s.user_id and s.ended_at is null and i.issuer = $1
           and ($2::text is null or i.subject = $2) and ($3::text is null or s.oidc_session = $3)
         returning s.user_id, u.name`,
        [issuer, sub ?? null, sid ?? null, now],
      );
      const users = new Map(ended.map((row) => [row.user_id, row.name]));
      for (const [userId, name] of users) {
        await this.events.append([{ kind: ACCESS_ENDED, at: now, userId, audience: [] }]);
        await this.writer.write('sessions.revoked', from, {
          targetId: userId,
          targetName: name,
          after: { by: 'the provider of single sign-on' },
        });
      }
      return ended.length;
    });
  }

  private async checked(token: string): Promise<z.output<typeof Claims> & { readonly issuer: string }> {
    const { configuration, keys } = await this.provider.current();
    const { issuer } = configuration.serverMetadata();
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience: this.config.settings.oidc.clientId,
        algorithms: ALGORITHMS,
        requiredClaims: ['iat', 'jti', 'events'],
        currentDate: this.clock.now(),
        maxTokenAge: '10 minutes',
        clockTolerance: 60,
      });
      return { ...Claims.parse(payload), issuer };
    } catch (error) {
      throw new SsoRefused('SSO_NOT_PROVED', wordsOf(error));
    }
  }
}
