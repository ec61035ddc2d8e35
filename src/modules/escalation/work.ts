import type { Actor } from './actor.js';
import { decideCall } from './call.rules.js';
import type { CallEvent, CallTell } from './call.state.js';
import { isCallOver } from './call.state.js';
import type { Calls } from './calls.store.js';
import type { EffectsShell } from './effects.shell.js';
import { decide } from './escalation.rules.js';
import type { CallRow, EscalationRow } from './escalation.rows.js';
import type { Decision, RunEvent } from './escalation.state.js';
import type { CandidateLists } from './candidate-lists.js';
import type { AlertLink, Escalations } from './escalations.store.js';
import { looksForStep } from './ladder.rules.js';
import type { CandidatesByStep } from './policy.js';
import { RingChanges } from './ring-changes.js';

export interface WorkParts {
  readonly escalations: Escalations;
  readonly calls: Calls;
  readonly candidates: CandidateLists;
  readonly effects: EffectsShell;
}

/**
 * One transaction's worth of decisions. Rows are locked escalation first, then call, then (at the end, by device id)
 * ring session; tells of a call are heard after all effects of a decision, as the kernels expect.
 */
export class Work {
  readonly rings = new RingChanges();
  /** Something was decided: there may be other timers than before. */
  hasDecided = false;
  private readonly held = new Map<string, EscalationRow>();
  private readonly joined: AlertLink[] = [];
  private readonly heldCalls = new Map<string, CallRow>();
  private readonly tells: {
    readonly call: CallRow;
    readonly tell: CallTell;
    readonly actor: Actor | undefined;
  }[] = [];

  constructor(
    private readonly parts: WorkParts,
    readonly now: Date,
  ) {}

  /** Locked on first use. */
  async escalation(escalationId: string): Promise<EscalationRow | undefined> {
    const held = this.held.get(escalationId) ?? (await this.parts.escalations.lock(escalationId));
    if (held) this.held.set(escalationId, held);
    return held;
  }

  /** Together and in the order of their ids, as everybody does who wants several. */
  async holdAll(escalationIds: readonly string[]): Promise<void> {
    const missing = escalationIds.filter((id) => !this.held.has(id));
    for (const row of await this.parts.escalations.lockAll(missing)) this.held.set(row.id, row);
  }

  /** Alerts that join are written together: at the end, or before somebody copies them. */
  join(escalationId: string, alertIds: readonly string[]): void {
    this.joined.push(...alertIds.map((alertId) => ({ escalationId, alertId })));
  }

  linkJoined(): Promise<void> {
    return this.parts.escalations.linkAlerts(this.joined.splice(0), this.now);
  }

  /** A run that has just been stored with its first decision. */
  async opened(
    row: EscalationRow,
    decision: Extract<Decision, { outcome: 'changed' }>,
    actor?: Actor,
  ): Promise<void> {
    this.held.set(row.id, row);
    this.hasDecided = true;
    await this.parts.effects.afterRun(this, row, decision, 'new', actor);
  }

  hold(row: EscalationRow): void {
    this.held.set(row.id, row);
  }

  /** The escalation's row is locked before. */
  async call(callId: string): Promise<CallRow | undefined> {
    const held = this.heldCalls.get(callId) ?? (await this.parts.calls.lock(callId));
    if (held) this.heldCalls.set(callId, held);
    return held;
  }

  async apply(escalationId: string, event: RunEvent, actor?: Actor): Promise<Decision['outcome'] | Decision> {
    const row = await this.escalation(escalationId);
    if (!row) return 'ignored';
    const { decision, candidates } = await this.decided(row, event);
    if (decision.outcome !== 'changed') return decision;
    this.hasDecided = true;
    const changed = await this.parts.escalations.advance(row, decision, event, candidates, this.now, actor);
    this.held.set(row.id, changed);
    await this.parts.effects.afterRun(this, changed, decision, row.status, actor);
    return decision;
  }

  /** Kernel 1 has been asked before an acceptance comes here. */
  async applyCall(callId: string, event: CallEvent, actor?: Actor): Promise<boolean> {
    const row = await this.call(callId);
    if (!row) return false;
    const decision = decideCall(row.state, event, this.now.getTime());
    if (decision.outcome === 'ignored') return false;
    this.hasDecided = true;
    const changed = await this.parts.calls.advance(row, decision, event, this.now, actor);
    this.heldCalls.set(callId, changed);
    await this.parts.effects.afterCall(this, changed, decision, row.state, event);
    if (decision.tell) this.tells.push({ call: changed, tell: decision.tell, actor });
    return true;
  }

  /** The calls of a new decision begin here; their row was made by the effect. */
  async startCall(row: CallRow): Promise<void> {
    this.heldCalls.set(row.id, row);
    await this.applyCall(row.id, { kind: 'start' });
  }

  async drain(): Promise<void> {
    await this.linkJoined();
    for (let next = this.tells.shift(); next; next = this.tells.shift()) {
      const { call, tell, actor } = next;
      await this.apply(call.escalation_id, runEventOf(call, tell), actor);
    }
  }

  isOver(callId: string): boolean {
    const row = this.heldCalls.get(callId);
    return row === undefined || isCallOver(row.state.status);
  }

  /**
   * Candidates cost queries and most decisions need none. Decided without them first: only where a step was looked
   * for is the decision made anew, with them.
   */
  private async decided(
    row: EscalationRow,
    event: RunEvent,
  ): Promise<{ readonly decision: Decision; readonly candidates: CandidatesByStep }> {
    const nowMs = this.now.getTime();
    const without = decide(row.run, event, nowMs, []);
    const isEnough = without.outcome !== 'changed' || !looksForStep(without.notes);
    if (isEnough) return { decision: without, candidates: [] };
    const candidates = await this.parts.candidates.of(row, this.now);
    return { decision: decide(row.run, event, nowMs, candidates), candidates };
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
