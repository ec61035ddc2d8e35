import { z } from 'zod';
import { Instant } from './schemas.js';

export const ProofState = z.enum(['proved', 'stale', 'failing', 'never']).meta({ id: 'ProofState' });
export const ProofFailure = z.enum(['suppressed', 'refused', 'silent']).meta({ id: 'ProofFailure' });
export type ProofFailure = z.output<typeof ProofFailure>;
/** When something last proved that it rings, of its newest rings; tests count as rings. */
export const ProofView = z
  .strictObject({
    state: ProofState,
    lastRangAt: Instant.optional(),
    /** From asking to the proof that it rings. */
    msToRing: z.int().optional(),
    /** The last proof was of a test. */
    byTest: z.boolean().optional(),
    lastFailedAt: Instant.optional(),
    lastFailure: ProofFailure.optional(),
  })
  .meta({ id: 'Proof' });
export type ProofView = z.output<typeof ProofView>;
