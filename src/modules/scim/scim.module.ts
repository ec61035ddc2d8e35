import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/index.js';
import { PoliciesModule } from '../policies/index.js';
import { DirectoryGroupsController } from './directory-groups.controller.js';
import { DirectoryGroupsService } from './directory-groups.service.js';
import { GapsService } from './gaps.service.js';
import { ScimController } from './scim.controller.js';
import { ScimGroupsService } from './scim-groups.service.js';
import { ScimGroupsStore } from './scim-groups.store.js';
import { ScimUsersService } from './scim-users.service.js';
import { ScimUsersStore } from './scim-users.store.js';
import { ScimWrites } from './scim-writes.js';
import { TeamSync } from './team-sync.service.js';

/** `access`, `devices` and `notifications` are global. */
@Module({
  imports: [PeopleModule, PoliciesModule],
  controllers: [ScimController, DirectoryGroupsController],
  providers: [
    GapsService,
    TeamSync,
    ScimWrites,
    ScimUsersStore,
    ScimUsersService,
    ScimGroupsStore,
    ScimGroupsService,
    DirectoryGroupsService,
  ],
})
export class ScimModule {}
