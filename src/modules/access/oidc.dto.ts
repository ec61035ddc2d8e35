import { z } from 'zod';
import { Id, Instant } from '../../platform/wire/schemas.js';
import { OrgRole, TeamRole } from '../people/people.dto.js';

export const SsoTeamRule = z
  .strictObject({
    group: z.string(),
    team: z.string(),
    role: TeamRole,
    /** Absent: there is no team of this slug, so the line does nothing. */
    teamId: Id.optional(),
  })
  .meta({ id: 'SsoTeamRule' });
export const SsoState = z.enum(['off', 'waiting', 'ready', 'failing']).meta({ id: 'SsoState' });
export const PasswordsOf = z.enum(['everybody', 'admins']).meta({ id: 'PasswordsOf' });
/** As the settings file has it, without the secret; and how the provider is. */
export const SingleSignOn = z
  .strictObject({
    state: SsoState,
    readAt: Instant.optional(),
    failedAt: Instant.optional(),
    failure: z.string().optional(),
    issuer: z.string(),
    clientId: z.string(),
    scopes: z.array(z.string()),
    /** What the provider has to know. */
    redirectUris: z.array(z.string()),
    signOutUri: z.string(),
    linkByEmail: z.boolean(),
    createUsers: z.boolean(),
    passwords: PasswordsOf,
    sessionHours: z.int(),
    onlyGroups: z.array(z.string()),
    adminGroups: z.array(z.string()),
    teams: z.array(SsoTeamRule),
  })
  .meta({ id: 'SingleSignOn' });

export const TryClaimsInput = z
  .strictObject({
    /** A JSON object, as the provider writes it into the token. */
    claims: z.string().min(2).max(20_000),
  })
  .meta({ id: 'TryClaimsInput' });
export const ClaimsVerdict = z
  .strictObject({
    admitted: z.boolean(),
    /** Why not: the code that the sign-in page would show. */
    reason: z.string().optional(),
    name: z.string().optional(),
    email: z.string().optional(),
    emailVerified: z.boolean(),
    groups: z.array(z.string()),
    role: OrgRole.optional(),
    teams: z.array(SsoTeamRule.omit({ group: true }).meta({ id: 'SsoTeam' })),
  })
  .meta({ id: 'ClaimsVerdict' });

export const Identity = z
  .strictObject({ issuer: z.string(), subject: z.string(), since: Instant, lastUsedAt: Instant })
  .meta({ id: 'Identity' });
export const UserOrigin = z
  .strictObject({
    identities: z.array(Identity),
    hasPassword: z.boolean(),
    /** Memberships that came by a group, and go with it. */
    teamIds: z.array(Id),
  })
  .meta({ id: 'UserOrigin' });
