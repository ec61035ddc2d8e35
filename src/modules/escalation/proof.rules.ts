import type { ProofFailure, ProofView } from '../../platform/wire/proof.js';

const DAY_MS = 24 * 60 * 60_000;
/** A proof of last month says little about tonight. */
const STALE_MS = 30 * DAY_MS;
/** One miss may be a tunnel; two are a pattern. */
const FAILING = 2;

/** Something was asked to ring. Neither rang nor failed: it was over before anybody could tell. */
export interface Asked {
  readonly at: Date;
  readonly rangAt: Date | null;
  readonly failure: ProofFailure | null;
  readonly isTest: boolean;
}

/** Of the newest rings, newest first. */
export function proofOf(asked: readonly Asked[], now: Date): ProofView {
  const told = asked.filter(({ rangAt, failure }) => rangAt !== null || failure !== null);
  const rang = told.find(({ rangAt }) => rangAt !== null);
  const failed = told.find(({ rangAt }) => rangAt === null);
  return {
    state: stateOf(told, rang, now),
    ...(rang?.rangAt && {
      lastRangAt: rang.rangAt.toISOString(),
      msToRing: rang.rangAt.getTime() - rang.at.getTime(),
      byTest: rang.isTest,
    }),
    ...(failed?.failure && { lastFailedAt: failed.at.toISOString(), lastFailure: failed.failure }),
  };
}

function stateOf(told: readonly Asked[], rang: Asked | undefined, now: Date): ProofView['state'] {
  const newest = told.slice(0, FAILING);
  if (newest.length === FAILING && newest.every(({ rangAt }) => rangAt === null)) return 'failing';
  if (!rang?.rangAt) return 'never';
  return now.getTime() - rang.rangAt.getTime() <= STALE_MS ? 'proved' : 'stale';
}
