import { z } from 'zod';
import { PasswordsOf } from './oidc.dto.js';
import { Id, Instant, Name, NextPage, Paging, Version } from '../../platform/wire/schemas.js';
import { TOKEN_SCOPES, type TokenScope } from '../../platform/auth/scopes.rules.js';
import { TeamRole, UserKind, UserView } from '../people/people.dto.js';

export const SignInInput = z
  .strictObject({ email: z.string().trim().min(1).max(200), password: z.string().min(1).max(200) })
  .meta({ id: 'SignInInput' });
export const SignedIn = z
  .strictObject({ token: z.string(), expiresAt: Instant, user: UserView })
  .meta({ id: 'SignedIn' });

export const NextStep = z.enum(['code', 'enrol']).meta({ id: 'NextStep' });
/**
 * The password was right. Without `token` more is asked for: a code (`ConfirmSignIn`), or a second factor must be set
 * up first (`StartFactorAtSignIn`). The ticket is good for that and nothing else.
 */
export const SignInAnswer = z
  .strictObject({
    token: z.string().optional(),
    expiresAt: Instant,
    user: UserView.optional(),
    next: NextStep.optional(),
    ticket: z.string().optional(),
  })
  .meta({ id: 'SignInAnswer' });
const Ticket = z.string().min(20).max(200);
/** Six digits of the app, or a recovery code. */
const Code = z.string().trim().min(6).max(60);
export const TicketInput = z.strictObject({ ticket: Ticket }).meta({ id: 'TicketInput' });
export const TicketCodeInput = z.strictObject({ ticket: Ticket, code: Code }).meta({ id: 'TicketCodeInput' });
export const CodeInput = z.strictObject({ code: Code }).meta({ id: 'CodeInput' });

export const SignInOptions = z
  .strictObject({
    /** Something is set up that brings mail. */
    resetByMail: z.boolean(),
    /** Who may sign in by a password. */
    passwords: PasswordsOf,
    /** Where there is a provider: what stands on the button; empty: the page has words of its own. */
    singleSignOn: z.strictObject({ button: z.string() }).meta({ id: 'SingleSignOnButton' }).optional(),
  })
  .meta({ id: 'SignInOptions' });
export const PasswordResetInput = z
  .strictObject({ email: z.string().trim().min(1).max(200) })
  .meta({ id: 'PasswordResetInput' });

export const FactorRule = z.enum(['nobody', 'admins', 'everybody']).meta({ id: 'FactorRule' });
export const SignInRules = z
  .strictObject({ secondFactor: FactorRule, version: Version })
  .meta({ id: 'SignInRules' });
export const UpdateSignInRulesInput = z
  .strictObject({ version: Version, secondFactor: FactorRule })
  .meta({ id: 'UpdateSignInRulesInput' });

export const SecondFactor = z
  .strictObject({
    enabled: z.boolean(),
    since: Instant.optional(),
    recoveryCodesLeft: z.int(),
    /** By the rules of the organisation, of this user. */
    required: z.boolean(),
  })
  .meta({ id: 'SecondFactor' });
/** The secret is in this answer and nowhere else. */
export const FactorSecret = z
  .strictObject({ secret: z.string(), address: z.string() })
  .meta({ id: 'FactorSecret' });
/** They are in this answer and nowhere else. */
export const RecoveryCodes = z
  .strictObject({ recoveryCodes: z.array(z.string()) })
  .meta({ id: 'RecoveryCodes' });
export const EnrolledAtSignIn = z
  .strictObject({ recoveryCodes: z.array(z.string()), token: z.string(), expiresAt: Instant, user: UserView })
  .meta({ id: 'EnrolledAtSignIn' });
export const FactorOwner = z.strictObject({ userId: Id, since: Instant }).meta({ id: 'FactorOwner' });
export const FactorOwners = z.strictObject({ owners: z.array(FactorOwner) }).meta({ id: 'FactorOwners' });
export const UserRef = z.strictObject({ userId: Id });
export const UserSessionRef = z.strictObject({ userId: Id, sessionId: Id });

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
  .strictObject({
    url: z.string(),
    expiresAt: Instant,
    /** It takes the place of a password that is there: whoever uses it ends the sessions of the user. */
    reset: z.boolean(),
  })
  .meta({ id: 'PasswordLink' });
export const PasswordLinkFor = z
  .strictObject({
    userId: Id,
    /** Said on purpose, for somebody who has a password. */
    reset: z.boolean().default(false),
  })
  .meta({ id: 'PasswordLinkFor' });
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
