import { z } from 'zod';

export const SealedColumnView = z
  .strictObject({
    table: z.string(),
    column: z.string(),
    /** Sealed with another key that is there. */
    left: z.int(),
    /** Sealed with a key that is not there: put it among the other keys. */
    unreadable: z.int(),
  })
  .meta({ id: 'SealedColumn' });
export const SecretsView = z
  .strictObject({
    /** Of the key that seals; the first digits of its SHA-256. */
    keyId: z.string(),
    /** Of those that only open. */
    otherKeyIds: z.array(z.string()),
    columns: z.array(SealedColumnView),
    left: z.int(),
    unreadable: z.int(),
  })
  .meta({ id: 'Secrets' });
export const RotateSecretsInput = z
  .strictObject({
    /** How many at most; ask again until none is left. */
    rows: z.int().min(1).max(5_000).default(1_000),
  })
  .meta({ id: 'RotateSecretsInput' });
export const SecretsRotated = z
  .strictObject({ resealed: z.int(), secrets: SecretsView })
  .meta({ id: 'SecretsRotated' });
