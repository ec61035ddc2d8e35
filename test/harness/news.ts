import { ADDRESSED_NOUNS, MODULE_OF_NOUN, nounOf } from '../../src/modules/timeline/index.js';
import type { House } from './house.js';

/** What tests say themselves. */
const OF_TESTS: ReadonlySet<string> = new Set(['test', 'secret']);

/** News of a house that the table of kinds does not know, or that names nobody although its kind always does. */
export async function strayNewsOf(house: House): Promise<readonly string[]> {
  const told = await house.query<{ kind: string; is_for_all: boolean }>(
    `select distinct kind, audience is null as is_for_all from event_log`,
  );
  return told.flatMap(({ kind, is_for_all }) => {
    const noun = nounOf(kind);
    if (OF_TESTS.has(noun)) return [];
    if (!(noun in MODULE_OF_NOUN)) return [`${kind} has no line in the table of kinds`];
    return is_for_all && ADDRESSED_NOUNS.has(noun) ? [`${kind} is told to everybody`] : [];
  });
}
