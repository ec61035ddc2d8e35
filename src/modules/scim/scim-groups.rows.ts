import type { TeamRole } from '../people/index.js';
import { GROUP_SCHEMA, type Resource, tagOf } from './scim.views.js';

export interface ScimGroupRow {
  readonly id: string;
  readonly display_name: string;
  readonly external_id: string | null;
  readonly team_id: string | null;
  readonly role: TeamRole | null;
  readonly created_at: Date;
  readonly changed_at: Date;
  readonly version: number;
  readonly member_count: number;
}
export const SCIM_GROUP_COLUMNS = `g.id, g.display_name, g.external_id, g.team_id, g.role, g.created_at, g.changed_at,
  g.version, (select count(*)::int from scim_group_members m where m.group_id = g.id) as member_count`;

export interface MemberRow {
  readonly group_id: string;
  readonly user_id: string;
  readonly name: string;
}

export const groupResourceOf = (
  row: ScimGroupRow,
  members: readonly MemberRow[] | undefined,
  publicUrl: string,
): Resource => ({
  schemas: [GROUP_SCHEMA],
  id: row.id,
  ...(row.external_id === null ? {} : { externalId: row.external_id }),
  displayName: row.display_name,
  ...(members && {
    members: members.map(({ user_id, name }) => ({
      value: user_id,
      display: name,
      type: 'User',
      $ref: `${publicUrl}/scim/v2/Users/${user_id}`,
    })),
  }),
  meta: {
    resourceType: 'Group',
    created: row.created_at.toISOString(),
    lastModified: row.changed_at.toISOString(),
    location: `${publicUrl}/scim/v2/Groups/${row.id}`,
    version: tagOf(row.version),
  },
});
