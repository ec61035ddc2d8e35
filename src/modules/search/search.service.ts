import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/caller.js';
import { pageTokenOf, tokenValues } from '../../platform/database/paging.js';
import { InvalidInput } from '../../platform/errors/invalid-input.js';
import { Id, Instant } from '../../platform/wire/schemas.js';
import { AlertTexts } from '../alerts/index.js';
import { IncidentTexts } from '../incidents/index.js';
import { PeopleQueries } from '../people/index.js';
import { instantOfDay } from './days.rules.js';
import { limitsOf } from './limits.rules.js';
import { excerptOf, marksIn } from './marks.rules.js';
import { correctable, parseQuery, type Term, tsqueryOf } from './query.rules.js';
import type * as dto from './search.dto.js';
import { SearchInvalid } from './search.errors.js';
import { type FoundRow, type Limits, type Place, SearchQueries } from './search.queries.js';
import { fold } from './words.rules.js';

type Near = ReadonlyMap<string, readonly string[]>;

@Injectable()
export class SearchService {
  constructor(
    private readonly queries: SearchQueries,
    private readonly incidents: IncidentTexts,
    private readonly alerts: AlertTexts,
    private readonly people: PeopleQueries,
  ) {}

  /** @throws SearchInvalid */
  async search(input: z.output<typeof dto.SearchInput>, caller: Caller): Promise<dto.SearchPage> {
    const { terms, filters } = parseQuery(input.query);
    const after = placeOf(input.pageToken);
    const timeZone = input.timeZone ?? (await this.zoneOf(caller));
    const teamIds = filters.some(({ key }) => key === 'team')
      ? await this.teamIds()
      : new Map<string, string>();
    const said = limitsOf(filters, {
      teamId: (text) => teamIds.get(fold(text).text),
      dayBegins: (day) => instantOfDay(day, timeZone),
    });
    if ('wrong' in said)
      throw new SearchInvalid(`The filter ${said.wrong.key}: means nothing here`, { ...said.wrong });
    const near = await this.queries.near(correctable(terms));
    const words = tsqueryOf(terms, near);
    const rows = await this.queries.find(words, said.limits, { after, most: input.pageSize + 1 });
    const shown = rows.slice(0, input.pageSize);
    const last = shown.at(-1);
    return {
      hits: await this.hits(shown, terms, near),
      facets: after === undefined ? facetsOf(await this.counted(words, said.limits)) : [],
      corrections: [...near].map(([typed, meant]) => ({ typed, meant: [...meant] })),
      ...(rows.length > input.pageSize && last
        ? { nextPageToken: pageTokenOf(Number(last.isInTitle), last.at.toISOString(), last.id) }
        : {}),
    };
  }

  private counted(words: string | undefined, limits: Limits): Promise<readonly FoundRow[]> {
    return this.queries.newest(words, limits);
  }

  private async hits(
    rows: readonly FoundRow[],
    terms: readonly Term[],
    near: Near,
  ): Promise<dto.SearchHit[]> {
    const of = (kind: dto.SearchKind): readonly string[] =>
      rows.filter((row) => row.kind === kind).map(({ id }) => id);
    const [comments, alerts] = [
      new Map((await this.incidents.commentsByIds(of('comment'))).map((one) => [one.commentId, one])),
      new Map((await this.alerts.byIds(of('alert'))).map((one) => [one.alertId, one])),
    ];
    const incidents = new Map(
      (await this.incidents.byIds([...new Set(rows.flatMap(({ incident_id }) => incident_id ?? []))])).map(
        (one) => [one.incidentId, one],
      ),
    );
    return rows.flatMap((row) => {
      const { id, kind, incident_id, team_ids, status, severity, at } = row;
      const about = kind === 'alert' ? alerts.get(id) : incidents.get(incident_id ?? '');
      const comment = comments.get(id);
      // It went between the index and the look.
      if (!about || (kind === 'comment' && !comment)) return [];
      const body = kind === 'alert' ? (alerts.get(id)?.description ?? '') : (comment?.text ?? '');
      return [
        {
          kind,
          id,
          ...(incident_id === null ? {} : { incidentId: incident_id }),
          number: about.number,
          title: about.title,
          titleMarks: marksIn(about.title, terms, near),
          ...excerptOf(body, marksIn(body, terms, near)),
          teamIds: [...team_ids],
          status,
          severity: severity as dto.SearchHit['severity'],
          at: at.toISOString(),
          ...(comment ? { userName: comment.userName } : {}),
        },
      ];
    });
  }

  private async zoneOf({ userId }: Caller): Promise<string> {
    return userId === undefined ? 'UTC' : (await this.people.user(userId)).timeZone;
  }

  private async teamIds(): Promise<ReadonlyMap<string, string>> {
    const teams = await this.people.teamNames();
    return new Map(
      teams.flatMap(({ teamId, slug, name }) => [
        [fold(name).text, teamId] as const,
        [fold(slug).text, teamId] as const,
      ]),
    );
  }
}

function facetsOf(rows: readonly FoundRow[]): dto.SearchPage['facets'] {
  const counts = new Map<string, dto.SearchPage['facets'][number]>();
  const count = (key: dto.SearchPage['facets'][number]['key'], value: string): void => {
    const name = `${key} ${value}`;
    counts.set(name, { key, value, count: (counts.get(name)?.count ?? 0) + 1 });
  };
  for (const { kind, team_ids, status, severity } of rows) {
    count('kind', kind);
    count('status', status);
    count('severity', severity);
    for (const teamId of team_ids) count('team', teamId);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

/** @throws InvalidInput for what is no token of a search */
function placeOf(token: string | undefined): Place | undefined {
  if (!token) return undefined;
  const [isInTitle, at, id, ...more] = tokenValues(token) ?? [];
  const isOurs =
    (isInTitle === 0 || isInTitle === 1) &&
    Instant.safeParse(at).success &&
    Id.safeParse(id).success &&
    more.length === 0;
  if (!isOurs) throw new InvalidInput('The page token is not one of ours');
  return { isInTitle: isInTitle === 1, at: String(at), id: String(id) };
}
