import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Transaction } from '../../platform/database/transaction.js';
import { SendTrail } from '../notifications/index.js';
import type { CallEvent, CallNote, CallStatus } from './call.state.js';
import { CALL_COLUMNS } from './calls.store.js';
import type { CallRow, EscalationRow } from './escalation.rows.js';
import type { Note, RunEvent, RunKind, RunStatus } from './escalation.state.js';
import { ESCALATION_COLUMNS } from './escalations.store.js';
import type { CallRowKept, CallStory, RunRow, RunStory, Sending } from './explanation.stories.js';
import type { StepLookup } from './lookup.js';
import type { CandidatesByStep, Instant, UserId } from './policy.js';

export interface LinkedRow {
  readonly id: string;
  readonly number: number;
  readonly kind: RunKind;
  readonly status: RunStatus;
  /** `up`: this one was opened from it. */
  readonly direction: 'up' | 'down';
}

export interface Told {
  readonly userId: UserId;
  readonly about: string;
}

export interface AlertLinkRow {
  readonly alertId: string;
  readonly joinedAt: Date;
}

/** All that is kept of one escalation. */
export interface Kept {
  readonly row: EscalationRow;
  readonly story: RunStory;
  readonly sendings: readonly Sending[];
  readonly links: readonly LinkedRow[];
  readonly told: readonly Told[];
  readonly alerts: readonly AlertLinkRow[];
  readonly alertCount: number;
  /** What left before may be forgotten by now. */
  readonly sendsKeptSince: Instant;
}

const SHOWN_ALERTS = 100;

