import { HttpErrorResponse } from '@angular/common/http';

export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** What went wrong, as the server's problem document says it, or as far as the browser knows. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly fields: readonly FieldProblem[];
  /** Whatever else the server says about it; its shape is that of the code. */
  readonly details: Readonly<Record<string, unknown>>;
}

export function toProblem(error: unknown): Problem {
  if (!(error instanceof HttpErrorResponse)) {
    const title = error instanceof Error ? error.message : '';
    return { status: 0, code: 'unexpected', title, fields: [], details: {} };
  }
  const body: unknown = typeof error.error === 'string' ? readJson(error.error) : error.error;
  const document = recordOf(body);
  const word = (key: string): string | undefined =>
    typeof document[key] === 'string' ? document[key] : undefined;
  return {
    status: error.status,
    code: word('code') ?? (error.status === 0 ? 'offline' : `http-${error.status}`),
    title: word('detail') ?? word('title') ?? word('message') ?? '',
    fields: readFields(recordOf(document['details'])['issues']),
    details: recordOf(document['details']),
  };
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function readFields(list: unknown): FieldProblem[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const map = entry as Record<string, unknown>;
    const { path, message } = map;
    return [
      { field: typeof path === 'string' ? path : '', message: typeof message === 'string' ? message : '' },
    ];
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
