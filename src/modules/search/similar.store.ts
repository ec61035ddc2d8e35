import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import { AlertTexts } from '../alerts/index.js';
import { IncidentTexts } from '../incidents/index.js';
import {
  CONCEPT_WEIGHT,
  isConcept,
  isLatin,
  MOST_COMMENTS,
  profileVector,
  rarityOf,
  type Subject,
  subjectOfIncident,
  type Term,
  WEIGHT_OF,
} from './similar.rules.js';

export interface Likeness {
  readonly incidentId: string;
  readonly score: number;
  /** Of the terms that were asked for. */
  readonly terms: readonly string[];
  readonly isSameAlert: boolean;
  readonly isSameService: boolean;
}

/** The rarest are asked the index for; all of them count. */
const MOST_ASKED = 10;
const MOST_COUNTED = 32;
/** Of those that have a rare term, so many newest are held against each other. */
const MOST_CANDIDATES = 600;
const SAME_ALERT = 0.5;
const SAME_SERVICE = 0.15;

/** What each incident is about, and how rare that is. */
@Injectable()
export class SimilarStore {
  constructor(
    private readonly transaction: Transaction,
    private readonly incidents: IncidentTexts,
    private readonly alerts: AlertTexts,
  ) {}

  async put(incidentIds: readonly string[]): Promise<void> {
    const incidents = await this.incidents.byIds(incidentIds);
    const ids = incidents.map(({ incidentId }) => incidentId);
    const comments = Map.groupBy(
      await this.incidents.commentsOf(ids, MOST_COMMENTS),
      ({ incidentId }) => incidentId,
    );
    const alerts = await this.alerts.byIds([...new Set(incidents.flatMap(({ alertIds }) => alertIds))]);
    const subjects = incidents.map((incident) => ({
      incident,
      subject: subjectOfIncident(
        incident,
        alerts.filter(({ alertId }) => incident.alertIds.includes(alertId)),
        comments.get(incident.incidentId) ?? [],
      ),
    }));
    const stems = await this.stemsOf(subjects.flatMap(({ subject }) => subject.terms));
    await this.count(incidentIds, -1);
    await this.transaction.query(`delete from similar_profiles where incident_id = any($1::uuid[])`, [
      incidentIds,
    ]);
    const rows = subjects.map(({ incident, subject }) => {
      const terms = stemmed(subject.terms, stems);
      return {
        incident_id: incident.incidentId,
        service_keys: subject.serviceKeys,
        alert_keys: subject.alertKeys,
        terms: profileVector(terms),
        length: terms.length,
        at: incident.startedAt,
      };
    });
    await this.transaction.query(
      `insert into similar_profiles (incident_id, service_keys, alert_keys, terms, length, at)
       select incident_id, service_keys, alert_keys, terms, length, at from jsonb_to_recordset($1::jsonb)
         as given(incident_id uuid, service_keys text[], alert_keys text[], terms tsvector, length integer, at timestamptz)`,
      [JSON.stringify(rows)],
    );
    await this.count(ids, 1);
  }

