import {
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Req,
  Res,
  UseFilters,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../../platform/auth/auth.guard.js';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { PROVISIONING_SCOPE } from '../../platform/auth/scopes.rules.js';
import { Forbidden } from '../../platform/auth/authority.js';
import { Config } from '../../platform/config/config.js';
import { unstorablePlace } from '../../platform/database/storable.js';
import * as discovery from './discovery.js';
import { wantsMembers } from './group.rules.js';
import { ScimRefused, ScimUnknown } from './scim.errors.js';
import { ScimErrors } from './scim-errors.filter.js';
import { ScimGroupsService } from './scim-groups.service.js';
import { ScimUsersService } from './scim-users.service.js';
import type { Resource } from './scim.views.js';
import { UNREADABLE } from './scim.door.js';

type Query = Readonly<Record<string, unknown>>;
const queryOf = (request: FastifyRequest): Query => request.query as Query;
const ifMatchOf = (request: FastifyRequest): string | undefined => request.headers['if-match'];

/** The door of directories (RFC 7644): of one wire, because they speak no other. Its form is theirs, not ours. */
@Allow('signed-in')
@UseFilters(ScimErrors)
@Controller('scim/v2')
export class ScimController {
  constructor(
    private readonly config: Config,
    private readonly users: ScimUsersService,
    private readonly groups: ScimGroupsService,
  ) {}

  @Get('ServiceProviderConfig')
  providerConfig(@TheCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): string {
    return this.plain(caller, reply, discovery.providerConfig(this.config.publicUrl));
  }

  @Get('ResourceTypes')
  resourceTypes(@TheCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): string {
    return this.plain(caller, reply, discovery.resourceTypes(this.config.publicUrl));
  }

  @Get('ResourceTypes/:id')
  resourceType(
    @TheCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    return this.plain(caller, reply, discovery.resourceType(this.config.publicUrl, id));
  }

  @Get('Schemas')
  schemas(@TheCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): string {
    return this.plain(caller, reply, discovery.schemas(this.config.publicUrl));
  }

  @Get('Schemas/:id')
  schema(
    @TheCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    return this.plain(caller, reply, discovery.schema(this.config.publicUrl, id));
  }

  @Get('Users')
  async listUsers(
    @TheCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    requireProvisioning(caller);
    return this.plain(caller, reply, await this.users.list(queryOf(request)));
  }

  @Get('Users/:id')
  async getUser(
    @TheCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    requireProvisioning(caller);
    return resource(reply, await this.users.get(id));
  }

  @Post('Users')
  @HttpCode(201)
  async createUser(
    @TheCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    requireProvisioning(caller);
    return created(reply, await this.users.create(bodyOf(request), caller));
  }

  @Put('Users/:id')
  async replaceUser(
    @TheCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    requireProvisioning(caller);
    return resource(reply, await this.users.replace(id, bodyOf(request), ifMatchOf(request), caller));
  }

  @Patch('Users/:id')
  async patchUser(
    @TheCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    requireProvisioning(caller);
    return resource(reply, await this.users.patch(id, bodyOf(request), ifMatchOf(request), caller));
  }

  @Delete('Users/:id')
  @HttpCode(204)
  async deleteUser(
    @TheCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    requireProvisioning(caller);
    gone(reply, await this.users.remove(id, ifMatchOf(request), caller));
  }

  @Get('Groups')
  async listGroups(
    @TheCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    requireProvisioning(caller);
    const query = queryOf(request);
    return this.plain(caller, reply, await this.groups.list(query, wantsMembers(query)));
  }

  @Get('Groups/:id')
  async getGroup(
    @TheCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    requireProvisioning(caller);
    return resource(reply, await this.groups.get(id, wantsMembers(queryOf(request))));
  }

  @Post('Groups')
  @HttpCode(201)
  async createGroup(
    @TheCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    requireProvisioning(caller);
    return created(reply, await this.groups.create(bodyOf(request), caller));
  }

  @Put('Groups/:id')
  async replaceGroup(
    @TheCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    requireProvisioning(caller);
    return resource(reply, await this.groups.replace(id, bodyOf(request), ifMatchOf(request), caller));
  }

  @Patch('Groups/:id')
  async patchGroup(
    @TheCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    requireProvisioning(caller);
    return resource(reply, await this.groups.patch(id, bodyOf(request), ifMatchOf(request), caller));
  }

  @Delete('Groups/:id')
  @HttpCode(204)
  async deleteGroup(
    @TheCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    requireProvisioning(caller);
    gone(reply, await this.groups.remove(id, ifMatchOf(request), caller));
  }

  private plain(caller: Caller, reply: FastifyReply, said: object | undefined): string {
    requireProvisioning(caller);
    if (!said) throw new ScimUnknown('There is no such thing');
    return text(reply, said);
  }
}

/** @throws Forbidden for every credential but a token that was made for this */
function requireProvisioning(caller: Caller): void {
  if (caller.kind !== 'token' || caller.granted?.has(PROVISIONING_SCOPE) !== true)
    throw new Forbidden('This needs a token of a service account with the scope for it', {
      scope: PROVISIONING_SCOPE,
    });
}

/** @throws ScimRefused */
function bodyOf(request: FastifyRequest): unknown {
  const { body } = request;
  if (body === UNREADABLE) throw new ScimRefused('invalidSyntax', 'This is no JSON');
  if (unstorablePlace(body))
    throw new ScimRefused('invalidValue', 'There is a text in it that cannot be kept');
  return body;
}

function text(reply: FastifyReply, said: object): string {
  void reply
    .header('content-type', 'application/scim+json; charset=utf-8')
    .header('cache-control', 'no-store');
  return JSON.stringify(said);
}

function resource(reply: FastifyReply, said: Resource): string {
  void reply.header('etag', said.meta.version);
  return text(reply, said);
}

function created(reply: FastifyReply, said: Resource): string {
  void reply.header('location', said.meta.location);
  return resource(reply, said);
}

/** There is no body that could hold them. */
function gone(reply: FastifyReply, warnings: readonly string[]): void {
  if (warnings.length > 0)
    void reply.header('x-barry-warnings', encodeURIComponent(warnings.join('; ')).slice(0, 4_000));
}
