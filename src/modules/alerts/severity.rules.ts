import type { Severity } from '../../platform/wire/schemas.js';

/** Lowest first; `unknown` is below everything that somebody has judged. */
const RANKED: readonly Severity[] = ['unknown', 'info', 'warning', 'high', 'critical'];

export const isAbove = (a: Severity, b: Severity): boolean => RANKED.indexOf(a) > RANKED.indexOf(b);
