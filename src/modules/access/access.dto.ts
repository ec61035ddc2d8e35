import { z } from 'zod';
import { Id, Instant, Name, NextPage, Paging } from '../../platform/wire/schemas.js';
import { TOKEN_SCOPES, type TokenScope } from '../../platform/auth/scopes.rules.js';
import { TeamRole, UserKind, UserView } from '../people/people.dto.js';

export const SignInInput = z
  .strictObject({ email: z.string().trim().min(1).max(200), password: z.string().min(1).max(200) })
  .meta({ id: 'SignInInput' });
export const SignedIn = z
  .strictObject({ token: z.string(), expiresAt: Instant, user: UserView })
  .meta({ id: 'SignedIn' });

export const MyTeam = z
  .strictObject({ teamId: Id, slug: z.string(), name: z.string(), role: TeamRole })
  .meta({ id: 'MyTeam' });
export const CredentialKind = z.enum(['session', 'token', 'device']).meta({ id: 'CredentialKind' });
export const Me = z
  .strictObject({
    user: UserView,
    teams: z.array(MyTeam),
    credential: CredentialKind,
    deviceId: Id.optional(),
    /** Sent back in `X-Barry-CSRF` with every write of a cookie session. */
    csrfToken: z.string().optional(),
    /**
     * Rights held everywhere; those of a team follow from the role in `teams`. Of a token that may enter some modules
     * only, what `scopes` says.
     */
    rights: z.array(z.string()),
    /** Of a token: what it was given. */
    scopes: z.array(z.string()).optional(),
    /** Present: all phones here are simulated, and nobody is really rung. */
    simulated: z.boolean().optional(),
  })
  .meta({ id: 'Me' });

export const SessionView = z
  .strictObject({
    sessionId: Id,
    createdAt: Instant,
    lastUsedAt: Instant,
    expiresAt: Instant,
    address: z.string(),
    agent: z.string(),
    current: z.boolean(),
  })
  .meta({ id: 'Session' });
export const SessionList = z.strictObject({ sessions: z.array(SessionView) }).meta({ id: 'SessionList' });
export const SessionRef = z.strictObject({ sessionId: Id });

export const ChangePasswordInput = z
  .strictObject({ currentPassword: z.string().max(200), newPassword: z.string().min(10).max(200) })
  .meta({ id: 'ChangePasswordInput' });
export const AdminLinkInput = z
  .strictObject({
    token: z.string().min(20).max(200),
    name: Name,
    email: z.email().max(200),
    password: z.string().min(10).max(200),
  })
  .meta({ id: 'AdminLinkInput' });

/** The address is in this answer and nowhere else. */
export const PasswordLink = z
  .strictObject({ url: z.string(), expiresAt: Instant })
  .meta({ id: 'PasswordLink' });
export const PasswordLinkFor = z.strictObject({ userId: Id });
export const PasswordLinkInput = z
  .strictObject({ token: z.string().min(20).max(200), password: z.string().min(10).max(200) })
  .meta({ id: 'PasswordLinkInput' });

export const Scope = z.enum(TOKEN_SCOPES).meta({ id: 'Scope', title: 'Scope' });
export type Scope = TokenScope;
export const TokenView = z
  .strictObject({
    tokenId: Id,
    name: z.string(),
    /** The first characters, to tell tokens apart. */
    hint: z.string(),
    ownerId: Id,
    ownerName: z.string(),
    ownerKind: UserKind,
    scopes: z.array(Scope),
    createdAt: Instant,
    expiresAt: Instant,
    /** Not written more often than once a minute. */
    lastUsedAt: Instant.optional(),
    lastUsedAddress: z.string().optional(),
    /** Absent: as everybody. */
    requestsPerMinute: z.int().optional(),
    /** The token whose place it took. */
    replacesTokenId: Id.optional(),
    /** Another has taken its place; it works until `expiresAt`. */
    replacedAt: Instant.optional(),
    revokedAt: Instant.optional(),
  })
  .meta({ id: 'ApiToken' });
export const TokenList = z.strictObject({ tokens: z.array(TokenView) }).meta({ id: 'ApiTokenList' });
export const ListTokensInput = z.strictObject({
  /** Of a service account; without it, of oneself. */
  ownerId: Id.optional(),
});
export const ListAllTokensInput = z.strictObject({
  /** In the name of the token or of its owner. */
  query: z.string().max(200).optional(),
  ownerId: Id.optional(),
  /** Only those that work. */
  live: z.boolean().optional(),
  ...Paging,
});
export const TokenPage = z
  .strictObject({ tokens: z.array(TokenView), ...NextPage })
  .meta({ id: 'ApiTokenPage' });
export const CreateTokenInput = z
  .strictObject({
    name: Name,
    scopes: z.array(Scope).min(1).max(TOKEN_SCOPES.length),
    expiresInDays: z.int().min(1).max(366),
    /** For a service account; without it, for oneself. */
    ownerId: Id.optional(),
  })
  .meta({ id: 'CreateTokenInput' });
/** The secret is in this answer and nowhere else. */
export const CreatedToken = z
  .strictObject({ token: TokenView, secret: z.string() })
  .meta({ id: 'CreatedToken' });
export const TokenRef = z.strictObject({ tokenId: Id });
export const RotateTokenInput = z
  .strictObject({
    tokenId: Id,
    /** How long the old secret goes on working beside the new one. */
    overlapHours: z.int().min(0).max(24),
    /** Absent: as long as the old one was made for. */
    expiresInDays: z.int().min(1).max(366).optional(),
  })
  .meta({ id: 'RotateTokenInput' });
/** The secret is in this answer and nowhere else. */
export const RotatedToken = z
  .strictObject({ token: TokenView, secret: z.string(), replaced: TokenView })
  .meta({ id: 'RotatedToken' });
export const TokenRateInput = z
  .strictObject({
    tokenId: Id,
    /** Absent: as everybody. */
    requestsPerMinute: z.int().min(1).max(60_000).optional(),
  })
  .meta({ id: 'TokenRateInput' });
