import { z } from 'zod';
import { Id, Instant, NextPage, Paging } from '../../platform/wire/schemas.js';

/** One piece of news. `kind` is `noun.happened`; clients fetch what they show, or use `params`. */
export const EventView = z
  .strictObject({
    /** Where it stands in the log; resume after it. */
    position: z.string(),
    at: Instant,
    kind: z.string(),
    teamIds: z.array(Id),
    actorId: Id.optional(),
    actorName: z.string().optional(),
    userId: Id.optional(),
    escalationId: Id.optional(),
    callId: Id.optional(),
    ringId: Id.optional(),
    deviceId: Id.optional(),
    alertId: Id.optional(),
    incidentId: Id.optional(),
    integrationId: Id.optional(),
    params: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Event' });
export type EventView = z.output<typeof EventView>;
export const ListTimelineInput = z.strictObject({
  teamId: Id.optional(),
  incidentId: Id.optional(),
  escalationId: Id.optional(),
  /** Of all teams of this user; `me` is not special, send the id. */
  userId: Id.optional(),
  kinds: z.array(z.string().max(60)).max(40).optional(),
  ...Paging,
});
export const EventPage = z
  .strictObject({ events: z.array(EventView), ...NextPage })
  .meta({ id: 'EventPage' });
/** For the live stream: SSE on `GET /api/v1/events`, `Watch` on gRPC. */
export const WatchInput = z
  .strictObject({
    /** Resume after this position. Absent: from now on. */
    after: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
    teamIds: z.array(Id).max(200).optional(),
    incidentId: Id.optional(),
  })
  .meta({ id: 'WatchInput' });
