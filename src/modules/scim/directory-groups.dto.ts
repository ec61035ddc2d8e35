import { z } from 'zod';
import { Id, Instant, NextPage, Paging } from '../../platform/wire/schemas.js';
import { TeamRole } from '../people/people.dto.js';

/** A group as the directory has sent it. Without a team it has no effect. */
export const DirectoryGroupView = z
  .strictObject({
    groupId: Id,
    name: z.string(),
    externalId: z.string().optional(),
    /** Whose members its members become, and as what. */
    teamId: Id.optional(),
    role: TeamRole.optional(),
    members: z.int(),
    createdAt: Instant,
    changedAt: Instant,
    /** What somebody should look at because of this change: steps that can ring nobody any more. */
    warnings: z.array(z.string()),
  })
  .meta({ id: 'DirectoryGroup' });
export type DirectoryGroupView = z.output<typeof DirectoryGroupView>;
export const ListDirectoryGroupsInput = z.strictObject({ ...Paging });
export const DirectoryGroupPage = z
  .strictObject({ groups: z.array(DirectoryGroupView), ...NextPage })
  .meta({ id: 'DirectoryGroupPage' });
export const MapDirectoryGroupInput = z
  .strictObject({ groupId: Id, teamId: Id, role: TeamRole.default('responder') })
  .meta({ id: 'MapDirectoryGroupInput' });
export const DirectoryGroupRef = z.strictObject({ groupId: Id });
