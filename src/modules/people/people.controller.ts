import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import { ContactMethodsService } from './contact-methods.service.js';
import { OrganisationService } from './organisation.service.js';
import type * as dto from './people.dto.js';
import { people } from './people.operations.js';
import { PeopleQueries } from './people.queries.js';
import { TeamsService } from './teams.service.js';
import { UsersService } from './users.service.js';

@Controller()
export class PeopleController {
  constructor(
    private readonly users: UsersService,
    private readonly teams: TeamsService,
    private readonly contactMethods: ContactMethodsService,
    private readonly organisation: OrganisationService,
    private readonly queries: PeopleQueries,
  ) {}

  @Operate(people.ListUsers)
  listUsers(@Input() input: z.output<typeof dto.ListUsersInput>): Promise<z.output<typeof dto.UserPage>> {
    return this.users.list(input);
  }

  @Operate(people.GetUser)
  getUser(@Input() input: z.output<typeof dto.UserRef>): Promise<dto.UserView> {
    return this.queries.user(input.userId);
  }

  @Operate(people.CreateUser)
  createUser(@Input() input: z.output<typeof dto.CreateUserInput>): Promise<dto.UserView> {
    return this.users.create(input);
  }

  @Operate(people.UpdateUser)
  updateUser(
    @Input() input: z.output<typeof dto.UpdateUserInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.UserView> {
    return this.users.update(input, caller);
  }

  @Operate(people.ListTeams)
  listTeams(@Input() input: z.output<typeof dto.ListTeamsInput>): Promise<z.output<typeof dto.TeamPage>> {
    return this.teams.list(input);
  }

  @Operate(people.GetTeam)
  getTeam(@Input() input: z.output<typeof dto.TeamRef>): Promise<dto.TeamView> {
    return this.queries.team(input.teamId);
  }

  @Operate(people.CreateTeam)
  createTeam(@Input() input: z.output<typeof dto.CreateTeamInput>): Promise<dto.TeamView> {
    return this.teams.create(input);
  }

  @Operate(people.UpdateTeam)
  updateTeam(
    @Input() input: z.output<typeof dto.UpdateTeamInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.TeamView> {
    return this.teams.update(input, caller);
  }

  @Operate(people.SetMember)
  setMember(
    @Input() input: z.output<typeof dto.SetMemberInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.TeamView> {
    return this.teams.setMember(input, caller);
  }

  @Operate(people.RemoveMember)
  removeMember(
    @Input() input: z.output<typeof dto.MemberRef>,
    @TheCaller() caller: Caller,
  ): Promise<dto.TeamView> {
    return this.teams.removeMember(input, caller);
  }

  @Operate(people.ListContactMethods)
  listContactMethods(
    @Input() input: z.output<typeof dto.UserRef>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.ContactMethodList>> {
    return this.contactMethods.list(input.userId, caller);
  }

  @Operate(people.CreateContactMethod)
  createContactMethod(
    @Input() input: z.output<typeof dto.CreateContactMethodInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.ContactMethodView> {
    return this.contactMethods.create(input, caller);
  }

  @Operate(people.DeleteContactMethod)
  deleteContactMethod(
    @Input() input: z.output<typeof dto.ContactMethodRef>,
    @TheCaller() caller: Caller,
  ): Promise<Record<string, never>> {
    return this.contactMethods.delete(input, caller);
  }

  @Operate(people.GetOrganisation)
  getOrganisation(): Promise<dto.OrganisationView> {
    return this.organisation.get();
  }

  @Operate(people.UpdateOrganisation)
  updateOrganisation(
    @Input() input: z.output<typeof dto.UpdateOrganisationInput>,
  ): Promise<dto.OrganisationView> {
    return this.organisation.update(input);
  }
}
