import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { Transaction } from '../../platform/database/transaction.js';
import { PeopleQueries } from '../people/index.js';
import type * as dto from './incidents.dto.js';
import { IncidentsQueries } from './incidents.queries.js';
import { ALL_KINDS, entriesOf, EVENTS_OF, type StoryRow } from './story.rules.js';

/** Comments and what happened, in one stream, oldest first. */
@Injectable()
export class StoryQueries {
  constructor(
    private readonly transaction: Transaction,
    private readonly incidents: IncidentsQueries,
    private readonly people: PeopleQueries,
  ) {}

  async list(input: z.output<typeof dto.ListStoryInput>): Promise<z.output<typeof dto.Story>> {
    const incident = await this.incidents.get(input.incidentId);
    const kinds = input.kinds && input.kinds.length > 0 ? input.kinds : ALL_KINDS;
    const [at, id] = pageValues(input.pageToken) ?? [];
    // What an incident was opened from happened before it: hence its escalations and alerts too. Rings and informs are
    // their readers' own.
    const rows = await this.transaction.query<StoryRow>(
      `select * from (
         select id, at, kind, user_id, actor_id, actor_name, '' as text, params from event_log
         where audience is null and kind = any($4::text[]) and id in (
           select id from event_log where incident_id = $1
           union select id from event_log where escalation_id = any($2::uuid[])
           union select id from event_log where alert_id = any($3::uuid[]))
         union all
         select id, created_at, 'comment', user_id, user_id, user_name, text, '{}'::jsonb from comments
         where incident_id = $1 and $5) as story
       where $6::timestamptz is null or (at, id) > ($6, $7::uuid)
       order by at, id limit $8`,
      [
        incident.incidentId,
        incident.escalationIds,
        incident.alertIds,
        [...new Set(kinds.flatMap((kind) => EVENTS_OF[kind]))],
        kinds.includes('comment'),
        at ?? null,
        id ?? null,
        input.pageSize + 1,
      ],
    );
    const page = pageOf(rows, input.pageSize, (row) => [row.at.toISOString(), row.id]);
    const users = await this.people.usersByIds([
      ...new Set(page.rows.flatMap((row) => (row.user_id === null ? [] : [row.user_id]))),
    ]);
    const wanted = new Set(kinds);
    return {
      entries: page.rows.flatMap((row) => entriesOf(row, wanted, (userId) => users.get(userId)?.name)),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    };
  }
}
