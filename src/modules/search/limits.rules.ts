import { Instant, Severity } from '../../platform/wire/schemas.js';
import { labelOf } from './documents.rules.js';
import { dayOf, type Filter } from './query.rules.js';
import { SearchKind } from './search.dto.js';
import type { Limits } from './search.queries.js';

const STATUSES = ['open', 'investigating', 'mitigated', 'resolved', 'closed', 'firing'] as const;

export interface WrongFilter {
  readonly at: number;
  readonly length: number;
  readonly key: string;
  /** What it could be; empty for what anybody may call as they like. */
  readonly allowed: readonly string[];
}

/** What filters need to know of the world. */
export interface Surroundings {
  /** By slug or name, folded; undefined where there is no such team. */
  readonly teamId: (said: string) => string | undefined;
  /** The instant at which a day begins where the reader is. */
  readonly dayBegins: (day: { year: number; month: number; day: number }) => Date;
}

/** What the filters mean together, or which of them means nothing. */
export function limitsOf(
  filters: readonly Filter[],
  around: Surroundings,
): { readonly limits: Limits } | { readonly wrong: WrongFilter } {
  const yes = new Sides();
  const no = new Sides();
  let [from, before]: (Date | undefined)[] = [];
  for (const filter of filters) {
    const wrong = (allowed: readonly string[] = []) => ({
      wrong: { at: filter.at, length: filter.length, key: filter.key, allowed },
    });
    const side = filter.isExcluded ? no : yes;
    const value = filter.value.toLowerCase();
    if (filter.key === 'kind') {
      if (!SearchKind.safeParse(value).success) return wrong(SearchKind.options);
      side.kinds.push(value as SearchKind);
    }
    if (filter.key === 'status') {
      if (!(STATUSES as readonly string[]).includes(value)) return wrong(STATUSES);
      side.statuses.push(value);
    }
    if (filter.key === 'severity') {
      if (!Severity.safeParse(value).success) return wrong(Severity.options);
      side.severities.push(value);
    }
    if (filter.key === 'label') side.labels.push(labelOf(filter.value));
    if (filter.key === 'team') {
      const teamId = around.teamId(filter.value);
      if (teamId === undefined) return wrong();
      side.teamIds.push(teamId);
    }
    if (filter.key === 'from' || filter.key === 'before') {
      const day = dayOf(filter.value);
      const at = day
        ? around.dayBegins(day)
        : Instant.safeParse(filter.value).success
          ? new Date(filter.value)
          : undefined;
      if (!at || filter.isExcluded) return wrong(['2026-11-27', '2026-11', '2026']);
      if (filter.key === 'from') from = at;
      else before = at;
    }
  }
  const not = no.limits();
  return {
    limits: {
      ...yes.limits(),
      ...(not === undefined ? {} : { not }),
      ...(from === undefined ? {} : { from }),
      ...(before === undefined ? {} : { before }),
    },
  };
}

class Sides {
  readonly kinds: SearchKind[] = [];
  readonly teamIds: string[] = [];
  readonly statuses: string[] = [];
  readonly severities: string[] = [];
  readonly labels: string[] = [];

  /** Undefined: there are none. */
  limits(): Omit<Limits, 'not' | 'from' | 'before'> | undefined {
    const { kinds, teamIds, statuses, severities, labels } = this;
    const said = Object.entries({ kinds, teamIds, statuses, severities, labels }).filter(
      ([, list]) => list.length > 0,
    );
    return said.length === 0 ? undefined : Object.fromEntries(said);
  }
}
