import { Injectable, Logger } from '@nestjs/common';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/observability/metrics.js';

export const FINDING_CODES = [
  /** Nobody took a due row for more than 5 s. */
  'escalation-overdue',
  'call-overdue',
  /** Its escalation is over, and it rang on. */
  'call-of-the-ended',
  /** A device was to ring for nobody. */
  'ring-for-nothing',
  'message-overdue',
  /** Neither an escalation nor a reason. */
  'alert-unanswered',
  /** Routed to nobody: there is no catch-all team. */
  'alert-unrouted',
  /** The log and the row do not agree on how often it changed. */
  'log-gap',
  'row-failed',
  'backstop-fired',
  'nobody-to-call',
  'nobody-answers',
  /** An alert through one of our public addresses has not rung a canary for three intervals. */
  'canary-dead',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

export interface Finding {
  readonly code: FindingCode;
  readonly subjectId: string;
  readonly detail?: string;
  readonly isRepaired?: boolean;
}

export interface Unalarmed {
  readonly code: FindingCode;
  readonly times: number;
}

const DETAIL_LENGTH = 500;

/** What should never happen and did. Each is counted, kept, and shown until it is forgotten. */
@Injectable()
export class EngineFindings {
  private readonly log = new Logger(EngineFindings.name);

  constructor(
    private readonly transaction: Transaction,
    private readonly metrics: Metrics,
  ) {}

  /** Joins the transaction that runs. */
  async note(findings: readonly Finding[], now: Date): Promise<void> {
    const rows = findings.map((finding) => ({ ...finding, at: now }));
    if (rows.length > 0) await this.transaction.atEnd(this, rows, (all) => this.write(all));
  }

  /** Codes that were seen and of which nobody has been told for an hour; from now on they count as told. */
  async toTell(now: Date): Promise<readonly Unalarmed[]> {
    return this.transaction.query<Unalarmed>(
      `with told as (update engine_findings set alarmed_at = $1
         where alarmed_at is null or (last_at > alarmed_at and alarmed_at < $1::timestamptz - interval '1 hour')
         returning code, times)
       select code, sum(times)::int as times from told group by code order by code`,
      [now],
      'ring',
    );
  }

  private async write(rows: readonly (Finding & { readonly at: Date })[]): Promise<void> {
    // Twice the same in one statement would be refused.
    const distinct = [...new Map(rows.map((row) => [`${row.code} ${row.subjectId}`, row])).values()];
    await this.transaction.query(
      `insert into engine_findings (id, code, subject_id, is_repaired, detail, first_at, last_at)
       select id, code, subject_id, is_repaired, detail, at, at from jsonb_to_recordset($1::jsonb)
         as given(id uuid, code text, subject_id uuid, is_repaired boolean, detail text, at timestamptz)
       on conflict (code, subject_id) do update set times = engine_findings.times + 1, last_at = excluded.last_at,
         is_repaired = excluded.is_repaired, detail = excluded.detail`,
      [
        JSON.stringify(
          distinct.map((row) => ({
            id: newId(),
            code: row.code,
            subject_id: row.subjectId,
            is_repaired: row.isRepaired ?? false,
            detail: (row.detail ?? '').slice(0, DETAIL_LENGTH),
            at: row.at,
          })),
        ),
      ],
      'ring',
    );
    this.transaction.afterCommit(() => {
      for (const { code, subjectId } of distinct) {
        this.metrics.findings.inc({ code });
        this.log.error(`${code} (${subjectId}): something that should never happen`);
      }
    });
  }
}
