import { UUID } from '../../node_modules/uuidv7/dist/index.js';
import { Seeded } from '../harness/seeded.js';

/** In the place of the package in a simulation: rows are ordered and hashed by their ids, so the seed makes them. */
const state = { seeded: new Seeded(1), nowMs: () => 0, last: 0 };

const bits = (count: number): number => Math.floor(state.seeded.next() * 2 ** count);

export function seedIds(seeded: Seeded, nowMs: () => number): void {
  Object.assign(state, { seeded, nowMs, last: 0 });
  // Ids of rings are random through and through.
  globalThis.crypto.getRandomValues = (array) => {
    if (array instanceof Uint8Array) for (let i = 0; i < array.length; i += 1) array[i] = bits(8);
    return array;
  };
}

/** In the order of their making, as those of the package. */
export function uuidv7obj(): UUID {
  state.last = Math.max(state.last + 1, Math.round(state.nowMs()) * 1024);
  const ms = Math.floor(state.last / 1024);
  return UUID.fromFieldsV7(ms, state.last % 1024, bits(30), bits(32));
}

export { UUID };
