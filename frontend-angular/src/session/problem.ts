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
}

export function toProblem(error: unknown): Problem {
  if (!(error instanceof HttpErrorResponse)) {
    return { status: 0, code: 'unexpected', title: error instanceof Error ? error.message : '', fields: [] };
  }
  const body: unknown = typeof error.error === 'string' ? readJson(error.error) : error.error;
  const document = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const word = (key: string): string | undefined =>
    typeof document[key] === 'string' ? document[key] : undefined;
  return {
    status: error.status,
    code: word('code') ?? (error.status === 0 ? 'offline' : `http-${error.status}`),
    title: word('detail') ?? word('title') ?? word('message') ?? '',
    fields: readFields(document['fields'] ?? document['errors'] ?? document['violations']),
  };
}

function readFields(list: unknown): FieldProblem[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const map = entry as Record<string, unknown>;
    const path = map['path'] ?? map['field'] ?? map['name'];
    const field = Array.isArray(path) ? path.join('.') : typeof path === 'string' ? path : '';
    const message = map['message'] ?? map['description'] ?? map['code'];
    return [{ field, message: typeof message === 'string' ? message : '' }];
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
