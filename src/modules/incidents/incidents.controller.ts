import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import type * as dto from './incidents.dto.js';
import { incidents } from './incidents.operations.js';
import { IncidentsQueries } from './incidents.queries.js';
import { IncidentsService } from './incidents.service.js';
import { StoryQueries } from './story.queries.js';

@Controller()
export class IncidentsController {
  constructor(
    private readonly incidents: IncidentsService,
    private readonly queries: IncidentsQueries,
    private readonly story: StoryQueries,
  ) {}

  @Operate(incidents.ListIncidents)
  listIncidents(
    @Input() input: z.output<typeof dto.ListIncidentsInput>,
  ): Promise<z.output<typeof dto.IncidentPage>> {
    return this.queries.list(input);
  }

  @Operate(incidents.GetIncident)
  getIncident(@Input() input: z.output<typeof dto.IncidentRef>): Promise<dto.IncidentView> {
    return this.queries.get(input.incidentId);
  }

  @Operate(incidents.CreateIncident)
  createIncident(
    @Input() input: z.output<typeof dto.CreateIncidentInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.IncidentView> {
    return this.incidents.create(input, caller);
  }

  @Operate(incidents.OpenFromEscalation)
  openFromEscalation(
    @Input() input: z.output<typeof dto.OpenFromEscalationInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.IncidentView> {
    return this.incidents.openFromEscalation(input.escalationId, caller);
  }

  @Operate(incidents.UpdateIncident)
  updateIncident(
    @Input() input: z.output<typeof dto.UpdateIncidentInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.IncidentView> {
    return this.incidents.update(input, caller);
  }

  @Operate(incidents.LinkAlerts)
  linkAlerts(
    @Input() input: z.output<typeof dto.LinkAlertsInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.IncidentView> {
    return this.incidents.linkAlerts(input, caller);
  }

  @Operate(incidents.AddComment)
  addComment(
    @Input() input: z.output<typeof dto.AddCommentInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.CommentView> {
    return this.incidents.comment(input, caller);
  }

  @Operate(incidents.ListStory)
  listStory(@Input() input: z.output<typeof dto.ListStoryInput>): Promise<z.output<typeof dto.Story>> {
    return this.story.list(input);
  }
}
