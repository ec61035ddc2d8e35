import { z } from 'zod';
import { Id, Instant, Name, NextPage, Paging, Severity, Version } from '../../platform/wire/schemas.js';

const DAY = 86_400;
const Every = z
  .int()
  .min(30)
  .max(100 * DAY);
const Grace = z
  .int()
  .min(10)
  .max(7 * DAY);

export const HeartbeatState = z
  .enum(['waiting', 'beating', 'missing', 'paused'])
  .meta({ id: 'HeartbeatState' });
/** A sign of life that somebody has promised: when it stays away an alert of the kind `heartbeat` opens, until it is back. */
export const HeartbeatView = z
  .strictObject({
    heartbeatId: Id,
    integrationId: Id,
    integrationName: z.string(),
    teamId: Id,
    /** What senders call it, where they name it; unique in its integration. */
    name: z.string(),
    everySeconds: z.int(),
    graceSeconds: z.int(),
    severity: Severity,
    /** `waiting`: never heard, so nobody misses it. */
    state: HeartbeatState,
    lastHeardAt: Instant.optional(),
    /** By when the next one should come. */
    nextDueAt: Instant.optional(),
    /** While it beats: when it counts as missing if nothing comes. */
    missingAt: Instant.optional(),
    missingSince: Instant.optional(),
    /** The last characters of the key of its address. */
    keyHint: z.string(),
    createdAt: Instant,
    version: Version,
  })
  .meta({ id: 'Heartbeat' });
export type HeartbeatView = z.output<typeof HeartbeatView>;
export const HeartbeatPage = z
  .strictObject({ heartbeats: z.array(HeartbeatView), ...NextPage })
  .meta({ id: 'HeartbeatPage' });
export const ListHeartbeatsInput = z.strictObject({
  integrationId: Id.optional(),
  teamId: Id.optional(),
  ...Paging,
});
export const HeartbeatRef = z.strictObject({ heartbeatId: Id });
export const CreateHeartbeatInput = z
  .strictObject({
    integrationId: Id,
    name: Name,
    everySeconds: Every,
    graceSeconds: Grace.default(60),
    severity: Severity.default('high'),
  })
  .meta({ id: 'CreateHeartbeatInput' });
/** Other times count from now; a pause ends the alert. */
export const UpdateHeartbeatInput = z
  .strictObject({
    heartbeatId: Id,
    version: Version,
    name: Name.optional(),
    everySeconds: Every.optional(),
    graceSeconds: Grace.optional(),
    severity: Severity.optional(),
    paused: z.boolean().optional(),
  })
  .meta({ id: 'UpdateHeartbeatInput' });
/** GET or POST of `url` is a beat. Reading it is audited: whoever has it can beat. */
export const HeartbeatAddress = z
  .strictObject({ heartbeatId: Id, url: z.string(), curl: z.string() })
  .meta({ id: 'HeartbeatAddress' });
