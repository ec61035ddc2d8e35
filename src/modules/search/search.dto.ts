import { z } from 'zod';
import { Id, Instant, NextPage, Paging, Severity, TimeZone } from '../../platform/wire/schemas.js';

export const SearchKind = z.enum(['incident', 'comment', 'alert']).meta({ id: 'SearchKind' });
export type SearchKind = z.output<typeof SearchKind>;
/** Places in the text beside it, in UTF-16 units; `to` is the first that is not meant any more. */
export const Mark = z.strictObject({ from: z.int(), to: z.int() }).meta({ id: 'Mark' });
export type Mark = z.output<typeof Mark>;
export const SearchHit = z
  .strictObject({
    kind: SearchKind,
    /** Of the incident, the comment or the alert. */
    id: Id,
    incidentId: Id.optional(),
    /** Of the incident, also for a comment of it; or of the alert. */
    number: z.int(),
    title: z.string(),
    titleMarks: z.array(Mark),
    /** What stands around the first place that was found in the text; empty where only the title was. */
    excerpt: z.string(),
    excerptMarks: z.array(Mark),
    teamIds: z.array(Id),
    status: z.string(),
    severity: Severity,
    at: Instant,
    /** Who wrote the comment. */
    userName: z.string().optional(),
  })
  .meta({ id: 'SearchHit' });
export type SearchHit = z.output<typeof SearchHit>;
export const SearchFacet = z
  .strictObject({ key: z.enum(['kind', 'team', 'status', 'severity']), value: z.string(), count: z.int() })
  .meta({ id: 'SearchFacet' });
/** For a word that nothing has, what was looked for in its place. */
export const Correction = z
  .strictObject({ typed: z.string(), meant: z.array(z.string()) })
  .meta({ id: 'Correction' });
export const SearchInput = z.strictObject({
  /**
   * Words, `"phrases"`, `-not` and filters: kind: team: status: severity: label: from: before:, each with `-` as well.
   * Days are days of the time zone.
   */
  query: z.string().max(500),
  timeZone: TimeZone.optional(),
  ...Paging,
});
export const SearchPage = z
  .strictObject({
    hits: z.array(SearchHit),
    /** Of the newest that were found, at most a thousand; on the first page only. */
    facets: z.array(SearchFacet),
    corrections: z.array(Correction),
    ...NextPage,
  })
  .meta({ id: 'SearchPage' });
export type SearchPage = z.output<typeof SearchPage>;
export const RebuiltSearch = z.strictObject({ wasUnderWay: z.boolean() }).meta({ id: 'RebuiltSearch' });

export const SimilarIncident = z
  .strictObject({
    incidentId: Id,
    number: z.int(),
    title: z.string(),
    status: z.string(),
    severity: Severity,
    teamId: Id,
    startedAt: Instant,
    resolvedAt: Instant.optional(),
    /** From its beginning to its resolution. */
    tookSeconds: z.int().optional(),
    /** From 0 to 1; only good for comparing those of one answer. */
    score: z.number(),
    /** What both have: words as they were written, labels, the same alert, the same service. */
    because: z.array(
      z
        .strictObject({ kind: z.enum(['alert', 'service', 'word']), text: z.string() })
        .meta({ id: 'SimilarBecause' }),
    ),
    /** The last words before it was resolved, or the last there are. */
    solution: z.string().optional(),
    solvedByName: z.string().optional(),
  })
  .meta({ id: 'SimilarIncident' });
export type SimilarIncident = z.output<typeof SimilarIncident>;
export const SimilarIncidents = z
  .strictObject({ incidents: z.array(SimilarIncident) })
  .meta({ id: 'SimilarIncidents' });
const Most = { most: z.int().min(1).max(20).default(3) };
export const SimilarToIncidentInput = z.strictObject({ incidentId: Id, ...Most });
export const SimilarToAlertInput = z.strictObject({ alertId: Id, ...Most });
export const SimilarToEscalationInput = z.strictObject({ escalationId: Id, ...Most });
