import { z } from 'zod';
import { Instant } from '../../platform/wire/schemas.js';

const Seconds = z.number().min(0);

/** How one Barry says to another that it lives. What a newer one adds is left out here, not refused. */
export const Heartbeat = z.object({
  installation: z.string().max(200),
  at: Instant,
  /** Rises with each beat, over restarts and restored backups too. */
  sequence: z.int().min(1),
  latenessSeconds: Seconds,
  outboxSeconds: Seconds,
  auditAgeSeconds: Seconds,
  /** Of the public address whose last proof of ring is oldest; absent where no canaries are set up. */
  canaryAgeSeconds: Seconds.optional(),
  /** How often each address is tried. */
  canaryEverySeconds: Seconds.optional(),
  spoolAgeSeconds: Seconds,
});
export type Heartbeat = z.output<typeof Heartbeat>;

export const SIGNATURE_HEADER = 'barry-signature';
