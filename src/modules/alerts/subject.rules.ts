import type { Kind } from '../../plugins/kit/index.js';
import type { Severity } from '../../platform/wire/schemas.js';
import type { RuleSubject } from './rules.rules.js';

/** What of a stored alert conditions may ask about. */
export interface SubjectRow {
  readonly title: string;
  /** The whole of a title that was too long to be shown. */
  readonly full_title: string | null;
  readonly description: string;
  readonly severity: Severity;
  readonly source_severity: string | null;
  readonly kind: Kind;
  readonly service: string | null;
  readonly component: string | null;
  readonly host: string | null;
  readonly environment: string | null;
  readonly dedup_key: string;
  readonly source_group_key: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

export const subjectOf = (row: SubjectRow): RuleSubject => ({
  title: row.full_title ?? row.title,
  description: row.description,
  severity: row.severity,
  sourceSeverity: row.source_severity ?? undefined,
  kind: row.kind,
  service: row.service ?? undefined,
  component: row.component ?? undefined,
  host: row.host ?? undefined,
  environment: row.environment ?? undefined,
  dedupKey: row.dedup_key,
  groupKey: row.source_group_key ?? undefined,
  labels: row.labels,
});
