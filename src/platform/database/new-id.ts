import { UUID, uuidv7obj } from 'uuidv7';

/** UUIDv7: ordered by time of making, made here and not in the database. */
export const newId = (): string => uuidv7obj().toString();

/** UUIDv4, where a device must not learn when it was made. */
export const newRingId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return UUID.ofInner(bytes).toString();
};
