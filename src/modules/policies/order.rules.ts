import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { CallOrder } from './policies.dto.js';

export interface OrderFacts {
  /** The same seed gives the same order, so that a decision can be repeated. */
  readonly seed: string;
  /** How many times this step has been started before. */
  readonly turn: number;
  readonly lastCalledAt: ReadonlyMap<string, Date>;
}

/** In which order people are called; `userIds` as the step lists them, each once. */
export function ordered(
  order: z.output<typeof CallOrder>,
  userIds: readonly string[],
  facts: OrderFacts,
): readonly string[] {
  switch (order) {
    case 'listed':
      return userIds;
    case 'random':
      return sortedBy(userIds, (userId) => digest(`${facts.seed}/${userId}`));
    case 'round-robin':
      return rotated(userIds, facts.turn);
    case 'least-recently-called':
      // Who was never called comes first; equals stay as they are listed.
      return sortedBy(userIds, (userId) => facts.lastCalledAt.get(userId)?.getTime() ?? -Infinity);
  }
}

function rotated(userIds: readonly string[], turn: number): readonly string[] {
  const by = userIds.length === 0 ? 0 : turn % userIds.length;
  return [...userIds.slice(by), ...userIds.slice(0, by)];
}

function sortedBy(userIds: readonly string[], keyOf: (userId: string) => string | number): readonly string[] {
  const keyed = userIds.map((userId) => ({ userId, key: keyOf(userId) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ userId }) => userId);
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
