import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/index.js';
import { EscalationModule, IncidentPort } from '../escalation/index.js';
import { PeopleModule } from '../people/index.js';
import { IncidentsController } from './incidents.controller.js';
import { IncidentsQueries } from './incidents.queries.js';
import { IncidentsService } from './incidents.service.js';
import { StoryQueries } from './story.queries.js';
import { IncidentTexts } from './texts.queries.js';

/** Binds `IncidentPort`: an escalation may be started for an incident without knowing what one is. */
@Module({
  imports: [PeopleModule, AlertsModule, EscalationModule],
  controllers: [IncidentsController],
  providers: [
    IncidentsService,
    IncidentsQueries,
    StoryQueries,
    IncidentTexts,
    { provide: IncidentPort, useExisting: IncidentsQueries },
  ],
  exports: [IncidentsService, IncidentsQueries, IncidentTexts],
})
export class IncidentsModule {}
