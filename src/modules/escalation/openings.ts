import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import { Wake } from '../../platform/events/wake.js';
import { CandidateLists } from './candidate-lists.js';
import { decide } from './escalation.rules.js';
import type { EscalationRow } from './escalation.rows.js';
import { newRun } from './escalation.state.js';
import { Escalations, type NewEscalation } from './escalations.store.js';
import { kernelPolicy } from './snapshots.rules.js';
import type { Work } from './work.js';

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
    const first = newRun(kernelPolicy(opening.snapshot), opening.severity, {
      kind: opening.kind,
      round: opening.round ?? 1,
      requester: opening.requester ?? null,
    });
    const id = newId();
    const place = { id, team_id: opening.teamId, snapshot: opening.snapshot, run: first };
    const candidates = await this.candidates.of(place, work.now);
    const decision = decide(first, { kind: 'start' }, work.now.getTime(), candidates);
    if (decision.outcome !== 'changed') throw new Error('A new run always starts');
    const row = await this.escalations.insert({ ...opening, id }, decision.run, work.now);
    if (!row) return undefined;
    work.hold(row);
    await this.escalations.log(
      row,
      { kind: 'start' },
      candidates,
      'new',
      decision.notes,
      work.now,
      opening.startedBy,
    );
    await this.linkAlerts(row, opening, work);
    await this.events.append([
      {
        kind: 'escalation.started',
        at: work.now,
        teamIds: [row.team_id],
        actor: opening.startedBy,
        escalationId: row.id,
        incidentId: row.incident_id ?? undefined,
        params: { number: String(row.number), title: row.title, severity: row.severity, kind: row.kind },
      },
    ]);
    await work.opened(row, decision, opening.startedBy);
    this.transaction.afterCommit(() => this.wake.wake('timers'));
    return row;
  }

  private async linkAlerts(row: EscalationRow, opening: Opening, work: Work): Promise<void> {
    const links = (opening.alertIds ?? []).map((alertId) => ({ escalationId: row.id, alertId }));
    await this.escalations.linkAlerts(links, work.now);
    if (opening.alertsOf) await work.linkJoined();
    if (opening.alertsOf)
      await this.transaction.query(
        `insert into escalation_alerts (escalation_id, alert_id, joined_at, resolved_at)
         select $1, alert_id, $3, resolved_at from escalation_alerts where escalation_id = $2 on conflict do nothing`,
        [row.id, opening.alertsOf, work.now],
      );
  }
}
