import { z } from 'zod';
import { Id, Name, NextPage, Paging, Version } from '../../platform/wire/schemas.js';
import { OrgRole, UserView } from '../people/people.dto.js';

export const ListServiceAccountsInput = z.strictObject({
  ownerTeamId: Id.optional(),
  query: z.string().max(200).optional(),
  ...Paging,
});
export const ServiceAccountPage = z
  .strictObject({ serviceAccounts: z.array(UserView), ...NextPage })
  .meta({ id: 'ServiceAccountPage' });
export const CreateServiceAccountInput = z
  .strictObject({
    name: Name,
    role: OrgRole.default('member'),
    /** Its owners look after it; without one, the admins do. */
    ownerTeamId: Id.optional(),
  })
  .meta({ id: 'CreateServiceAccountInput' });
export const UpdateServiceAccountInput = z
  .strictObject({
    userId: Id,
    version: Version,
    name: Name.optional(),
    role: OrgRole.optional(),
    /** Disabled, all of its tokens are revoked; they do not come back. */
    disabled: z.boolean().optional(),
  })
  .meta({ id: 'UpdateServiceAccountInput' });
