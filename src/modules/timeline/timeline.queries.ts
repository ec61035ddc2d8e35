import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/caller.js';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { Transaction } from '../../platform/database/transaction.js';
import { PeopleQueries } from '../people/index.js';
import type * as dto from './timeline.dto.js';
import { readableNouns } from './readable-kinds.rules.js';
import { EVENT_COLUMNS, type EventRow, eventViewOf } from './timeline.rows.js';

@Injectable()
export class TimelineQueries {
  constructor(
    private readonly transaction: Transaction,
    private readonly people: PeopleQueries,
  ) {}

  async list(
    input: z.output<typeof dto.ListTimelineInput>,
    caller: Caller,
  ): Promise<z.output<typeof dto.EventPage>> {
    const [before] = pageValues(input.pageToken, 'number') ?? [];
    const teams = input.userId === undefined ? undefined : await this.people.rolesOf(input.userId);
    const nouns = readableNouns(caller);
    const rows = await this.transaction.query<EventRow>(
      `select ${EVENT_COLUMNS} from event_log
       where position is not null and ($1::bigint is null or position < $1)
         and (audience is null or $2::uuid = any(audience))
         and ($3::uuid is null or team_ids @> array[$3::uuid])
         and ($4::uuid is null or incident_id = $4) and ($5::uuid is null or escalation_id = $5)
         and ($6::uuid[] is null or team_ids && $6) and ($7::text[] is null or kind = any($7))
         and ($8::text[] is null or split_part(kind, '.', 1) = any($8))
       order by position desc limit $9`,
      [
        before ?? null,
        caller.userId ?? null,
        input.teamId ?? null,
        input.incidentId ?? null,
        input.escalationId ?? null,
        teams === undefined ? null : [...teams.keys()],
        input.kinds && input.kinds.length > 0 ? input.kinds : null,
        nouns === undefined ? null : [...nouns],
        input.pageSize + 1,
      ],
    );
    const page = pageOf(rows, input.pageSize, (row) => [row.position]);
    return {
      events: page.rows.map(eventViewOf),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    };
  }
}
