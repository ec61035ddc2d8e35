import type { Operation } from '../../src/platform/wire/operation.js';
import type { House, RestAnswer } from './house.js';

/** One operation by REST: what its path names goes there, the rest into the query or the body. */
export function callByRest(
  house: House,
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  token?: string,
  headers?: Record<string, string>,
): Promise<RestAnswer> {
  const named = new Set([...operation.path.matchAll(/:(\w+)/g)].map(([, name]) => name));
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(input[name])),
  );
  const rest = Object.fromEntries(Object.entries(input).filter(([name]) => !named.has(name)));
  if (operation.method === 'GET' || operation.method === 'DELETE') {
    const query = new URLSearchParams(
      Object.entries(rest).map(([name, value]): [string, string] => [name, String(value)]),
    );
    return house.rest(
      operation.method,
      query.size > 0 ? `${path}?${query.toString()}` : path,
      undefined,
      token,
      headers,
    );
  }
  return house.rest(operation.method, path, rest, token, headers);
}
