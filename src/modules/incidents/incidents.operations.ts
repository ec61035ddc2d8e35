import { operations } from '../../platform/wire/declare.js';
import * as dto from './incidents.dto.js';

export const incidents = operations('incidents', 'IncidentsService', {
  ListIncidents: {
    summary: 'Incidents, newest word first',
    http: 'GET /incidents',
    allow: 'incidents.read',
    input: dto.ListIncidentsInput,
    output: dto.IncidentPage,
  },
  GetIncident: {
    summary: 'One incident',
    http: 'GET /incidents/:incidentId',
    allow: 'incidents.read',
    input: dto.IncidentRef,
    output: dto.IncidentView,
  },
  CreateIncident: {
    summary: 'Opens an incident by hand',
    http: 'POST /incidents',
    allow: 'incidents.write',
    audit: 'incident.created',
    created: true,
    input: dto.CreateIncidentInput,
    output: dto.IncidentView,
  },
  OpenFromEscalation: {
    summary: 'The incident of an escalation, opened if there is none',
    http: 'POST /escalations/:escalationId/incident',
    allow: 'incidents.write',
    audit: 'incident.opened',
    input: dto.OpenFromEscalationInput,
    output: dto.IncidentView,
  },
  UpdateIncident: {
    summary: 'Status, title, severity, team',
    http: 'PATCH /incidents/:incidentId',
    allow: 'incidents.write',
    audit: 'incident.updated',
    input: dto.UpdateIncidentInput,
    output: dto.IncidentView,
  },
  LinkAlerts: {
    summary: 'Links alerts to the incident',
    http: 'POST /incidents/:incidentId/alerts',
    allow: 'incidents.write',
    audit: 'incident.alerts-linked',
    input: dto.LinkAlertsInput,
    output: dto.IncidentView,
  },
  AddComment: {
    summary: 'Writes a comment',
    http: 'POST /incidents/:incidentId/comments',
    allow: 'incidents.comment',
    audit: 'incident.commented',
    created: true,
    input: dto.AddCommentInput,
    output: dto.CommentView,
  },
  ListStory: {
    summary: 'Comments, changes, alerts and calls in one stream, oldest first',
    http: 'GET /incidents/:incidentId/story',
    allow: 'incidents.read',
    input: dto.ListStoryInput,
    output: dto.Story,
  },
});
