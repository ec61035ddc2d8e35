import type { z } from 'zod';
import type { ReadinessCheck, ReadinessLevel } from './devices.dto.js';

type Level = z.output<typeof ReadinessLevel>;
const WORST_FIRST: readonly Level[] = ['fail', 'warn', 'unknown', 'ok'];

export interface Ways {
  readonly hasLiveAddress: boolean;
  readonly isConnected: boolean;
}

/** What the device says of itself counts only if there is a way to reach it. */
export function readinessOf(checks: readonly z.output<typeof ReadinessCheck>[], ways: Ways): Level {
  if (!ways.hasLiveAddress && !ways.isConnected) return 'fail';
  if (checks.length === 0) return 'unknown';
  return WORST_FIRST.find((level) => checks.some((check) => check.level === level)) ?? 'unknown';
}

/** Anybody can leave a browser alone: its ring proves little, unless its owner says otherwise. */
export const proofOf = (platform: string, isTrusted: boolean): 'strong' | 'weak' =>
  platform === 'web' && !isTrusted ? 'weak' : 'strong';
