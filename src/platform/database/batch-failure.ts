import { DatabaseAway, sqlStateOf } from './database-away.js';

/** SQLSTATE classes of bad values and broken constraints: trying again would not help. */
export const isRefusedData = (error: unknown): boolean => /^2[23]/.test(sqlStateOf(error));

/** May one row of a batch be to blame, so that the others are stored without it? Then it is looked for. */
export const mayBeOneRow = (error: unknown): boolean =>
  // Whatever else the database says (it shuts down, is full, was too slow) would be said to each of them.
  sqlStateOf(error) === '' ? !(error instanceof DatabaseAway) : isRefusedData(error);
