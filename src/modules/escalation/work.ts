import type { Actor } from './actor.js';
import { decideCall } from './call.rules.js';
import type { CallEvent, CallTell } from './call.state.js';
import { advancedCall, type Calls, type CallVersion } from './calls.store.js';
import { callsSomebody, heldOf } from './budget.rules.js';
import type { CandidateLists, Looked } from './candidate-lists.js';
import type { DeviceDirectory } from './device-directory.js';
import type { EffectsShell } from './effects.shell.js';
import { decide } from './escalation.rules.js';
import type { CallRow, EscalationRow } from './escalation.rows.js';
import type { Decision, RunEvent, RunStatus } from './escalation.state.js';
import { advanced, type AlertLink, type Escalations, type RunVersion } from './escalations.store.js';
import { looksForStep } from './ladder.rules.js';
import { RingChanges } from './ring-changes.js';
import type { RingCounts } from './ring-counts.js';

export interface WorkParts {
  readonly escalations: Escalations;
  readonly calls: Calls;
  readonly candidates: CandidateLists;
  readonly effects: EffectsShell;
  readonly directory: DeviceDirectory;
  readonly counts: RingCounts;
}

const NOTHING: Looked = { candidates: [], lookup: [] };

export type RunChanged = Extract<Decision, { outcome: 'changed' }>;

/** A decision about a run, with the row as it leaves it. */
export interface Decided {
  readonly row: EscalationRow;
  readonly decision: RunChanged;
  readonly from: RunStatus;
  readonly actor: Actor | undefined;
}

/**
 * One transaction's worth of decisions, however many rows they move: rows are locked once, decided upon in memory and
 * written together at the end. Locks: escalations by id, then calls, then (at the end, by device id) ring sessions;
 * tells of a call are heard after all effects of a decision, as the kernels expect.
 */
export class Work {
  readonly rings = new RingChanges();
  /** Something was decided: there may be other timers than before. */
  hasDecided = false;
  private readonly held = new Map<string, EscalationRow>();
  private readonly heldCalls = new Map<string, CallRow>();
  /** By escalation and key; of those whose live calls were all locked. */
  private readonly byKey = new Map<string, string>();
  private readonly whole = new Set<string>();
  private readonly joined: AlertLink[] = [];
  private readonly tells: {
    readonly call: CallRow;
    readonly tell: CallTell;
    readonly actor: Actor | undefined;
  }[] = [];
  private readonly changed = new Set<string>();
  private readonly versions: RunVersion[] = [];
  private readonly newCalls = new Set<string>();
  private readonly changedCalls = new Set<string>();
  private readonly callVersions: CallVersion[] = [];

  constructor(
    private readonly parts: WorkParts,
    readonly now: Date,
  ) {}

  /** Who can be rung where; asked for once, however many decisions need it. */
  get directory(): DeviceDirectory {
    return this.parts.directory;
  }

  /** How often people were rung of late, with what is begun here. */
  get counts(): RingCounts {
    return this.parts.counts;
  }

  /** Locked on first use. */
  async escalation(escalationId: string): Promise<EscalationRow | undefined> {
    if (!this.held.has(escalationId)) await this.holdAll([escalationId]);
    return this.held.get(escalationId);
  }

  /** Together and in the order of their ids, as everybody does who wants several. */
  async holdAll(escalationIds: readonly string[]): Promise<void> {
    const missing = [...new Set(escalationIds)].filter((id) => !this.held.has(id));
    for (const row of await this.parts.escalations.lock(missing)) this.held.set(row.id, row);
  }

  /** Rows that somebody has locked for this transaction. */
  hold(...rows: readonly EscalationRow[]): void {
    for (const row of rows) this.held.set(row.id, row);
  }

  /** Of those that are held. */
  statusOf(escalationId: string): RunStatus | undefined {
    return this.held.get(escalationId)?.status;
  }

  /** The escalation's row is locked before. */
  async call(callId: string): Promise<CallRow | undefined> {
    if (!this.heldCalls.has(callId)) await this.holdCalls([callId]);
    return this.heldCalls.get(callId);
  }

  async holdCalls(callIds: readonly string[]): Promise<void> {
    const missing = [...new Set(callIds)].filter((id) => !this.heldCalls.has(id));
    for (const row of await this.parts.calls.lock(missing)) this.keepCall(row);
  }

  /** All live calls of these, whose rows are locked before. */
  async holdLiveCalls(escalationIds: readonly string[]): Promise<void> {
    const missing = [...new Set(escalationIds)].filter((id) => !this.whole.has(id));
    for (const id of missing) this.whole.add(id);
    for (const row of await this.parts.calls.lockLive(missing))
      if (!this.heldCalls.has(row.id)) this.keepCall(row);
  }

  /** As the kernel names it. */
  async callIdOf(escalationId: string, key: string): Promise<string | undefined> {
    const name = `${escalationId} ${key}`;
    if (!this.byKey.has(name)) await this.holdLiveCalls([escalationId]);
    return this.byKey.get(name) ?? this.parts.calls.idOf(escalationId, key);
  }

  /** Alerts that join are written together: at the end, or before somebody copies them. */
  join(escalationId: string, alertIds: readonly string[]): void {
    this.joined.push(...alertIds.map((alertId) => ({ escalationId, alertId })));
  }

  linkJoined(): Promise<void> {
    return this.parts.escalations.linkAlerts(this.joined.splice(0), this.now);
  }

