import { HttpErrorResponse } from '@angular/common/http';
import type { PlainKey } from '../texts/text-types';

/** What went wrong: as the server's problem document says it, or as far as the device knows. */
export interface Problem {
  /** 0: nobody answered. */
  readonly status: number;
  readonly code: string;
  readonly title: string;
}

export function problemOf(error: unknown): Problem {
  if (!(error instanceof HttpErrorResponse)) {
    return { status: 0, code: 'OFFLINE', title: error instanceof Error ? error.message : '' };
  }
  const body: unknown = error.error;
  const word = (key: string): string | undefined => {
    const value =
      typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[key] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  return {
    status: error.status,
    code: word('code') ?? (error.status === 0 ? 'OFFLINE' : `HTTP_${error.status}`),
    title: word('title') ?? '',
  };
}

/** Nobody answered, or somebody who cannot now: the same again, later or elsewhere, may help. */
export const isPassing = (status: number): boolean =>
  status === 0 || status === 408 || status === 425 || status === 429 || status >= 500;

/** What to say of it. */
export function problemText({ status, code }: Problem): PlainKey {
  switch (status) {
    case 0:
    case 502:
    case 503:
    case 504:
      return 'problem.offline';
    case 401:
    case 403:
      return 'problem.forbidden';
    case 404:
      return 'problem.notFound';
    case 409:
      return code.includes('STALE') || code.includes('VERSION') ? 'problem.stale' : 'problem.conflict';
    case 429:
      return 'problem.exhausted';
    case 400:
    case 422:
      return 'problem.invalid';
    default:
      return 'problem.unexpected';
  }
}
