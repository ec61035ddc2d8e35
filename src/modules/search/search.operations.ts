import { operations } from '../../platform/wire/declare.js';
import { Empty } from '../../platform/wire/schemas.js';
import * as dto from './search.dto.js';

export const search = operations('search', 'SearchService', {
  Search: {
    summary: 'Incidents, comments and alerts by one box, those with it in their title first, then the newest',
    http: 'GET /search',
    allow: 'search.read',
    input: dto.SearchInput,
    output: dto.SearchPage,
  },
  RebuildSearch: {
    summary: 'Makes the index anew, beside what goes on; it is searched meanwhile',
    http: 'POST /search/rebuild',
    allow: 'search.rebuild',
    audit: 'search.rebuilt',
    input: Empty,
    output: dto.RebuiltSearch,
  },
  SimilarToIncident: {
    summary: 'Past incidents that were like this one, and how they were solved',
    http: 'GET /incidents/:incidentId/similar',
    allow: 'search.read',
    input: dto.SimilarToIncidentInput,
    output: dto.SimilarIncidents,
  },
  SimilarToAlert: {
    summary: 'Past incidents that were like this alert',
    http: 'GET /alerts/:alertId/similar',
    allow: 'search.read',
    input: dto.SimilarToAlertInput,
    output: dto.SimilarIncidents,
  },
  SimilarToEscalation: {
    summary:
      'Past incidents that were like what this escalation calls for; never waited for before a ring is answered',
    http: 'GET /escalations/:escalationId/similar',
    allow: 'search.read',
    input: dto.SimilarToEscalationInput,
    output: dto.SimilarIncidents,
  },
});
