/** A name, a place in a list, everything of a list or map, or what in a list has a field of this value. */
type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'all' }
  | { readonly kind: 'where'; readonly name: string; readonly value: string };

/** A path as it was understood; `$` at its beginning means the whole delivery. */
export interface Path {
  readonly fromWhole: boolean;
  readonly steps: readonly Step[];
}

/** Enough for every list that is no mistake, and a bound for `[*][*][*]`. */
const MOST_FOUND = 1000;
const LONGEST_PATH = 200;

/** One part of a path; sticky, so that each sign is looked at once. */
const PART =
  /\.?(?:\[\s*(?:"([^"]*)"|'([^']*)'|(\*)|([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\]"']*))|([^\]"'*=]+))\s*\]|(\*)|([^.[\]]+))/y;

/**
 * `a.b`, `a[0]`, `a[-1]`, `a["b.c"]`, `a[*].b`, `a[name=value].b`; `$` is the whole delivery. Undefined where it is no path.
 * Nothing is run: a path is a list of names.
 */
export function pathOf(text: string): Path | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > LONGEST_PATH) return undefined;
  const steps: Step[] = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < trimmed.length) {
    const [, double, single, star, field, value, quoted, bare, inside, any, name] = PART.exec(trimmed) ?? [];
    const given = double ?? single ?? inside?.trim() ?? name?.trim();
    if (star !== undefined || any !== undefined) steps.push({ kind: 'all' });
    else if (field !== undefined)
      steps.push({ kind: 'where', name: field, value: value ?? quoted ?? bare?.trim() ?? '' });
    else if (given !== undefined) steps.push({ kind: 'name', name: given });
    else return undefined;
  }
  const [first, ...rest] = steps;
  const fromWhole = first?.kind === 'name' && first.name === '$';
  return { fromWhole, steps: fromWhole ? rest : steps };
}

/** All that a path finds, in order; a path without `*` finds one thing at most. */
export function pick(item: unknown, { fromWhole, steps }: Path, whole: unknown): readonly unknown[] {
  return steps.reduce<readonly unknown[]>((found, step) => walked(found, step), [fromWhole ? whole : item]);
}

function walked(found: readonly unknown[], step: Step): readonly unknown[] {
  const next: unknown[] = [];
  for (const node of found) {
    for (const value of oneStep(node, step)) {
      if (next.length === MOST_FOUND) return next;
      next.push(value);
    }
  }
  return next;
}

function oneStep(node: unknown, step: Step): readonly unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  switch (step.kind) {
    case 'all':
      return (Array.isArray(node) ? (node as unknown[]) : Object.values(node)).slice(0, MOST_FOUND);
    case 'where':
      return (Array.isArray(node) ? (node as unknown[]) : [])
        .slice(0, MOST_FOUND)
        .filter((one) => String(ownOf(one, step.name)) === step.value);
    case 'name': {
      const name =
        Array.isArray(node) && /^-\d{1,6}$/.test(step.name)
          ? String(node.length + Number(step.name))
          : step.name;
      const value = ownOf(node, name);
      return value === undefined ? [] : [value];
    }
  }
}

/** What was sent, never what every object of the language has. */
const ownOf = (node: unknown, name: string): unknown =>
  typeof node === 'object' && node !== null && Object.hasOwn(node, name)
    ? (node as Readonly<Record<string, unknown>>)[name]
    : undefined;
