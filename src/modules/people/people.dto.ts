import { z } from 'zod';
import {
  Id,
  Instant,
  Locale,
  LongText,
  Name,
  NextPage,
  Paging,
  Slug,
  TimeZone,
  Version,
} from '../../platform/wire/schemas.js';
import { ProofView } from '../../platform/wire/proof.js';

export const OrgRole = z.enum(['admin', 'member', 'read-only']).meta({ id: 'OrgRole', title: 'Role' });
export type OrgRole = z.output<typeof OrgRole>;
export const TeamRole = z
  .enum(['owner', 'responder', 'observer'])
  .meta({ id: 'TeamRole', title: 'Role in the team' });
export type TeamRole = z.output<typeof TeamRole>;

/** A service account is a user that is no person: it has tokens, and nothing that rings. */
export const UserKind = z.enum(['person', 'service']).meta({ id: 'UserKind', title: 'Kind' });
export type UserKind = z.output<typeof UserKind>;

export const UserView = z
  .strictObject({
    userId: Id,
    kind: UserKind,
    name: z.string(),
    /** Empty for a service account. */
    email: z.string(),
    locale: Locale,
    timeZone: z.string(),
    role: OrgRole,
    disabled: z.boolean(),
    /** Of a service account: whose it is; without it, the organisation’s. */
    ownerTeamId: Id.optional(),
    createdAt: Instant,
    version: Version,
  })
  .meta({ id: 'User' });
export type UserView = z.output<typeof UserView>;

/** Whether a call to them could reach somebody. */
export const isCallable = (user: Pick<UserView, 'kind' | 'disabled'> | undefined): boolean =>
  user?.kind === 'person' && !user.disabled;

export const ListUsersInput = z.strictObject({ query: z.string().max(200).optional(), ...Paging });
export const UserPage = z.strictObject({ users: z.array(UserView), ...NextPage }).meta({ id: 'UserPage' });
export const UserRef = z.strictObject({ userId: Id });
export const CreateUserInput = z
  .strictObject({
    name: Name,
    email: z.email().max(200),
    role: OrgRole.default('member'),
    locale: Locale.default('en'),
    timeZone: TimeZone.default('UTC'),
    password: z.string().min(10).max(200).optional(),
  })
  .meta({ id: 'CreateUserInput' });
export const UpdateUserInput = z
  .strictObject({
    userId: Id,
    version: Version,
    name: Name.optional(),
    role: OrgRole.optional(),
    locale: Locale.optional(),
    timeZone: TimeZone.optional(),
    disabled: z.boolean().optional(),
  })
  .meta({ id: 'UpdateUserInput' });

export const Member = z
  .strictObject({
    userId: Id,
    kind: UserKind,
    name: z.string(),
    role: TeamRole,
    disabled: z.boolean(),
  })
  .meta({ id: 'Member' });
export type Member = z.output<typeof Member>;
export const TeamView = z
  .strictObject({
    teamId: Id,
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    members: z.array(Member),
    createdAt: Instant,
    version: Version,
  })
  .meta({ id: 'Team' });
export type TeamView = z.output<typeof TeamView>;
export const ListTeamsInput = z.strictObject({ query: z.string().max(200).optional(), ...Paging });
export const TeamPage = z.strictObject({ teams: z.array(TeamView), ...NextPage }).meta({ id: 'TeamPage' });
export const TeamRef = z.strictObject({ teamId: Id });
export const CreateTeamInput = z
  .strictObject({ slug: Slug, name: Name, description: LongText.default('') })
  .meta({ id: 'CreateTeamInput' });
export const UpdateTeamInput = z
  .strictObject({
    teamId: Id,
    version: Version,
    slug: Slug.optional(),
    name: Name.optional(),
    description: LongText.optional(),
  })
  .meta({ id: 'UpdateTeamInput' });
export const SetMemberInput = z
  .strictObject({ teamId: Id, userId: Id, role: TeamRole })
  .meta({ id: 'SetMemberInput' });
export const MemberRef = z.strictObject({ teamId: Id, userId: Id });

export const ContactKind = z.enum(['phone', 'email', 'chat']).meta({ id: 'ContactKind', title: 'Kind' });
export const ContactMethodView = z
  .strictObject({
    contactMethodId: Id,
    userId: Id,
    kind: ContactKind,
    target: z.string(),
    label: z.string(),
    verified: z.boolean(),
    createdAt: Instant,
    /** Of the number that is called: whether it has rung. */
    proof: ProofView.optional(),
  })
  .meta({ id: 'ContactMethod' });
export type ContactMethodView = z.output<typeof ContactMethodView>;
export const ContactMethodList = z
  .strictObject({ contactMethods: z.array(ContactMethodView) })
  .meta({ id: 'ContactMethodList' });
export const CreateContactMethodInput = z
  .strictObject({
    userId: Id,
    kind: ContactKind,
    target: z.string().trim().min(3).max(200),
    label: z.string().max(60).default(''),
  })
  .meta({ id: 'CreateContactMethodInput' });
export const ContactMethodRef = z.strictObject({ userId: Id, contactMethodId: Id });

/** What belongs to the whole installation. The last resort may never be empty once somebody is on it. */
export const OrganisationView = z
  .strictObject({
    name: z.string(),
    /** Paged with "unrouted alert" when nothing else names a team. */
    catchAllTeamId: Id.optional(),
    lastResortUserIds: z.array(Id),
    timeZone: z.string(),
    version: Version,
  })
  .meta({ id: 'Organisation' });
export type OrganisationView = z.output<typeof OrganisationView>;
export const UpdateOrganisationInput = z
  .strictObject({
    version: Version,
    name: Name.optional(),
    catchAllTeamId: Id.optional(),
    lastResortUserIds: z.array(Id).min(1).max(50).optional(),
    timeZone: TimeZone.optional(),
  })
  .meta({ id: 'UpdateOrganisationInput' });
