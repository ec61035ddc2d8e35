/**
 * The database did not answer: the line broke, none could be had, or nothing was heard for too long. Nobody knows
 * what became of the work, and whoever asks next will not fare better.
 */
export class DatabaseAway extends Error {}

/** By its classes: EPIPE has five characters too. */
const SQLSTATE = /^(?:\d[0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/;

/** The five-character SQLSTATE of a driver error, or an empty text. */
export function sqlStateOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' && SQLSTATE.test(code) ? code : '';
}

/** The driver has words of its own only for what happens to the line; a wrong argument is our fault. */
export function heardFromDriver(error: unknown): unknown {
  if (sqlStateOf(error) !== '' || error instanceof TypeError || error instanceof RangeError) return error;
  const text = error instanceof Error && error.message ? error.message : 'no line to the database';
  return new DatabaseAway(text, { cause: error });
}