  /** Runs that have just been stored with their first decision. */
  async opened(starts: readonly (Decided & Looked)[]): Promise<void> {
    if (starts.length === 0) return;
    this.hasDecided = true;
    for (const { row, decision, candidates, lookup, from, actor } of starts) {
      this.held.set(row.id, row);
      this.whole.add(row.id);
      const { notes } = decision;
      this.versions.push({ row, event: { kind: 'start' }, candidates, lookup, from, notes, actor });
    }
    await this.parts.effects.afterRuns(this, starts);
  }

  async apply(escalationId: string, event: RunEvent, actor?: Actor): Promise<Decision['outcome'] | Decision> {
    const row = await this.escalation(escalationId);
    if (!row) return 'ignored';
    const { decision, candidates, lookup } = await this.decided(row, event);
    if (decision.outcome !== 'changed') return decision;
    this.hasDecided = true;
    this.counts.count(decision.effects);
    const next = advanced(row, decision.run, this.now);
    this.held.set(row.id, next);
    this.changed.add(row.id);
    const from = row.status;
    const { notes } = decision;
    this.versions.push({ row: next, event, candidates, lookup, from, notes, actor });
    await this.parts.effects.afterRuns(this, [{ row: next, decision, from, actor }]);
    return decision;
  }

  /** Kernel 1 has been asked before an acceptance comes here. */
  async applyCall(callId: string, event: CallEvent, actor?: Actor): Promise<boolean> {
    const row = await this.call(callId);
    if (!row) return false;
    const decision = decideCall(row.state, event, this.now.getTime());
    if (decision.outcome === 'ignored') return false;
    this.hasDecided = true;
    const next = advancedCall(row, decision, event, this.now);
    this.heldCalls.set(callId, next);
    this.changedCalls.add(callId);
    this.callVersions.push({ row: next, event, from: row.state.status, notes: decision.notes, actor });
    await this.parts.effects.afterCall(this, next, decision, row.state, event);
    if (decision.tell) this.tells.push({ call: next, tell: decision.tell, actor });
    return true;
  }

  /** A call that begins with this decision. */
  async startCall(row: CallRow): Promise<void> {
    this.keepCall(row);
    this.newCalls.add(row.id);
    await this.applyCall(row.id, { kind: 'start' });
  }

  /** Runs hear what their calls have to tell. */
  async hear(): Promise<void> {
    for (let next = this.tells.shift(); next; next = this.tells.shift()) {
      const { call, tell, actor } = next;
      await this.apply(call.escalation_id, runEventOf(call, tell), actor);
    }
  }

  /** Runs first: calls name them. The statements are on their way when this returns. */
  async write(): Promise<void> {
    const { escalations, calls } = this.parts;
    const callsOf = (ids: readonly string[]): readonly CallRow[] =>
      ids.flatMap((id) => this.heldCalls.get(id) ?? []);
    await Promise.all([
      this.linkJoined(),
      escalations.write(
        [...this.changed].flatMap((id) => this.held.get(id) ?? []),
        this.versions,
        this.now,
      ),
      calls.insert(callsOf([...this.newCalls])),
      calls.write(
        callsOf([...this.changedCalls].filter((id) => !this.newCalls.has(id))),
        this.callVersions,
        this.now,
      ),
    ]);
  }

  private keepCall(row: CallRow): void {
    this.heldCalls.set(row.id, row);
    this.byKey.set(`${row.escalation_id} ${row.key}`, row.id);
  }

  /**
   * Candidates cost queries and most decisions need none. Decided without them first: only where a step was looked
   * for is the decision made anew, with them.
   */
  private async decided(
    row: EscalationRow,
    event: RunEvent,
  ): Promise<Looked & { readonly decision: Decision }> {
    const nowMs = this.now.getTime();
    const without = decide(row.run, event, nowMs, []);
    if (without.outcome !== 'changed') return { decision: without, ...NOTHING };
    if (!looksForStep(without.notes)) return this.heldBack(row, event, without);
    // A step may ask how bad it is: as bad as this very decision makes it.
    const run = { ...row.run, severity: without.run.severity };
    const [looked = NOTHING] = await this.parts.candidates.of([{ ...row, run }], this.directory, this.now);
    await this.counts.know(
      [run],
      looked.candidates.flat().map(({ userId }) => userId),
    );
    const candidates = this.counts.marked(run, looked.candidates);
    return { ...looked, candidates, decision: decide(row.run, event, nowMs, candidates) };
  }

  /** Somebody is called in a step that runs already: who has been rung often of late comes after the others. */
  private async heldBack(
    { run }: EscalationRow,
    event: RunEvent,
    without: RunChanged,
  ): Promise<Looked & { readonly decision: Decision }> {
    if (!callsSomebody(without.effects)) return { decision: without, ...NOTHING };
    await this.counts.know(
      [run],
      run.queue.map(({ userId }) => userId),
    );
    const candidates = heldOf(run, (userId) => this.counts.heldUntil(run, userId));
    if (candidates.length === 0) return { decision: without, ...NOTHING };
    const decision = decide(run, event, this.now.getTime(), candidates);
    return { decision, candidates, lookup: [] };
  }
}

function runEventOf(call: CallRow, tell: CallTell): RunEvent {
  const who = { callId: call.key, userId: call.user_id };
  switch (tell.kind) {
    case 'ended':
      return { kind: 'callEnded', ...who, reason: tell.reason };
    case 'answered':
      return { kind: 'callAnswered', ...who };
    case 'accepted':
      return { kind: 'callAccepted', ...who };
    case 'declined':
      return { kind: 'callDeclined', ...who };
  }
}
