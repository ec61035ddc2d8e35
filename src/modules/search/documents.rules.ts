import type { AlertText } from '../alerts/index.js';
import type { CommentText, IncidentText } from '../incidents/index.js';
import { fold, vectorOf, wordsOf } from './words.rules.js';
import { VOCABULARY } from './query.rules.js';

/** A row of the index. */
export interface Document {
  readonly id: string;
  readonly kind: 'incident' | 'comment' | 'alert';
  readonly incident_id: string | null;
  readonly team_ids: readonly string[];
  readonly status: string;
  readonly severity: string;
  readonly labels: readonly string[];
  readonly at: Date;
  readonly title_words: string;
  readonly words: string;
}

/** Longer texts are found by their beginning. */
const LONGEST = 20_000;
const MOST_LABELS = 100;

export const incidentDocument = (incident: IncidentText): Document => {
  const title = { text: incident.title, weight: 'A' as const };
  return {
    id: incident.incidentId,
    kind: 'incident',
    incident_id: incident.incidentId,
    team_ids: [incident.teamId],
    status: incident.status,
    severity: incident.severity,
    labels: [],
    at: incident.lastWordAt,
    title_words: vectorOf([title]),
    words: vectorOf([title, { text: `INC-${incident.number}`, weight: 'B' }]),
  };
};

/** With the title of its incident: who remembers a word of each finds it. */
export const commentDocument = (comment: CommentText, incident: IncidentText): Document => ({
  id: comment.commentId,
  kind: 'comment',
  incident_id: incident.incidentId,
  team_ids: [incident.teamId],
  status: incident.status,
  severity: incident.severity,
  labels: [],
  at: comment.createdAt,
  title_words: '',
  words: vectorOf([
    { text: comment.text.slice(0, LONGEST), weight: 'C' },
    { text: incident.title, weight: 'D' },
    { text: `${comment.userName} INC-${incident.number}`, weight: 'D' },
  ]),
});

export const alertDocument = (alert: AlertText): Document => {
  const title = { text: alert.title.slice(0, LONGEST), weight: 'A' as const };
  const labels = Object.entries(alert.labels).slice(0, MOST_LABELS);
  return {
    id: alert.alertId,
    kind: 'alert',
    incident_id: null,
    team_ids: alert.teamIds,
    status: alert.status,
    severity: alert.severity,
    labels: labels.map(([name, value]) => labelOf(`${name}=${value}`)),
    at: alert.firstReceivedAt,
    title_words: vectorOf([title]),
    words: vectorOf([
      title,
      {
        text: [alert.host, alert.service, alert.component, ...labels.map(([, value]) => value)]
          .join(' ')
          .slice(0, LONGEST),
        weight: 'B',
      },
      { text: alert.description.slice(0, LONGEST), weight: 'C' },
    ]),
  };
};

/** As a label is compared. */
export const labelOf = (text: string): string => fold(text).text.slice(0, 200);

/** Words of people in these texts, against which typing mistakes are held. */
export const vocabularyOf = (texts: readonly string[]): readonly string[] => [
  ...new Set(
    texts.flatMap((text) =>
      wordsOf(text.slice(0, LONGEST)).flatMap(({ kind, lexeme }) =>
        (kind === 'word' || kind === 'part') && VOCABULARY.test(lexeme) ? [lexeme] : [],
      ),
    ),
  ),
];
