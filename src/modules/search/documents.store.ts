import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import { AlertTexts } from '../alerts/index.js';
import { type IncidentText, IncidentTexts } from '../incidents/index.js';
import {
  alertDocument,
  commentDocument,
  type Document,
  incidentDocument,
  vocabularyOf,
} from './documents.rules.js';

/** Of an incident whose title changes, so many comments are found by the new one. */
const MOST_COMMENTS = 1_000;
/** In one statement; each has its limit of time. */
const MOST_AT_ONCE = 200;

/** Writes what is found; whatever is not there any more leaves the index. */
@Injectable()
export class DocumentStore {
  constructor(
    private readonly transaction: Transaction,
    private readonly incidents: IncidentTexts,
    private readonly alerts: AlertTexts,
  ) {}

  async putIncidents(incidentIds: readonly string[]): Promise<readonly IncidentText[]> {
    const incidents = await this.incidents.byIds(incidentIds);
    await this.write(incidents.map(incidentDocument));
    await this.remember(incidents.map(({ title }) => title));
    await this.forget(incidentIds, new Set(incidents.map(({ incidentId }) => incidentId)));
    return incidents;
  }

  /** With their comments, which carry the title, the status and the team of theirs. */
  async putChanged(incidentIds: readonly string[]): Promise<void> {
    const incidents = await this.putIncidents(incidentIds);
    // One after the other: a few with a thousand comments each would be too much for one statement.
    for (const incident of incidents) {
      const comments = await this.incidents.commentsOf([incident.incidentId], MOST_COMMENTS);
      await this.write(comments.map((comment) => commentDocument(comment, incident)));
    }
  }

  async putComments(commentIds: readonly string[]): Promise<void> {
    const comments = await this.incidents.commentsByIds(commentIds);
    const incidents = await this.incidents.byIds([...new Set(comments.map(({ incidentId }) => incidentId))]);
    const known = new Map(incidents.map((incident) => [incident.incidentId, incident]));
    const documents = comments.flatMap((comment) => {
      const incident = known.get(comment.incidentId);
      return incident ? [commentDocument(comment, incident)] : [];
    });
    await this.write(documents);
    await this.remember(comments.map(({ text }) => text));
    await this.forget(commentIds, new Set(documents.map(({ id }) => id)));
  }

  async putAlerts(alertIds: readonly string[]): Promise<void> {
    const alerts = await this.alerts.byIds(alertIds);
    await this.write(alerts.map(alertDocument));
    await this.remember(alerts.flatMap(({ title, description }) => [title, description]));
    await this.forget(alertIds, new Set(alerts.map(({ alertId }) => alertId)));
  }

  private async write(documents: readonly Document[]): Promise<void> {
    for (let from = 0; from < documents.length; from += MOST_AT_ONCE)
      await this.writeSome(documents.slice(from, from + MOST_AT_ONCE));
  }

  private async writeSome(documents: readonly Document[]): Promise<void> {
    await this.transaction.query(
      `insert into search_documents as held
         (id, kind, incident_id, team_ids, status, severity, labels, at, title_words, words)
       select id, kind, incident_id, team_ids, status, severity, labels, at, title_words, words
       from jsonb_to_recordset($1::jsonb) as given(id uuid, kind text, incident_id uuid, team_ids uuid[], status text,
         severity text, labels text[], at timestamptz, title_words tsvector, words tsvector)
       on conflict (id) do update set team_ids = excluded.team_ids, status = excluded.status,
         severity = excluded.severity, labels = excluded.labels, at = excluded.at, title_words = excluded.title_words,
         words = excluded.words
       where (held.team_ids, held.status, held.severity, held.labels, held.at, held.title_words, held.words)
         is distinct from (excluded.team_ids, excluded.status, excluded.severity, excluded.labels, excluded.at,
         excluded.title_words, excluded.words)`,
      [JSON.stringify(documents)],
    );
  }

  private async remember(texts: readonly string[]): Promise<void> {
    const words = vocabularyOf(texts);
    if (words.length === 0) return;
    await this.transaction.query(
      `insert into search_words (word) select word from unnest($1::text[]) as given(word) order by word
       on conflict do nothing`,
      [words],
    );
  }

  private async forget(asked: readonly string[], there: ReadonlySet<string>): Promise<void> {
    const gone = asked.filter((id) => !there.has(id));
    if (gone.length > 0)
      await this.transaction.query(`delete from search_documents where id = any($1::uuid[])`, [gone]);
  }
}
