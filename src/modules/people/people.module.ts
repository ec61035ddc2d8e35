import { Module } from '@nestjs/common';
import { ContactMethodsService } from './contact-methods.service.js';
import { OrganisationService } from './organisation.service.js';
import { PeopleController } from './people.controller.js';
import { PeopleQueries } from './people.queries.js';
import { ProvidedPeople } from './provided-people.service.js';
import { TeamsService } from './teams.service.js';
import { UsersService } from './users.service.js';

/** `Passwords` comes from `access`, which is global. */
@Module({
  controllers: [PeopleController],
  providers: [
    PeopleQueries,
    UsersService,
    TeamsService,
    ContactMethodsService,
    OrganisationService,
    ProvidedPeople,
  ],
  exports: [ContactMethodsService, PeopleQueries, ProvidedPeople, UsersService],
})
export class PeopleModule {}
