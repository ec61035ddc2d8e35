import { inject, Injectable } from '@angular/core';
import { Api } from '../generated/api/api';
import {
  addComment,
  cancelEscalation,
  createIncident,
  getAlert,
  getIncident,
  listEscalations,
  listIncidents,
  listStory,
  updateIncident,
} from '../generated/api/functions';
import type {
  Alert,
  Comment,
  Escalation,
  Incident,
  IncidentPage,
  IncidentStatus,
  Severity,
  StoryEntry,
} from '../generated/api/models';

export interface IncidentFilter {
  readonly open?: boolean;
  readonly status?: IncidentStatus;
  readonly severity?: Severity;
  readonly teamId?: string;
  readonly userId?: string;
  readonly query?: string;
}

const STORY_PAGES = 20;
const ALERTS_SHOWN = 20;

@Injectable({ providedIn: 'root' })
export class IncidentsApi {
  private readonly api = inject(Api);

  list(filter: IncidentFilter, pageToken?: string): Promise<IncidentPage> {
    return this.api.invoke(listIncidents, {
      ...filter,
      pageSize: 50,
      ...(pageToken === undefined ? {} : { pageToken }),
    });
  }

  get(incidentId: string): Promise<Incident> {
    return this.api.invoke(getIncident, { incidentId });
  }

  async story(incidentId: string): Promise<readonly StoryEntry[]> {
    const entries: StoryEntry[] = [];
    let token: { pageToken?: string } = {};
    for (let page = 0; page < STORY_PAGES; page++) {
      const answer = await this.api.invoke(listStory, { incidentId, pageSize: 200, ...token });
      entries.push(...answer.entries);
      if (answer.nextPageToken === undefined) break;
      token = { pageToken: answer.nextPageToken };
    }
    return entries;
  }

  async escalations(incidentId: string): Promise<readonly Escalation[]> {
    return (await this.api.invoke(listEscalations, { incidentId, pageSize: 50 })).escalations;
  }

  async alerts(alertIds: readonly string[]): Promise<readonly Alert[]> {
    const found = await Promise.allSettled(
      alertIds.slice(0, ALERTS_SHOWN).map((alertId) => this.api.invoke(getAlert, { alertId })),
    );
    return found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }

  comment(incidentId: string, text: string): Promise<Comment> {
    return this.api.invoke(addComment, { incidentId, body: { text } });
  }

  change(
    incident: Incident,
    change: { readonly status?: IncidentStatus; readonly severity?: Severity; readonly title?: string },
  ): Promise<Incident> {
    return this.api.invoke(updateIncident, {
      incidentId: incident.incidentId,
      body: { version: incident.version, ...change },
    });
  }

  create(given: {
    readonly title: string;
    readonly severity: Severity;
    readonly teamId: string;
    readonly text: string;
    readonly alertIds: readonly string[];
  }): Promise<Incident> {
    return this.api.invoke(createIncident, { body: { ...given, alertIds: [...given.alertIds] } });
  }

  stopRinging(escalationId: string): Promise<unknown> {
    return this.api.invoke(cancelEscalation, { escalationId });
  }
}
