import type { OrgRole, Scope } from '../generated/api/models';
import { SCOPE } from '../generated/api/models/scope-array';

export const SCOPE_KINDS = ['read', 'write', 'ring'] as const;
export type ScopeKind = (typeof SCOPE_KINDS)[number];

interface Parts {
  /** Nothing: in all modules. */
  readonly module: string | undefined;
  readonly kind: ScopeKind;
}

export function partsOf(scope: Scope): Parts {
  const [first = '', second] = scope.split(':');
  const kind = SCOPE_KINDS.find((one) => one === (second ?? first)) ?? 'read';
  return { module: second === undefined ? undefined : first, kind };
}

/** In the order in which the server names them; the first stands for all. */
export const SCOPE_MODULES: readonly (string | undefined)[] = [
  ...new Set(SCOPE.map((scope) => partsOf(scope).module)),
];

export const scopeOf = (module: string | undefined, kind: ScopeKind): Scope | undefined =>
  SCOPE.find((scope) => partsOf(scope).module === module && partsOf(scope).kind === kind);

/** Only admins write there. */
const ADMIN_ONLY: ReadonlySet<Scope> = new Set<Scope>(['operations:write', 'search:write']);

/** What a token of somebody with this role can be given: more would have no effect, and look as if it had. */
export function offeredScopes(role: OrgRole): ReadonlySet<Scope> {
  if (role === 'admin') return new Set(SCOPE);
  if (role === 'member') return new Set(SCOPE.filter((scope) => !ADMIN_ONLY.has(scope)));
  // Own tokens are everybody's to rotate.
  return new Set(SCOPE.filter((scope) => partsOf(scope).kind === 'read' || scope === 'access:write'));
}

/** Given already by the one for all modules. */
export const isImplied = (chosen: readonly Scope[], scope: Scope): boolean => {
  const { module, kind } = partsOf(scope);
  return module !== undefined && chosen.includes(kind);
};

/** With this one the other way round, and without what the wide ones imply. */
export function toggled(chosen: readonly Scope[], scope: Scope): readonly Scope[] {
  const next = chosen.includes(scope) ? chosen.filter((one) => one !== scope) : [...chosen, scope];
  return SCOPE.filter((one) => next.includes(one) && !isImplied(next, one));
}

/** For people: which kinds in which module. */
export function byModule(
  scopes: readonly Scope[],
): readonly { readonly module: string; readonly kinds: readonly ScopeKind[] }[] {
  return SCOPE_MODULES.flatMap((module) => {
    const kinds = SCOPE_KINDS.filter((kind) => {
      const scope = scopeOf(module, kind);
      return scope !== undefined && scopes.includes(scope);
    });
    return kinds.length === 0 ? [] : [{ module: module ?? 'all', kinds }];
  });
}
