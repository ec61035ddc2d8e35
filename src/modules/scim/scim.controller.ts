import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Res,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../platform/auth/auth.guard.js';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Config } from '../../platform/config/config.js';
import * as discovery from './discovery.js';
import { wantsMembers } from './group.rules.js';
import { ProvisioningGuard } from './provisioning.guard.js';
import { ScimAnswers } from './scim-answers.interceptor.js';
import { ScimBody } from './scim-body.pipe.js';
import { ScimErrors } from './scim-errors.filter.js';
import { ScimGroupsService } from './scim-groups.service.js';
import { ScimUsersService } from './scim-users.service.js';
import type { Resource } from './scim.views.js';

type Asked = Readonly<Record<string, unknown>>;
type IfMatch = string | undefined;

/** The door of directories (RFC 7644): of one wire, because they speak no other. Its form is theirs, not ours. */
@Allow('signed-in')
@UseGuards(ProvisioningGuard)
@UseInterceptors(ScimAnswers)
@UseFilters(ScimErrors)
@Controller('scim/v2')
export class ScimController {
  constructor(
    private readonly config: Config,
    private readonly users: ScimUsersService,
    private readonly groups: ScimGroupsService,
  ) {}

  @Get('ServiceProviderConfig')
  providerConfig(): object {
    return discovery.providerConfig(this.config.publicUrl);
  }

  @Get('ResourceTypes')
  resourceTypes(): object {
    return discovery.resourceTypes(this.config.publicUrl);
  }

  @Get('ResourceTypes/:id')
  resourceType(@Param('id') id: string): object | undefined {
    return discovery.resourceType(this.config.publicUrl, id);
  }

  @Get('Schemas')
  schemas(): object {
    return discovery.schemas(this.config.publicUrl);
  }

  @Get('Schemas/:id')
  schema(@Param('id') id: string): object | undefined {
    return discovery.schema(this.config.publicUrl, id);
  }

  @Get('Users')
  listUsers(@Query() asked: Asked): Promise<object> {
    return this.users.list(asked);
  }

  @Get('Users/:id')
  getUser(@Param('id') id: string): Promise<Resource> {
    return this.users.get(id);
  }

  @Post('Users')
  @HttpCode(201)
  createUser(@Body(ScimBody) body: unknown, @TheCaller() caller: Caller): Promise<Resource> {
    return this.users.create(body, caller);
  }

  @Put('Users/:id')
  replaceUser(
    @Param('id') id: string,
    @Body(ScimBody) body: unknown,
    @Headers('if-match') ifMatch: IfMatch,
    @TheCaller() caller: Caller,
  ): Promise<Resource> {
    return this.users.replace(id, body, ifMatch, caller);
  }

  @Patch('Users/:id')
  patchUser(
    @Param('id') id: string,
    @Body(ScimBody) body: unknown,
    @Headers('if-match') ifMatch: IfMatch,
    @TheCaller() caller: Caller,
  ): Promise<Resource> {
    return this.users.patch(id, body, ifMatch, caller);
  }

  @Delete('Users/:id')
  @HttpCode(204)
  async deleteUser(
    @Param('id') id: string,
    @Headers('if-match') ifMatch: IfMatch,
    @TheCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    warn(reply, await this.users.remove(id, ifMatch, caller));
  }

  @Get('Groups')
  listGroups(@Query() asked: Asked): Promise<object> {
    return this.groups.list(asked, wantsMembers(asked));
  }

  @Get('Groups/:id')
  getGroup(@Param('id') id: string, @Query() asked: Asked): Promise<Resource> {
    return this.groups.get(id, wantsMembers(asked));
  }

  @Post('Groups')
  @HttpCode(201)
  createGroup(@Body(ScimBody) body: unknown, @TheCaller() caller: Caller): Promise<Resource> {
    return this.groups.create(body, caller);
  }

  @Put('Groups/:id')
  replaceGroup(
    @Param('id') id: string,
    @Body(ScimBody) body: unknown,
    @Headers('if-match') ifMatch: IfMatch,
    @TheCaller() caller: Caller,
  ): Promise<Resource> {
    return this.groups.replace(id, body, ifMatch, caller);
  }

  @Patch('Groups/:id')
  patchGroup(
    @Param('id') id: string,
    @Body(ScimBody) body: unknown,
    @Headers('if-match') ifMatch: IfMatch,
    @TheCaller() caller: Caller,
  ): Promise<Resource> {
    return this.groups.patch(id, body, ifMatch, caller);
  }

  @Delete('Groups/:id')
  @HttpCode(204)
  async deleteGroup(
    @Param('id') id: string,
    @Headers('if-match') ifMatch: IfMatch,
    @TheCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    warn(reply, await this.groups.remove(id, ifMatch, caller));
  }
}

/** There is no body that could hold them. */
function warn(reply: FastifyReply, warnings: readonly string[]): void {
  if (warnings.length > 0)
    void reply.header('x-barry-warnings', encodeURIComponent(warnings.join('; ')).slice(0, 4_000));
}
