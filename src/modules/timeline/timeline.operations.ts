import { operations } from '../../platform/wire/declare.js';
import * as dto from './timeline.dto.js';

export const timeline = operations('timeline', 'EventsService', {
  ListTimeline: {
    summary: 'Events in order, newest first, of an incident, a team or all teams of a user',
    http: 'GET /timeline',
    allow: 'timeline.read',
    input: dto.ListTimelineInput,
    output: dto.EventPage,
  },
});