  /** Those most like it, best first. */
  async like(subject: Subject, but: string | undefined, most: number): Promise<readonly Likeness[]> {
    const stems = await this.stemsOf(subject.terms);
    const weighed = await this.weighed(stemmed(subject.terms, stems));
    const counted = weighed.slice(0, MOST_COUNTED);
    const asked = counted.slice(0, MOST_ASKED).map(({ term }) => term);
    if (asked.length === 0 && subject.alertKeys.length === 0) return [];
    const whole = counted.reduce((sum, { weight }) => sum + weight, 0) || 1;
    return this.transaction.query<Likeness>(
      `with asked as (select term, weight, quote_literal(term)::tsquery as query
                      from unnest($1::text[], $2::float8[]) as given(term, weight)),
       candidates as materialized (
         select * from similar_profiles
         where (terms @@ (select string_agg(quote_literal(term), ' | ') from unnest($3::text[]) as rare(term))::tsquery
             or alert_keys && $4::text[]) and incident_id is distinct from $6
         order by at desc limit ${MOST_CANDIDATES}),
       scored as (
         select c.incident_id, c.at, c.alert_keys && $4::text[] as same_alert, c.service_keys && $5::text[] as same_service,
           coalesce(sum(asked.weight * ts_rank('{0, 0.6, 0.8, 1}', c.terms, asked.query) / ${RANK_OF_ONE}), 0)
             / $7 / (0.75 + 0.25 * ln(2.718 + c.length / 60.0)) as said,
           coalesce(array_agg(asked.term order by asked.weight desc) filter (where asked.term is not null), '{}') as found
         from candidates c left join asked on c.terms @@ asked.query
         group by c.incident_id, c.at, c.alert_keys, c.service_keys, c.length)
       select incident_id as "incidentId", found as terms, same_alert as "isSameAlert", same_service as "isSameService",
         least(1, said * (1 + case when same_service then ${SAME_SERVICE} else 0 end)
           + case when same_alert then ${SAME_ALERT} else 0 end)::float8 as score
       from scored order by score desc, at desc, incident_id limit $8`,
      [
        counted.map(({ term }) => term),
        counted.map(({ weight }) => weight),
        asked,
        subject.alertKeys,
        subject.serviceKeys,
        but ?? null,
        whole,
        most,
      ],
      'reports',
    );
  }

  /** For people, what was written, by the term as it is kept. */
  async writtenOf(subject: Subject): Promise<ReadonlyMap<string, string>> {
    const stems = await this.stemsOf(subject.terms);
    return new Map(subject.terms.map((term) => [stemOf(term, stems), term.written]));
  }

  /** Rarest and heaviest first. */
  private async weighed(terms: readonly Term[]): Promise<readonly { term: string; weight: number }[]> {
    if (terms.length === 0) return [];
    const rows = await this.transaction.query<{ term: string; having: number; all: number }>(
      `select given.term, coalesce(t.incidents, 0) as having, (select count(*)::integer from similar_profiles) as all
       from unnest($1::text[]) as given(term) left join similar_terms t using (term)`,
      [terms.map(({ term }) => term)],
      'reports',
    );
    const known = new Map(rows.map((row) => [row.term, row]));
    return terms
      .flatMap((one) => {
        const { having = 0, all = 0 } = known.get(one.term) ?? {};
        if (having === 0) return [];
        const trust = isConcept(one) ? CONCEPT_WEIGHT : 1;
        return [{ term: one.term, weight: WEIGHT_OF[one.weight] * trust * rarityOf(all, having) }];
      })
      .sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1));
  }

  /** Restarted, restarting and restart are one, by the stemmer of the database. */
  private async stemsOf(terms: readonly Term[]): Promise<ReadonlyMap<string, string>> {
    const words = [...new Set(terms.filter(isLatin).map(({ term }) => term))];
    if (words.length === 0) return new Map();
    const rows = await this.transaction.query<{ word: string; stem: string | null }>(
      `select word, (ts_lexize('english_stem', word))[1] as stem from unnest($1::text[]) as given(word)`,
      [words],
    );
    // What is a stop word there has no stem, and says nothing here either.
    return new Map(rows.map(({ word, stem }) => [word, stem ?? '']));
  }

  private async count(incidentIds: readonly string[], by: 1 | -1): Promise<void> {
    if (incidentIds.length === 0) return;
    await this.transaction.query(
      `insert into similar_terms as held (term, incidents)
       select lexeme, count(*) * $2 from similar_profiles, unnest(terms) where incident_id = any($1::uuid[])
       group by lexeme order by lexeme
       on conflict (term) do update set incidents = held.incidents + excluded.incidents`,
      [incidentIds, by],
    );
  }
}

/** What `ts_rank` gives one word that stands once with weight 1. */
const RANK_OF_ONE = 0.6079271;

const stemOf = (term: Term, stems: ReadonlyMap<string, string>): string => stems.get(term.term) ?? term.term;

function stemmed(terms: readonly Term[], stems: ReadonlyMap<string, string>): readonly Term[] {
  const found = new Map<string, Term>();
  for (const one of terms) {
    const term = stemOf(one, stems);
    const known = found.get(term);
    if (term !== '' && (!known || one.weight < known.weight)) found.set(term, { ...one, term });
  }
  return [...found.values()];
}
