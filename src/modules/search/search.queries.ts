import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { SearchKind } from './search.dto.js';

/** What limits a search beside its words; several of one kind are alternatives, what is `not` must not hold. */
export interface Limits {
  readonly kinds?: readonly SearchKind[] | undefined;
  readonly teamIds?: readonly string[] | undefined;
  readonly statuses?: readonly string[] | undefined;
  readonly severities?: readonly string[] | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly not?: Omit<Limits, 'not' | 'from' | 'before'> | undefined;
  readonly from?: Date | undefined;
  readonly before?: Date | undefined;
}

export interface FoundRow {
  readonly id: string;
  readonly kind: SearchKind;
  readonly incident_id: string | null;
  readonly team_ids: readonly string[];
  readonly status: string;
  readonly severity: string;
  readonly at: Date;
}

/** First those that have it in their title, then the others; the newest first in both. */
export interface Place {
  readonly isInTitle: boolean;
  readonly at: string;
  readonly id: string;
}

const MOST_COUNTED = 1_000;
const COLUMNS = 'id, kind, incident_id, team_ids, status, severity, at';

@Injectable()
export class SearchQueries {
  constructor(private readonly transaction: Transaction) {}

  /** At most so many behind `after`. Without words: everything within the limits. */
  async find(
    words: string | undefined,
    limits: Limits,
    { after, most }: { readonly after?: Place | undefined; readonly most: number },
  ): Promise<readonly (FoundRow & { readonly isInTitle: boolean })[]> {
    const inTitle =
      words === undefined || after?.isInTitle === false
        ? []
        : await this.page(`title_words @@ $1::tsquery`, words, limits, { after, most });
    const left = most - inTitle.length;
    const others =
      left <= 0
        ? []
        : await this.page(
            words === undefined
              ? '$1::text is null'
              : `words @@ $1::tsquery and not title_words @@ $1::tsquery`,
            words,
            limits,
            { after: after?.isInTitle === true ? undefined : after, most: left },
          );
    return [
      ...inTitle.map((row) => ({ ...row, isInTitle: true })),
      ...others.map((row) => ({ ...row, isInTitle: false })),
    ];
  }

  /** The newest that there are, with what the facets count. */
  newest(words: string | undefined, limits: Limits): Promise<readonly FoundRow[]> {
    const found = words === undefined ? '$1::text is null' : 'words @@ $1::tsquery';
    return this.page(found, words, limits, { most: MOST_COUNTED });
  }

  /** Of those that nothing begins with, what there is instead. */
  async near(words: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (words.length === 0) return new Map();
    const rows = await this.transaction.query<{ typed: string; meant: readonly string[] }>(
      `select typed, array(select word from search_words where word % typed
           order by word <-> typed, word limit 3) as meant
       from unnest($1::text[]) as given(typed)
       where not exists (select from search_words where word ^@ typed)`,
      [words],
      'reports',
    );
    return new Map(rows.filter(({ meant }) => meant.length > 0).map(({ typed, meant }) => [typed, meant]));
  }

  private page(
    found: string,
    words: string | undefined,
    limits: Limits,
    { after, most }: { readonly after?: Place | undefined; readonly most: number },
  ): Promise<readonly FoundRow[]> {
    const values: unknown[] = [words ?? null];
    const value = (one: unknown): string => `$${values.push(one)}`;
    const where = [found, ...conditions(limits, value)];
    if (after) where.push(`(at, id) < (${value(after.at)}::timestamptz, ${value(after.id)}::uuid)`);
    const sql = `select ${COLUMNS} from search_documents where ${where.join(' and ')}
      order by at desc, id desc limit ${value(most)}`;
    return this.transaction.run(async () => {
      // It knows nothing of what it costs to fetch a long vector from beside the table, and would read all of them.
      await this.transaction.query('set local enable_seqscan = off');
      return this.transaction.query<FoundRow>(sql, values);
    }, 'reports');
  }
}

function conditions(limits: Limits, value: (one: unknown) => string): readonly string[] {
  const of = ({ kinds, teamIds, statuses, severities, labels }: Limits): readonly string[] => [
    ...(kinds ? [`kind = any(${value(kinds)}::text[])`] : []),
    ...(teamIds ? [`team_ids && ${value(teamIds)}::uuid[]`] : []),
    ...(statuses ? [`status = any(${value(statuses)}::text[])`] : []),
    ...(severities ? [`severity = any(${value(severities)}::text[])`] : []),
    ...(labels ? [`labels && ${value(labels)}::text[]`] : []),
  ];
  return [
    ...of(limits),
    ...(limits.not ? of(limits.not).map((one) => `not (${one})`) : []),
    ...(limits.from ? [`at >= ${value(limits.from)}`] : []),
    ...(limits.before ? [`at < ${value(limits.before)}`] : []),
  ];
}
