import type { Caller, ScopeName } from './caller.js';

/** The modules of the API, as their proto packages are named. */
export const API_MODULES = [
  'access',
  'people',
  'devices',
  'schedules',
  'policies',
  'alerts',
  'webhooks',
  'escalation',
  'incidents',
  'files',
  'stickers',
  'search',
  'timeline',
  'notifications',
  'operations',
] as const;
export type ApiModule = (typeof API_MODULES)[number];

const KINDS = ['read', 'write', 'ring'] as const satisfies readonly ScopeName[];

/** Opens the door of directories and no other; the wide `write` does not open it. */
export const PROVISIONING_SCOPE = 'scim:write';

/** What a token can be given: for all modules, or for one. Only calls ring. */
export type TokenScope =
  ScopeName | `${ApiModule}:read` | `${ApiModule}:write` | 'escalation:ring' | typeof PROVISIONING_SCOPE;

/** Who only looks changes nothing: packs come with the product, and the timeline is read. */
const READ_ONLY: ReadonlySet<ApiModule> = new Set<ApiModule>(['stickers', 'timeline']);

export const TOKEN_SCOPES: readonly TokenScope[] = [
  ...KINDS,
  ...API_MODULES.flatMap((module): readonly TokenScope[] => [
    `${module}:read`,
    ...(READ_ONLY.has(module) ? [] : [`${module}:write` as const]),
    ...(module === 'escalation' ? (['escalation:ring'] as const) : []),
  ]),
  PROVISIONING_SCOPE,
];

/** What these scopes allow in one module; without one, only what holds in all of them counts. */
export const scopesIn = (
  granted: ReadonlySet<TokenScope>,
  module: string | undefined,
): ReadonlySet<ScopeName> =>
  new Set(KINDS.filter((kind) => granted.has(kind) || granted.has(`${module ?? ''}:${kind}` as TokenScope)));

/** The caller as they stand before this module: a token may do there what its scopes say, and nothing else. */
export const callerIn = (caller: Caller, module: string | undefined): Caller =>
  caller.granted === undefined ? caller : { ...caller, scopes: scopesIn(caller.granted, module) };

/** Undefined: everything. */
export function readableModules(caller: Caller): ReadonlySet<string> | undefined {
  const { granted } = caller;
  if (granted === undefined || granted.has('read')) return undefined;
  return new Set(API_MODULES.filter((module) => granted.has(`${module}:read`)));
}
