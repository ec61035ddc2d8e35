import { operations } from '../../platform/wire/declare.js';
import * as dto from './directory-groups.dto.js';

export const directoryGroups = operations('people', 'DirectoryGroupsService', {
  ListDirectoryGroups: {
    summary: 'Groups that a directory has sent (SCIM), by name, with the team that each gives',
    http: 'GET /directory-groups',
    allow: 'people.read',
    input: dto.ListDirectoryGroupsInput,
    output: dto.DirectoryGroupPage,
  },
  MapDirectoryGroup: {
    summary:
      'Makes the members of a group of the directory members of a team; those made by hand stay as they are',
    http: 'PUT /directory-groups/:groupId/team',
    allow: 'users.manage',
    audit: 'directory-group.mapped',
    input: dto.MapDirectoryGroupInput,
    output: dto.DirectoryGroupView,
  },
  UnmapDirectoryGroup: {
    summary: 'Ends the memberships that a group of the directory has given',
    http: 'DELETE /directory-groups/:groupId/team',
    allow: 'users.manage',
    audit: 'directory-group.unmapped',
    input: dto.DirectoryGroupRef,
    output: dto.DirectoryGroupView,
  },
});
