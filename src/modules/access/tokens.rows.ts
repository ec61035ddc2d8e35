import type { z } from 'zod';
import type * as dto from './access.dto.js';

/** With its owner. */
export const TOKEN_COLUMNS = `t.id, t.user_id, users.name as owner_name, users.is_service, t.name, t.hint, t.scopes,
  t.created_at, t.expires_at, t.last_used_at, t.last_used_address, t.requests_per_minute, t.replaces_id, t.replaced_at,
  t.revoked_at`;
export const TOKENS = 'api_tokens t join users on users.id = t.user_id';

export interface TokenRow {
  readonly id: string;
  readonly user_id: string;
  readonly owner_name: string;
  readonly is_service: boolean;
  readonly name: string;
  readonly hint: string;
  readonly scopes: dto.Scope[];
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly last_used_at: Date | null;
  readonly last_used_address: string | null;
  readonly requests_per_minute: number | null;
  readonly replaces_id: string | null;
  readonly replaced_at: Date | null;
  readonly revoked_at: Date | null;
}

export const tokenViewOf = (row: TokenRow): z.output<typeof dto.TokenView> => ({
  tokenId: row.id,
  name: row.name,
  hint: row.hint,
  ownerId: row.user_id,
  ownerName: row.owner_name,
  ownerKind: row.is_service ? 'service' : 'person',
  scopes: row.scopes,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at.toISOString() }),
  ...(row.last_used_address === null ? {} : { lastUsedAddress: row.last_used_address }),
  ...(row.requests_per_minute === null ? {} : { requestsPerMinute: row.requests_per_minute }),
  ...(row.replaces_id === null ? {} : { replacesTokenId: row.replaces_id }),
  ...(row.replaced_at === null ? {} : { replacedAt: row.replaced_at.toISOString() }),
  ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at.toISOString() }),
});
