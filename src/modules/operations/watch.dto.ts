import { z } from 'zod';
import { Instant } from '../../platform/wire/schemas.js';

export const ListWatchedInput = z.strictObject({});

/** `waiting`: it has never beaten, and nobody is rung for it yet. */
export const WatchedState = z.enum(['waiting', 'beating', 'late', 'silent']).meta({ id: 'WatchedState' });

export const WatchedView = z
  .strictObject({
    name: z.string(),
    /** Who is rung; the slug, as the settings say it. */
    team: z.string(),
    state: WatchedState,
    lastBeatAt: Instant.optional(),
    /** What it calls itself. */
    installation: z.string().optional(),
    latenessSeconds: z.number().optional(),
    outboxSeconds: z.number().optional(),
    auditAgeSeconds: z.number().optional(),
    canaryAgeSeconds: z.number().optional(),
    canaryEverySeconds: z.number().optional(),
    spoolAgeSeconds: z.number().optional(),
    /** What its alert says: timers, outbox, auditor, spool, canary. */
    late: z.array(z.string()),
  })
  .meta({ id: 'Watched' });

export const PeerState = z.enum(['waiting', 'delivered', 'failing']).meta({ id: 'PeerState' });

export const PeerView = z
  .strictObject({
    url: z.string(),
    state: PeerState,
    triedAt: Instant.optional(),
    deliveredAt: Instant.optional(),
    /** Why the last one did not arrive. */
    failure: z.string().optional(),
    /** How many did not, ever. */
    failed: z.int(),
  })
  .meta({ id: 'Peer' });

export const WatchedList = z
  .strictObject({ watched: z.array(WatchedView), peers: z.array(PeerView) })
  .meta({ id: 'WatchedList' });
export type WatchedList = z.output<typeof WatchedList>;
