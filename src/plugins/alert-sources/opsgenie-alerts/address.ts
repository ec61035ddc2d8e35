import { decoded, type Delivery, type Ref } from '../../kit/index.js';

/** What the path of a request asks for. */
export type Address =
  | { readonly what: 'create' | 'list' | 'unknown' }
  | { readonly what: 'follow-up'; readonly does: string; readonly ref: Ref }
  | { readonly what: 'alert'; readonly ref: Ref }
  | { readonly what: 'request'; readonly id: string }
  | { readonly what: 'ping'; readonly name: string };

const UNKNOWN = { what: 'unknown' } as const;
const PUTS = new Set(['message', 'description', 'priority']);
/** What DELETE takes from an alert; anything else is the end of its name. */
const PARTS = new Set(['tags', 'details']);

/**
 * Read from the right: the SDK leaves slashes of an alias as they are, and puts one before the question mark. Not the
 * parameters of the route, for they know nothing of doubled slashes.
 */
export function addressOf({ method, path, params, query }: Delivery): Address {
  if (params['name'] !== undefined) return { what: 'ping', name: params['name'] };
  const found = /^(?:\/jsm\/ops\/integration)?\/v2\/alerts(?:\/(.*))?$/.exec(trimmed(path));
  if (!found) return UNKNOWN;
  const [, below = ''] = found;
  if (below === '') return { what: method === 'GET' ? 'list' : 'create' };
  if (method === 'GET') return asked(below, query['identifierType']);
  const does = doing(method, below);
  const name = does === 'delete' ? below : below.slice(0, -(does?.length ?? 0) - 1);
  const ref = refOf(name, query['identifierType']);
  return does === undefined || ref.value === '' ? UNKNOWN : { what: 'follow-up', does, ref };
}

function asked(below: string, type: string | undefined): Address {
  const [, id] = /^requests\/([^/]+)$/.exec(below) ?? [];
  return id === undefined ? { what: 'alert', ref: refOf(below, type) } : { what: 'request', id };
}

/** The end of the path, with its parameter where it has one: `close`, `actions/Restart`. */
function doing(method: string, below: string): string | undefined {
  const pieces = below.split('/');
  const last = pieces.at(-1) ?? '';
  if (method === 'PUT') return PUTS.has(last) ? last : undefined;
  if (method === 'DELETE') return PARTS.has(last) && pieces.length > 1 ? last : 'delete';
  return pieces.at(-2) === 'actions' && pieces.length > 2 ? `actions/${last}` : last;
}

function refOf(name: string, type = 'id'): Ref {
  const value = decoded(name).trim();
  const kind = type.toLowerCase();
  return { by: kind === 'alias' ? 'dedupKey' : kind === 'tiny' ? 'tiny' : 'id', value };
}

/** No pattern: a stranger may send very many slashes. */
function trimmed(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}
