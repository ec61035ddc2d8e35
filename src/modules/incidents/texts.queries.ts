import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { IncidentStatus, IncidentView } from './incidents.dto.js';

export interface IncidentText {
  readonly incidentId: string;
  readonly number: number;
  readonly title: string;
  readonly status: IncidentStatus;
  readonly severity: IncidentView['severity'];
  readonly teamId: string;
  readonly alertIds: readonly string[];
  readonly startedAt: Date;
  readonly resolvedAt: Date | null;
  readonly lastWordAt: Date;
}

export interface CommentText {
  readonly commentId: string;
  readonly incidentId: string;
  readonly userName: string;
  readonly text: string;
  readonly createdAt: Date;
}

/** What an index of texts has to know; sets in, sets out. What is not there any more is not in the answer. */
@Injectable()
export class IncidentTexts {
  constructor(private readonly transaction: Transaction) {}

  byIds(incidentIds: readonly string[]): Promise<readonly IncidentText[]> {
    if (incidentIds.length === 0) return Promise.resolve([]);
    return this.transaction.query<IncidentText>(
      `select id as "incidentId", number, title, status, severity, team_id as "teamId", started_at as "startedAt",
         resolved_at as "resolvedAt", last_word_at as "lastWordAt",
         array(select alert_id from incident_alerts where incident_id = incidents.id order by linked_at, alert_id) as "alertIds"
       from incidents where id = any($1::uuid[])`,
      [incidentIds],
    );
  }

  commentsByIds(commentIds: readonly string[]): Promise<readonly CommentText[]> {
    if (commentIds.length === 0) return Promise.resolve([]);
    return this.transaction.query<CommentText>(`${COMMENTS} where id = any($1::uuid[])`, [commentIds]);
  }

  /** Of these incidents, oldest first, at most so many of each. */
  commentsOf(incidentIds: readonly string[], most: number): Promise<readonly CommentText[]> {
    if (incidentIds.length === 0) return Promise.resolve([]);
    return this.transaction.query<CommentText>(
      `select own.* from unnest($1::uuid[]) as wanted(incident_id)
       cross join lateral (${COMMENTS} where comments.incident_id = wanted.incident_id
         order by created_at, id limit $2) as own`,
      [incidentIds, most],
    );
  }

  /** For whoever goes through all there are, in the order of their ids. */
  async idsAfter(
    what: 'incidents' | 'comments',
    after: string | undefined,
    most: number,
  ): Promise<readonly string[]> {
    const rows = await this.transaction.query<{ id: string }>(
      `select id from ${what} where $1::uuid is null or id > $1 order by id limit $2`,
      [after ?? null, most],
    );
    return rows.map(({ id }) => id);
  }
}

const COMMENTS = `select id as "commentId", incident_id as "incidentId", user_name as "userName", text,
  created_at as "createdAt" from comments`;