/** Reads what an explanation is made of: rows of the logs, and of what left the house. Nothing is looked up anew. */
@Injectable()
export class ExplanationReading {
  constructor(
    private readonly transaction: Transaction,
    private readonly trail: SendTrail,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async of(escalationId: string): Promise<Kept | undefined> {
    const [row] = await this.transaction.query<EscalationRow>(
      `select ${ESCALATION_COLUMNS} from escalations where id = $1`,
      [escalationId],
    );
    if (!row) return undefined;
    const calls = await this.transaction.query<CallRow>(
      `select ${CALL_COLUMNS} from calls where escalation_id = $1 order by started_at, id`,
      [escalationId],
    );
    const [rows, callRows, sendings, links, told, alerts, alertCount] = await Promise.all([
      this.runRows(row),
      this.callRows(calls),
      this.sendings(calls),
      this.links(row),
      this.told(escalationId),
      this.alerts(escalationId),
      this.alertCount(escalationId),
    ]);
    const stories = calls.map((call) => callStory(call, callRows.get(call.id) ?? []));
    const keptMs = this.config.settings.retention.outboxDays * 24 * 60 * 60 * 1000;
    const sendsKeptSince = this.clock.nowMs() - keptMs;
    const story = runStory(row, rows, stories);
    return { row, story, sendings, links, told, alerts, alertCount, sendsKeptSince };
  }

  private async runRows({ id, version }: EscalationRow): Promise<readonly RunRow[]> {
    const rows = await this.transaction.query<{
      version: number;
      at: Date;
      event: RunEvent;
      candidates: CandidatesByStep;
      lookup: readonly StepLookup[] | null;
      from_status: RunStatus;
      to_status: RunStatus;
      notes: readonly Note[];
      actor_name: string | null;
    }>(
      `select version, at, event, candidates, lookup, from_status, to_status, notes, actor_name
       from escalation_log where escalation_id = $1 and version <= $2 order by version`,
      [id, version],
    );
    return rows.map((row) => ({
      version: row.version,
      at: row.at.getTime(),
      event: row.event,
      candidates: row.candidates,
      lookup: row.lookup ?? [],
      from: row.from_status,
      to: row.to_status,
      notes: row.notes,
      actorName: row.actor_name ?? undefined,
    }));
  }

  /** A call may have gone on since its row was read: only what that row knows. */
  private async callRows(calls: readonly CallRow[]): Promise<ReadonlyMap<string, readonly CallRowKept[]>> {
    if (calls.length === 0) return new Map();
    const rows = await this.transaction.query<{
      call_id: string;
      version: number;
      at: Date;
      event: CallEvent;
      from_status: CallStatus;
      to_status: CallStatus;
      notes: readonly CallNote[];
      actor_name: string | null;
    }>(
      `select l.call_id, l.version, l.at, l.event, l.from_status, l.to_status, l.notes, l.actor_name
       from call_log l join unnest($1::uuid[], $2::int[]) as c(id, version) on l.call_id = c.id and l.version <= c.version
       order by l.call_id, l.version`,
      [calls.map(({ id }) => id), calls.map(({ version }) => version)],
    );
    return new Map(
      [...Map.groupBy(rows, (row) => row.call_id)].map(([callId, own]) => [
        callId,
        own.map((row) => ({
          version: row.version,
          at: row.at.getTime(),
          event: row.event,
          from: row.from_status,
          to: row.to_status,
          notes: row.notes,
          actorName: row.actor_name ?? undefined,
        })),
      ]),
    );
  }

  /** A ring of a device may stand for several calls: each message belongs to those that it was about. */
  private async sendings(calls: readonly CallRow[]): Promise<readonly Sending[]> {
    if (calls.length === 0) return [];
    const callIds = calls.map(({ id }) => id);
    const rings = await this.transaction.query<{
      ring_id: string;
      call_id: string;
      from_revision: number;
      until_revision: number | null;
    }>(
      `select ring_id, call_id, from_revision, until_revision from ring_session_calls where call_id = any($1::uuid[])`,
      [callIds],
    );
    const trail = await this.trail.of([...new Set(rings.map((ring) => ring.ring_id))], callIds);
    return trail.flatMap(({ callId, ringId, revision = 0, kind, deviceId, notifier, state, outcome, at }) => {
      const sending: Omit<Sending, 'callId'> = {
        kind: kind === 'phone' ? kind : 'ring',
        deviceId,
        notifier,
        state,
        outcome,
        at: at.getTime(),
      };
      if (kind === 'phone') return callId === undefined ? [] : [{ ...sending, callId }];
      return rings
        .filter(
          (ring) =>
            ring.ring_id === ringId &&
            ring.from_revision <= revision &&
            (ring.until_revision === null || ring.until_revision > revision) &&
            // What rang already is brought up to date whenever it changes: it is told of this call once.
            (kind === 'ring' || ring.from_revision === revision),
        )
        .map((ring) => ({ ...sending, callId: ring.call_id }));
    });
  }

  private async links({ id, parent_id }: EscalationRow): Promise<readonly LinkedRow[]> {
    return this.transaction.query<LinkedRow & Record<string, unknown>>(
      `select id, number, kind, status, case when id = $2 then 'up' else 'down' end as direction
       from escalations where id = $2 or parent_id = $1 order by number`,
      [id, parent_id],
    );
  }

  private async told(escalationId: string): Promise<readonly Told[]> {
    const rows = await this.transaction.query<{ user_id: string; about: string | null }>(
      `select distinct user_id, params ->> 'about' as about from event_log
       where escalation_id = $1 and kind = 'inform.sent' and user_id is not null order by about, user_id`,
      [escalationId],
    );
    return rows.map((row) => ({ userId: row.user_id, about: row.about ?? '' }));
  }

  private async alerts(escalationId: string): Promise<readonly AlertLinkRow[]> {
    const rows = await this.transaction.query<{ alert_id: string; joined_at: Date }>(
      `select alert_id, joined_at from escalation_alerts where escalation_id = $1 order by joined_at, alert_id limit ${SHOWN_ALERTS}`,
      [escalationId],
    );
    return rows.map((row) => ({ alertId: row.alert_id, joinedAt: row.joined_at }));
  }

  private async alertCount(escalationId: string): Promise<number> {
    const [row] = await this.transaction.query<{ count: number }>(
      `select count(*)::int as count from escalation_alerts where escalation_id = $1`,
      [escalationId],
    );
    return row?.count ?? 0;
  }
}

const callStory = (row: CallRow, rows: readonly CallRowKept[]): CallStory => ({
  callId: row.id,
  userId: row.user_id,
  cycle: row.cycle,
  step: row.step,
  tryNumber: row.try,
  startedAt: row.started_at.getTime(),
  call: row.state,
  rows,
  declineReason: row.decline_reason ?? undefined,
});

const runStory = (row: EscalationRow, rows: readonly RunRow[], calls: readonly CallStory[]): RunStory => ({
  status: row.status,
  startedAt: row.started_at.getTime(),
  endedAt: row.run.endedAt,
  acceptances: row.run.acceptances,
  policyName: row.snapshot.name,
  steps: row.snapshot.steps.map(({ targets, order, simultaneous, ringSeconds }) => ({
    targets,
    order,
    simultaneous,
    ringSeconds,
  })),
  rows,
  calls,
});
