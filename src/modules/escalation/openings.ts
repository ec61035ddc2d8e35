import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog, type NewEvent } from '../../platform/events/event-log.js';
import { Wake } from '../../platform/events/wake.js';
import { CandidateLists } from './candidate-lists.js';
import { decide } from './escalation.rules.js';
import type { EscalationRow } from './escalation.rows.js';
import { isTrial, newRun, type Run } from './escalation.state.js';
import { Escalations, type NewEscalation } from './escalations.store.js';
import { kernelPolicy } from './snapshots.rules.js';
import type { RunChanged, Work } from './work.js';

export interface Opening extends NewEscalation {
  readonly round?: number;
  readonly requester?: string | undefined;
  readonly alertIds?: readonly string[];
  /** Takes the alerts of this one along. */
  readonly alertsOf?: string;
}

/** Starts escalations: the first decision is made before the row is, so that no row is ever without its timer. */
@Injectable()
export class Openings {
  constructor(
    private readonly escalations: Escalations,
    private readonly candidates: CandidateLists,
    private readonly transaction: Transaction,
    private readonly events: EventLog,
    private readonly wake: Wake,
  ) {}

  /** Undefined: an ordinary one of the same group is being opened by somebody else. */
  async open(work: Work, opening: Opening): Promise<EscalationRow | undefined> {
    return (await this.openAll(work, [opening]))[0];
  }

  /** One row for each opening, in their order, however many there are: each thing is read and written once. */
  async openAll(work: Work, openings: readonly Opening[]): Promise<readonly (EscalationRow | undefined)[]> {
    if (openings.length === 0) return [];
    const drafts = openings.map((opening) => ({ opening, id: newId(), run: firstRun(opening) }));
    const lists = await this.candidates.of(
      drafts.map(({ opening, id, run }) => ({
        id,
        snapshot: opening.snapshot,
        run,
        kind: opening.kind,
        parent_id: opening.parentId ?? null,
      })),
      work.directory,
      work.now,
    );
    await work.counts.know(
      drafts.map(({ run }) => run),
      lists.flatMap(({ candidates }) => candidates.flat()).map(({ userId }) => userId),
    );
    const starts = drafts.map((draft, i) => {
      const { candidates: listed, lookup } = lists[i] ?? { candidates: [], lookup: [] };
      const candidates = work.counts.marked(draft.run, listed);
      const decision = decide(draft.run, { kind: 'start' }, work.now.getTime(), candidates);
      if (decision.outcome !== 'changed') throw new Error('A new run always starts');
      // One batch may ring somebody as often as many do one after the other.
      work.counts.count(decision.effects);
      return { ...draft, candidates, lookup, decision: decision satisfies RunChanged };
    });
    const rows = await this.escalations.insert(
      starts.map(({ opening, id, decision }) => ({ ...opening, id, run: decision.run })),
      work.now,
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    const opened = starts.flatMap(({ opening, id, candidates, lookup, decision }) => {
      const row = byId.get(id);
      return row
        ? [{ row, opening, candidates, lookup, decision, from: 'new' as const, actor: opening.startedBy }]
        : [];
    });
    await Promise.all([
      this.linkAlerts(opened, work),
      this.events.append(
        opened
          .filter(({ row }) => !isTrial(row.kind))
          .map(({ row, opening }) => startedEvent(row, opening, work.now)),
      ),
      work.opened(opened),
    ]);
    this.transaction.afterCommit(() => this.wake.wake('timers'));
    return starts.map(({ id }) => byId.get(id));
  }

  private async linkAlerts(
    opened: readonly { readonly row: EscalationRow; readonly opening: Opening }[],
    work: Work,
  ): Promise<void> {
    const links = opened.flatMap(({ row, opening }) =>
      (opening.alertIds ?? []).map((alertId) => ({ escalationId: row.id, alertId })),
    );
    const copies = opened.flatMap(({ row, opening }) =>
      opening.alertsOf === undefined ? [] : [{ to: row.id, from: opening.alertsOf }],
    );
    // On their way in this order before anything else that is opened meanwhile copies them.
    await Promise.all([
      this.escalations.linkAlerts(links, work.now),
      work.linkJoined(),
      copies.length > 0 &&
        this.transaction.query(
          `insert into escalation_alerts (escalation_id, alert_id, joined_at, resolved_at)
           select given."to", alert_id, $2, resolved_at from escalation_alerts
             join jsonb_to_recordset($1::jsonb) as given("to" uuid, "from" uuid) on escalation_id = given."from"
           on conflict do nothing`,
          [JSON.stringify(copies), work.now],
        ),
    ]);
  }
}

const startedEvent = (row: EscalationRow, opening: Opening, at: Date): NewEvent => ({
  kind: 'escalation.started',
  at,
  teamIds: [row.team_id],
  actor: opening.startedBy,
  escalationId: row.id,
  incidentId: row.incident_id ?? undefined,
  params: { number: String(row.number), title: row.title, severity: row.severity, kind: row.kind },
});

const firstRun = (opening: Opening): Run =>
  newRun(kernelPolicy(opening.snapshot), opening.severity, {
    kind: opening.kind,
    round: opening.round ?? 1,
    requester: opening.requester ?? null,
  });
