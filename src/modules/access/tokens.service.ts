import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { ACCESS_ENDED } from '../../platform/auth/open-streams.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import type * as dto from './access.dto.js';
import { TokenUnknown } from './access.errors.js';
import { digestOf, newSecret, TOKEN_PREFIX } from './secrets.js';
import { signedInUser } from './sessions.service.js';

const DAY_MS = 86_400_000;
const COLUMNS = 'id, name, hint, scopes, created_at, expires_at, last_used_at, revoked_at';

type TokenView = z.output<typeof dto.TokenView>;

interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly scopes: dto.Scope[];
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly last_used_at: Date | null;
  readonly revoked_at: Date | null;
}

@Injectable()
export class TokensService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
  ) {}

  async list(caller: Caller): Promise<z.output<typeof dto.TokenList>> {
    const rows = await this.transaction.query<TokenRow>(
      `select ${COLUMNS} from api_tokens where user_id = $1 order by created_at desc, id desc limit 200`,
      [caller.userId ?? null],
    );
    return { tokens: rows.map(tokenViewOf) };
  }

  async create(
    input: z.output<typeof dto.CreateTokenInput>,
    caller: Caller,
  ): Promise<z.output<typeof dto.CreatedToken>> {
    const now = this.clock.now();
    const userId = signedInUser(caller);
    const secret = newSecret(TOKEN_PREFIX);
    const [row] = await this.transaction.query<TokenRow>(
      `insert into api_tokens (id, user_id, token_hash, name, hint, scopes, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
      [
        newId(),
        userId,
        digestOf(secret),
        input.name,
        secret.slice(0, TOKEN_PREFIX.length + 4),
        [...new Set(input.scopes)],
        now,
        new Date(now.getTime() + input.expiresInDays * DAY_MS),
      ],
    );
    if (!row) throw new Error('An insert gave no row back');
    const token = tokenViewOf(row);
    this.audit.note({ targetId: token.tokenId, targetName: token.name, after: token });
    return { token, secret };
  }

  async revoke(tokenId: string, caller: Caller): Promise<Record<string, never>> {
    this.authority.require(caller, 'self.manage');
    const now = this.clock.now();
    const [row] = await this.transaction.query<TokenRow>(
      `update api_tokens set revoked_at = $3 where id = $1 and user_id = $2 and revoked_at is null
       returning ${COLUMNS}`,
      [tokenId, caller.userId ?? null, now],
    );
    if (!row) throw new TokenUnknown('There is no such token', { tokenId });
    await this.events.append([{ kind: ACCESS_ENDED, at: now, userId: caller.userId, audience: [] }]);
    this.audit.note({ targetId: tokenId, targetName: row.name, after: tokenViewOf(row) });
    return {};
  }
}

const tokenViewOf = (row: TokenRow): TokenView => ({
  tokenId: row.id,
  name: row.name,
  hint: row.hint,
  scopes: row.scopes,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at.toISOString() }),
  ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at.toISOString() }),
});
