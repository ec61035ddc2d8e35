import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Authenticator, type Credentials } from '../../platform/auth/auth.guard.js';
import { Unauthenticated } from '../../platform/auth/authority.js';
import { type Caller, nobody, type ScopeName } from '../../platform/auth/caller.js';
import { scopesIn, type TokenScope } from '../../platform/auth/scopes.rules.js';
import { RECEIPT_TOKEN_PREFIX, ReceiptTokens } from '../../platform/auth/receipt-tokens.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { CALLER_COLUMNS, callerPartsOf, type CallerRow } from '../people/index.js';
import { DEVICE_PREFIX, digestOf, SESSION_PREFIX, TOKEN_PREFIX } from './secrets.js';
import { sessionEnd } from './sessions.service.js';

const EVERYTHING: ReadonlySet<ScopeName> = new Set(['read', 'write', 'ring']);
/** "Last used" is for people: it need not be written with every request. */
const NOTED_EVERY_MS = 5 * 60_000;
/** Of tokens it is asked after a leak. */
const TOKEN_NOTED_EVERY_MS = 60_000;

interface CredentialRow extends CallerRow {
  readonly credential_id: string;
  readonly last_used_at: Date | null;
  readonly scopes?: readonly TokenScope[];
  readonly requests_per_minute?: number | null;
  readonly device_id?: string;
}

