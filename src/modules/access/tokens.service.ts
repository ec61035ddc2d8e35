import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { ACCESS_ENDED } from '../../platform/auth/open-streams.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import { containing } from '../people/index.js';
import type * as dto from './access.dto.js';
import { TokenReplaced, TokenUnknown } from './access.errors.js';
import { digestOf, newSecret, TOKEN_PREFIX } from './secrets.js';
import { signedInUser } from './sessions.service.js';
import { TokenOwners } from './token-owners.js';
import { TOKEN_COLUMNS, type TokenRow, TOKENS, tokenViewOf } from './tokens.rows.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type TokenView = z.output<typeof dto.TokenView>;

interface NewToken {
  readonly userId: string;
  readonly name: string;
  readonly scopes: readonly dto.Scope[];
  readonly expiresAt: Date;
  readonly requestsPerMinute?: number | null;
  readonly replacesId?: string;
}

@Injectable()
export class TokensService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly owners: TokenOwners,
  ) {}

  async list(ownerId: string | undefined, caller: Caller): Promise<z.output<typeof dto.TokenList>> {
    if (ownerId !== undefined && ownerId !== caller.userId) await this.owners.accountOf(ownerId, caller);
    const rows = await this.transaction.query<TokenRow>(
      `select ${TOKEN_COLUMNS} from ${TOKENS} where t.user_id = $1 order by t.created_at desc, t.id desc limit 200`,
      [ownerId ?? caller.userId ?? null],
    );
    return { tokens: rows.map(tokenViewOf) };
  }

  async listAll(input: z.output<typeof dto.ListAllTokensInput>): Promise<z.output<typeof dto.TokenPage>> {
    const [at, id] = pageValues(input.pageToken) ?? [];
    const rows = await this.transaction.query<TokenRow>(
      `select ${TOKEN_COLUMNS} from ${TOKENS}
       where ($1::text is null or t.name ilike $1 or users.name ilike $1) and ($2::uuid is null or t.user_id = $2)
         and (not $3::boolean or (t.revoked_at is null and t.expires_at > $4 and users.disabled_at is null))
         and ($5::timestamptz is null or (t.created_at, t.id) < ($5, $6::uuid))
       order by t.created_at desc, t.id desc limit $7`,
      [
        containing(input.query),
        input.ownerId ?? null,
        input.live ?? false,
        this.clock.now(),
        at ?? null,
        id ?? null,
        input.pageSize + 1,
      ],
    );
    const page = pageOf(rows, input.pageSize, (row) => [row.created_at.toISOString(), row.id]);
    return {
      tokens: page.rows.map(tokenViewOf),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    };
  }

  async create(
    input: z.output<typeof dto.CreateTokenInput>,
    caller: Caller,
  ): Promise<z.output<typeof dto.CreatedToken>> {
    const maker = signedInUser(caller);
    const userId = input.ownerId ?? maker;
    if (userId !== maker) await this.owners.forNewToken(userId, caller);
    this.owners.requireProvisioning(input.scopes, { isOwn: userId === maker, caller });
    const made = await this.make({
      userId,
      name: input.name,
      scopes: [...new Set(input.scopes)],
      expiresAt: new Date(this.clock.nowMs() + input.expiresInDays * DAY_MS),
    });
    this.audit.note({ targetId: made.token.tokenId, targetName: made.token.name, after: made.token });
    return made;
  }

  /**
   * The new token takes the place of the old one, which ends after the overlap: sooner than it would have, never later.
   * @throws TokenUnknown, TokenReplaced
   */
  async rotate(
    input: z.output<typeof dto.RotateTokenInput>,
    caller: Caller,
  ): Promise<z.output<typeof dto.RotatedToken>> {
    const now = this.clock.now();
    const { tokenId } = input;
    const maker = signedInUser(caller);
    const old = await this.held(tokenId);
    if (!old || old.revoked_at !== null || old.expires_at <= now) throw this.unknown(tokenId);
    if (old.user_id !== maker) await this.ownedBy(old, caller);
    this.owners.requireProvisioning(old.scopes, { isOwn: old.user_id === maker, caller });
    if (old.replaced_at !== null)
      throw new TokenReplaced('Another token has taken its place already', { tokenId });
    const madeForMs = old.expires_at.getTime() - old.created_at.getTime();
    const lastsMs = input.expiresInDays === undefined ? madeForMs : input.expiresInDays * DAY_MS;
    const made = await this.make({
      userId: old.user_id,
      name: old.name,
      scopes: old.scopes,
      expiresAt: new Date(now.getTime() + lastsMs),
      requestsPerMinute: old.requests_per_minute,
      replacesId: tokenId,
    });
    const overlapMs = input.overlapHours * HOUR_MS;
    const endsAt = new Date(Math.min(old.expires_at.getTime(), now.getTime() + overlapMs));
    const [row] = await this.changed(`replaced_at = $2, expires_at = $3`, [tokenId, now, endsAt]);
    if (!row) throw this.unknown(tokenId);
    if (overlapMs === 0) await this.tellOfEnd(old.user_id, now);
    const replaced = tokenViewOf(row);
    this.audit.note({
      targetId: tokenId,
      targetName: old.name,
      before: tokenViewOf(old),
      after: { replaced, by: made.token },
    });
    return { ...made, replaced };
  }

  /** @throws TokenUnknown */
  async setRate({ tokenId, requestsPerMinute }: z.output<typeof dto.TokenRateInput>): Promise<TokenView> {
    const before = await this.held(tokenId);
    const [row] = await this.changed('requests_per_minute = $2', [tokenId, requestsPerMinute ?? null]);
    if (!before || !row) throw this.unknown(tokenId);
    const after = tokenViewOf(row);
    this.audit.note({ targetId: tokenId, targetName: row.name, before: tokenViewOf(before), after });
    return after;
  }

  /** @throws TokenUnknown also for a token that is somebody else’s */
  async revoke(tokenId: string, caller: Caller): Promise<Record<string, never>> {
    const now = this.clock.now();
    const before = await this.held(tokenId);
    if (before?.user_id === caller.userId) this.authority.require(caller, 'self.manage');
    if (!before || before.revoked_at !== null || !(await this.owners.mayEnd(before.user_id, caller)))
      throw this.unknown(tokenId);
    const [row] = await this.changed('revoked_at = $2', [tokenId, now]);
    if (!row) throw this.unknown(tokenId);
    await this.tellOfEnd(row.user_id, now);
    this.audit.note({
      targetId: tokenId,
      targetName: row.name,
      before: tokenViewOf(before),
      after: tokenViewOf(row),
    });
    return {};
  }

  /** Of an account that ends. Joins the transaction that runs; how many there were. */
  async revokeAllOf(userId: string, now: Date): Promise<number> {
    const rows = await this.transaction.query(
      `update api_tokens set revoked_at = $2 where user_id = $1 and revoked_at is null returning id`,
      [userId, now],
    );
    await this.tellOfEnd(userId, now);
    return rows.length;
  }

  private async make(given: NewToken): Promise<z.output<typeof dto.CreatedToken>> {
    const secret = newSecret(TOKEN_PREFIX);
    const [row] = await this.transaction.query<TokenRow>(
      `with t as (
         insert into api_tokens (id, user_id, token_hash, name, hint, scopes, created_at, expires_at,
           requests_per_minute, replaces_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning *)
       select ${TOKEN_COLUMNS} from t join users on users.id = t.user_id`,
      [
        newId(),
        given.userId,
        digestOf(secret),
        given.name,
        secret.slice(0, TOKEN_PREFIX.length + 4),
        [...given.scopes],
        this.clock.now(),
        given.expiresAt,
        given.requestsPerMinute ?? null,
        given.replacesId ?? null,
      ],
    );
    if (!row) throw new Error('An insert gave no row back');
    return { token: tokenViewOf(row), secret };
  }

  /** Locked, so that what is said of it before is what was changed. */
  private async held(tokenId: string): Promise<TokenRow | undefined> {
    const [row] = await this.transaction.query<TokenRow>(
      `select ${TOKEN_COLUMNS} from ${TOKENS} where t.id = $1 for update of t`,
      [tokenId],
    );
    return row;
  }

  private changed(what: string, values: readonly unknown[]): Promise<readonly TokenRow[]> {
    return this.transaction.query<TokenRow>(
      `with t as (update api_tokens set ${what} where id = $1 returning *)
       select ${TOKEN_COLUMNS} from t join users on users.id = t.user_id`,
      values,
    );
  }

  /** @throws TokenUnknown where the account is not theirs to look after */
  private async ownedBy(old: TokenRow, caller: Caller): Promise<void> {
    if (!(await this.owners.mayEnd(old.user_id, caller)) || !old.is_service) throw this.unknown(old.id);
    await this.owners.forNewToken(old.user_id, caller);
  }

  private readonly unknown = (tokenId: string): TokenUnknown =>
    new TokenUnknown('There is no such token', { tokenId });

  /** So that open streams end at once, in every process. */
  private tellOfEnd(userId: string, at: Date): Promise<void> {
    return this.events.append([{ kind: ACCESS_ENDED, at, userId, audience: [] }]);
  }
}
