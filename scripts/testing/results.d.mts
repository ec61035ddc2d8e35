import type { Failure } from './failures.mjs';

export interface Result {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
  readonly failures: readonly Failure[];
}

export function fromJest(report: object): Result;
export function fromPlaywright(report: object): Result;
export function summed(results: readonly Result[]): Result;
export function inWords(result: Omit<Result, 'failures'>): string;
