import { Directory } from './scim-directory.js';
import { type Kitchen, unique } from './kitchen.js';
import type { Cook } from './recipe.js';

const newGroup = async ({ house, admin }: Kitchen): Promise<string> =>
  (await (await Directory.connect(house, admin)).group(`Group ${unique()}`))['id'];

/** Of the groups that a directory has sent. */
export const DIRECTORY_RECIPES: Readonly<Record<string, Cook>> = {
  ListDirectoryGroups: async (kitchen) => {
    await newGroup(kitchen);
    return { input: {} };
  },
  MapDirectoryGroup: async (kitchen) => ({
    input: { groupId: await newGroup(kitchen), teamId: kitchen.teamId, role: 'observer' },
  }),
  UnmapDirectoryGroup: async (kitchen) => {
    const groupId = await newGroup(kitchen);
    const { house, admin, teamId } = kitchen;
    await house.ok('PUT', `/directory-groups/${groupId}/team`, { teamId }, admin.token);
    return { input: { groupId } };
  },
};