/** Whatever proves who somebody is becomes a caller, by one query. */
@Injectable()
export class AuthenticatorService extends Authenticator {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly receiptTokens: ReceiptTokens,
    private readonly metrics: Metrics,
  ) {
    super();
  }

  async authenticate(credentials: Credentials): Promise<Caller> {
    const { bearer, cookie } = credentials;
    if (bearer === undefined && cookie === undefined) return nobody(credentials.address, credentials.agent);
    const now = this.clock.now();
    const caller =
      bearer === undefined
        ? await this.bySession(cookie ?? '', credentials, now, true)
        : await this.byBearer(bearer, credentials, now);
    if (!caller) throw new Unauthenticated('This credential is not valid, or not any more');
    return caller;
  }

  /** One statement, however many ask. */
  async standing(callers: readonly Caller[]): Promise<ReadonlyMap<string, Caller>> {
    const byId = new Map(callers.map((caller) => [caller.credentialId ?? '', caller]));
    const idsOf = (kind: Caller['kind']): readonly string[] =>
      [...byId].filter(([id, caller]) => id !== '' && caller.kind === kind).map(([id]) => id);
    const rows = await this.transaction.query<CallerRow & { credential_id: string }>(
      `select c.id as credential_id, ${CALLER_COLUMNS} from (
         select id, user_id from sessions where id = any($1::uuid[]) and ended_at is null and expires_at > $4
         union all
         select id, user_id from api_tokens where id = any($2::uuid[]) and revoked_at is null and expires_at > $4
         union all
         select id, user_id from device_tokens where id = any($3::uuid[]) and revoked_at is null
       ) as c join users on users.id = c.user_id where users.disabled_at is null`,
      [idsOf('session'), idsOf('token'), idsOf('device'), this.clock.now()],
      'ring',
    );
    return new Map(
      rows.flatMap((row) => {
        const caller = byId.get(row.credential_id);
        return caller ? [[row.credential_id, { ...caller, ...callerPartsOf(row) }] as const] : [];
      }),
    );
  }

  /** What a page of ours must send along with writes of a cookie session. */
  csrfTokenOf(sessionToken: string): string {
    // Of the session’s own secret: a page that is open while our key is changed can still act.
    return createHmac('sha256', sessionToken).update('csrf').digest('base64url');
  }

  private byBearer(bearer: string, from: Credentials, now: Date): Promise<Caller | undefined> {
    if (bearer.startsWith(SESSION_PREFIX)) return this.bySession(bearer, from, now, false);
    if (bearer.startsWith(TOKEN_PREFIX)) return this.byToken(bearer, from, now);
    if (bearer.startsWith(DEVICE_PREFIX)) return this.byDevice(bearer, from, now);
    if (bearer.startsWith(RECEIPT_TOKEN_PREFIX)) return Promise.resolve(this.byReceipt(bearer, from, now));
    return Promise.resolve(undefined);
  }

  private async bySession(
    token: string,
    from: Credentials,
    now: Date,
    isCookie: boolean,
  ): Promise<Caller | undefined> {
    const [row] = await this.transaction.query<CredentialRow>(
      `select c.id as credential_id, c.last_used_at, ${CALLER_COLUMNS}
       from sessions c join users on users.id = c.user_id
       where c.token_hash = $1 and c.ended_at is null and c.expires_at > $2 and users.disabled_at is null`,
      [digestOf(token), now],
    );
    if (!row) return undefined;
    if (isDue(row, now))
      await this.transaction.query(
        `update sessions set last_used_at = $2, expires_at = least($3::timestamptz, ends_at) where id = $1`,
        [row.credential_id, now, sessionEnd(now)],
      );
    return {
      ...callerOf(row, 'session', EVERYTHING, from),
      ...(isCookie ? { csrfToken: this.csrfTokenOf(token) } : {}),
    };
  }

  private async byToken(token: string, from: Credentials, now: Date): Promise<Caller | undefined> {
    const [row] = await this.transaction.query<CredentialRow>(
      `select c.id as credential_id, c.last_used_at, c.scopes, c.requests_per_minute, ${CALLER_COLUMNS}
       from api_tokens c join users on users.id = c.user_id
       where c.token_hash = $1 and c.revoked_at is null and c.expires_at > $2 and users.disabled_at is null`,
      [digestOf(token), now],
    );
    if (!row) return undefined;
    if (isDue(row, now, TOKEN_NOTED_EVERY_MS))
      await this.transaction.query(
        `update api_tokens set last_used_at = $2, last_used_address = $3
         where id = $1 and (last_used_at is null or last_used_at <= $4)`,
        [row.credential_id, now, from.address, new Date(now.getTime() - TOKEN_NOTED_EVERY_MS)],
      );
    const granted = new Set(row.scopes);
    return {
      ...callerOf(row, 'token', scopesIn(granted, undefined), from),
      granted,
      ...(typeof row.requests_per_minute === 'number' ? { requestsPerMinute: row.requests_per_minute } : {}),
    };
  }

  private async byDevice(token: string, from: Credentials, now: Date): Promise<Caller | undefined> {
    const [row] = await this.transaction.query<CredentialRow>(
      `select c.id as credential_id, c.last_used_at, c.device_id, ${CALLER_COLUMNS}
       from device_tokens c join users on users.id = c.user_id
       where c.token_hash = $1 and c.revoked_at is null and users.disabled_at is null`,
      [digestOf(token)],
    );
    if (!row) return undefined;
    if (isDue(row, now))
      await this.transaction.query(`update device_tokens set last_used_at = $2 where id = $1`, [
        row.credential_id,
        now,
      ]);
    return { ...callerOf(row, 'device', EVERYTHING, from), deviceId: row.device_id };
  }

  private byReceipt(token: string, { address, agent }: Credentials, now: Date): Caller | undefined {
    const ring = this.receiptTokens.check(token, now);
    if (ring === undefined)
      this.metrics.idleReceipts.inc({
        reason: this.receiptTokens.isExpired(token, now) ? 'expired' : 'forged',
      });
    return ring && { ...nobody(address, agent), kind: 'ring', name: 'device', deviceId: ring.deviceId, ring };
  }
}

const isDue = (row: CredentialRow, now: Date, everyMs = NOTED_EVERY_MS): boolean =>
  row.last_used_at === null || now.getTime() - row.last_used_at.getTime() >= everyMs;

const callerOf = (
  row: CredentialRow,
  kind: Caller['kind'],
  scopes: ReadonlySet<ScopeName>,
  { address, agent }: Credentials,
): Caller => ({ kind, ...callerPartsOf(row), scopes, credentialId: row.credential_id, address, agent });
