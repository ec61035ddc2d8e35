import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Input, Operate } from '../../platform/wire/operation.js';
import type * as dto from './directory-groups.dto.js';
import { directoryGroups } from './directory-groups.operations.js';
import { DirectoryGroupsService } from './directory-groups.service.js';

@Controller()
export class DirectoryGroupsController {
  constructor(private readonly groups: DirectoryGroupsService) {}

  @Operate(directoryGroups.ListDirectoryGroups)
  listDirectoryGroups(
    @Input() input: z.output<typeof dto.ListDirectoryGroupsInput>,
  ): Promise<z.output<typeof dto.DirectoryGroupPage>> {
    return this.groups.list(input);
  }

  @Operate(directoryGroups.MapDirectoryGroup)
  mapDirectoryGroup(
    @Input() input: z.output<typeof dto.MapDirectoryGroupInput>,
  ): Promise<dto.DirectoryGroupView> {
    return this.groups.map(input);
  }

  @Operate(directoryGroups.UnmapDirectoryGroup)
  unmapDirectoryGroup(
    @Input() input: z.output<typeof dto.DirectoryGroupRef>,
  ): Promise<dto.DirectoryGroupView> {
    return this.groups.unmap(input.groupId);
  }
}
