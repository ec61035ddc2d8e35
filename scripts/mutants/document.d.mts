import type { OwnTest } from './own-tests.mjs';
import type { Result } from './results.mjs';

export const DOCUMENT: string;
export function invariantsDocument(
  tests: readonly OwnTest[],
  results: Readonly<Record<string, Result | undefined>>,
): string;
