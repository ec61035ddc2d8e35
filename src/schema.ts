import type { Schema } from './platform/database/data-sources.js';
import { Platform1795400000000 } from './platform/events/platform.migrations.js';

/** Every table of the house, in the order in which it is made. */
export const schema: Schema = {
  entities: [],
  migrations: [Platform1795400000000],
};
