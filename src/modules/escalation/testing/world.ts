import { decideCall } from '../call.rules.js';
import type { Call, CallEffect, CallEvent, CallLogRow, CallTell } from '../call.state.js';
import { isCallOver, newCall } from '../call.state.js';
import { decide } from '../escalation.rules.js';
import type { Effect, LogRow, Run, RunEvent } from '../escalation.state.js';
import { isFinal, newRun } from '../escalation.state.js';
import type { DevicePlan, PersonPlan } from './phones.js';
import type { CallId, CandidatesByStep, Instant, UserId } from '../policy.js';

export interface Outage {
  readonly from: Instant;
  readonly until: Instant;
}

export interface Setting {
  readonly run: Run;
  readonly candidates: CandidatesByStep;
  /** The n-th call (from 1) of a person; each may go differently. */
  readonly plan: (userId: UserId, nth: number) => PersonPlan;
  readonly outages?: readonly Outage[];
  readonly lateMs?: (dueAt: Instant) => number;
  readonly linked?: (opened: Extract<Effect, { kind: 'openLinked' }>) => Omit<Setting, 'plan'> | null;
}

export interface RingRow {
  readonly callId: CallId;
  readonly deviceId: string;
  readonly from: Instant;
  readonly until: Instant;
}

export interface CallRow {
  readonly runId: string;
  readonly nth: number;
  readonly startedAt: Instant;
  readonly first: Call;
  readonly call: Call;
}

interface Escalation {
  readonly run: Run;
  readonly candidates: CandidatesByStep;
  readonly parentId: string | null;
}

interface Job {
  readonly at: Instant;
  readonly act: () => void;
}

/** Both kernels, a virtual clock and simulated phones. One process, no storage: what is under test are the rules. */
export class World {
  now: Instant = 0;
  readonly escalations = new Map<string, Escalation>();
  readonly calls = new Map<string, CallRow>();
  readonly logs = new Map<string, LogRow[]>();
  readonly callLogs = new Map<string, CallLogRow[]>();
  readonly trace: string[] = [];
  readonly effects: { readonly at: Instant; readonly runId: string; readonly effect: Effect }[] = [];
  readonly rings: RingRow[] = [];
  /** Called after every stored decision. */
  onChange: (runId: string, before: Run, after: Run, event: RunEvent) => void = () => undefined;

  private jobs: Job[] = [];
  private readonly tells: (() => void)[] = [];
  private readonly liveKeys = new Set<string>();
  private readonly callsOf = new Map<UserId, number>();

  constructor(private readonly setting: Setting) {
    this.open('e1', setting.run, setting.candidates, null);
  }

  run(runId = 'e1'): Run {
    const found = this.escalations.get(runId);
    if (!found) throw new Error(`no escalation ${runId}`);
    return found.run;
  }

  open(runId: string, run: Run, candidates: CandidatesByStep, parentId: string | null): void {
    this.escalations.set(runId, { run, candidates, parentId });
    this.logs.set(runId, []);
  }

  at(at: Instant, act: () => void): void {
    this.jobs.push({ at: this.awake(at), act });
  }

  /** Everything that happens up to and including this instant. */
  until(end: Instant, limit = 20_000): this {
    for (let count = 0; count < limit; count += 1) {
      const job = this.nextJob();
      const timer = this.nextTimer();
      const at = Math.min(job?.at ?? Infinity, timer?.at ?? Infinity);
      if (at > end || at === Infinity) break;
      this.now = Math.max(this.now, at);
      // What people do at the very instant of a timer has been done in time.
      if (job && job.at <= at) {
        this.jobs = this.jobs.filter((other) => other !== job);
        job.act();
      } else timer?.act();
      this.drain();
    }
    if (end !== Infinity) this.now = end;
    return this;
  }

  apply(runId: string, event: RunEvent): 'changed' | 'ignored' | 'refused' {
    const held = this.escalations.get(runId);
    if (!held) return 'ignored';
    const decision = decide(held.run, event, this.now, held.candidates);
    if (decision.outcome === 'refused') this.say(`refused: ${decision.why}`);
    if (decision.outcome !== 'changed') return decision.outcome;
    this.escalations.set(runId, { ...held, run: decision.run });
    this.logs.get(runId)?.push({
      version: decision.run.version,
      at: this.now,
      event,
      candidates: held.candidates,
      from: held.run.status,
      to: decision.run.status,
      notes: decision.notes,
    });
    this.onChange(runId, held.run, decision.run, event);
    for (const effect of decision.effects) this.perform(runId, effect);
    if (isFinal(decision.run.status) && held.run.status !== decision.run.status)
      this.say(`${runId} ${decision.run.status}`);
    return 'changed';
  }

  tellCall(callKey: string, event: CallEvent): void {
    const row = this.calls.get(callKey);
    if (!row) return;
    const isAcceptance =
      event.kind === 'accept' || (event.kind === 'receipt' && event.receipt === 'accepted');
    const { callId, userId } = row.call;
    // The lock order of the product: the escalation decides first, and a refusal leaves the call as it was.
    if (isAcceptance && this.apply(row.runId, { kind: 'callAccepted', callId, userId }) === 'refused') return;
    const decision = decideCall(row.call, event, this.now);
    if (decision.outcome === 'ignored') return;
    const { version, status } = decision.call;
    const logged = { version, at: this.now, event, from: row.call.status, to: status, notes: decision.notes };
    this.callLogs.get(callKey)?.push(logged);
    this.calls.set(callKey, { ...row, call: decision.call });
    if (decision.call.dueAt === null) this.liveKeys.delete(callKey);
    else this.liveKeys.add(callKey);
    for (const effect of decision.effects) this.performOnCall(callKey, effect);
    if (decision.tell) this.hear(row, decision.tell);
  }

  private hear(row: CallRow, tell: CallTell): void {
    const { callId, userId } = row.call;
    this.say(tell.kind === 'ended' ? `${userId} ${tell.reason}` : `${userId} ${tell.kind}`);
    const event: RunEvent = {
      ended: {
        kind: 'callEnded',
        callId,
        userId,
        reason: tell.kind === 'ended' ? tell.reason : 'silent',
      } as const,
      answered: { kind: 'callAnswered', callId, userId } as const,
      accepted: { kind: 'callAccepted', callId, userId } as const,
      declined: { kind: 'callDeclined', callId, userId } as const,
    }[tell.kind];
    this.tells.push(() => this.apply(row.runId, event));
  }

  private drain(): void {
    for (let tell = this.tells.shift(); tell; tell = this.tells.shift()) tell();
  }

  private perform(runId: string, effect: Effect): void {
    this.effects.push({ at: this.now, runId, effect });
    switch (effect.kind) {
      case 'startCall':
        return this.startCall(runId, effect);
      case 'cancelCall': {
        const key = `${runId}:${effect.callId}`;
        const row = this.calls.get(key);
        if (row && !isCallOver(row.call.status)) this.say(`${row.call.userId} cancelled`);
        return this.tellCall(key, { kind: 'cancel' });
      }
      case 'recheckCall':
        return this.tellCall(`${runId}:${effect.callId}`, { kind: 'due' });
      case 'inform':
        return effect.userIds.length > 0
          ? this.say(`told ${effect.userIds.join(' ')}: ${effect.about}`)
          : undefined;
      case 'release':
        return this.say(`${effect.userId} released`);
      case 'openLinked':
        return this.openLinked(runId, effect);
      case 'stopLinked':
        return this.stopLinked(runId);
      case 'finding':
        return this.say(`finding: ${effect.code}`);
      case 'askStillOnIt':
        return this.say('responders asked');
      case 'tellWatcher':
        return this.say('watcher told');
    }
  }

  /** The whole chain: the last resort may long have handed over to the organisation's list. */
  private stopLinked(runId: string): void {
    for (const [id, held] of this.escalations) {
      if (held.parentId !== runId) continue;
      this.apply(id, { kind: 'cancelled' });
      this.stopLinked(id);
    }
  }

  private openLinked(runId: string, effect: Extract<Effect, { kind: 'openLinked' }>): void {
    this.say(`${effect.as} opened`);
    const linked = this.setting.linked?.(effect);
    if (!linked) return;
    const id = `e${this.escalations.size + 1}`;
    const policy = { ...linked.run.policy, delaySeconds: effect.delaySeconds };
    this.open(
      id,
      newRun(policy, linked.run.severity, { kind: effect.as, round: effect.round }),
      linked.candidates,
      runId,
    );
    this.tells.push(() => this.apply(id, { kind: 'start' }));
  }

  private startCall(runId: string, effect: Extract<Effect, { kind: 'startCall' }>): void {
    const { callId, userId, ringSeconds, decisionSeconds } = effect;
    const key = `${runId}:${callId}`;
    if (this.calls.has(key)) throw new Error(`call ${key} made twice`);
    const nth = (this.callsOf.get(userId) ?? 0) + 1;
    this.callsOf.set(userId, nth);
    const plan = this.setting.plan(userId, nth);
    this.say(`${userId} called`);
    const call = newCall({
      callId,
      userId,
      ringSeconds,
      decisionSeconds,
      devices: plan.devices,
      phone: plan.phone ? 'idle' : 'absent',
    });
    this.calls.set(key, { runId, nth, startedAt: this.now, first: call, call });
    this.callLogs.set(key, []);
    this.tellCall(key, { kind: 'start' });
    for (const act of plan.acts) {
      this.at(this.now + act.afterMs, () => {
        if (act.does === 'digit') return this.tellCall(key, { kind: 'phone', phone: 'digit' });
        if (act.does !== 'answer') return this.tellCall(key, { kind: act.does, by: act.by });
        return this.tellCall(key, { kind: 'receipt', deviceId: act.by, receipt: 'answered' });
      });
    }
  }

  private performOnCall(key: string, effect: CallEffect): void {
    const row = this.calls.get(key);
    if (!row) return;
    const plan = this.setting.plan(row.call.userId, row.nth);
    if (effect.kind === 'stop') return this.stopRings(row.call.callId, effect.deviceIds);
    if (effect.kind === 'hangUp') return undefined;
    if (effect.kind === 'phone') return this.dial(key, plan);
    const expiresAt = row.call.pushUntil;
    for (const device of plan.devices) {
      if (!effect.deviceIds.includes(device.id) || device.send === 'no-answer') continue;
      this.at(this.now + device.send.afterMs, () => this.send(key, device, expiresAt));
    }
    return undefined;
  }

  /** The sender: never after the row's expiry, never for a dead call; the card's own end is stamped here. */
  private send(key: string, device: DevicePlan, expiresAt: Instant): void {
    const row = this.calls.get(key);
    if (!row || isCallOver(row.call.status) || this.now >= expiresAt || device.send === 'no-answer') return;
    const { afterMs, answer } = device.send;
    const receipt = answer === 'accepted' ? 'provider-accepted' : answer;
    this.tellCall(key, { kind: 'receipt', deviceId: device.id, receipt });
    if (answer !== 'accepted') return;
    const stopsAt = this.now + row.call.ringSeconds * 1000;
    const { ringingMs, suppressedMs } = device;
    if (suppressedMs !== null)
      this.at(this.now + suppressedMs - afterMs, () => this.receipt(key, device.id, 'suppressed'));
    if (ringingMs === null) return;
    const rangAt = this.now + ringingMs - afterMs;
    this.rings.push({ callId: row.call.callId, deviceId: device.id, from: rangAt, until: stopsAt });
    this.at(rangAt, () => this.receipt(key, device.id, 'ringing'));
  }

  private receipt(key: string, deviceId: string, receipt: 'ringing' | 'suppressed'): void {
    this.tellCall(key, { kind: 'receipt', deviceId, receipt });
  }

  private stopRings(callId: CallId, deviceIds: readonly string[]): void {
    this.rings.forEach((ring, i) => {
      if (ring.callId !== callId || !deviceIds.includes(ring.deviceId)) return;
      this.rings[i] = { ...ring, until: Math.max(ring.from, Math.min(ring.until, this.now)) };
    });
  }

  private dial(key: string, plan: PersonPlan): void {
    const { phone } = plan;
    const userId = this.calls.get(key)?.call.userId ?? '';
    this.say(`${userId} phone`);
    if (!phone) return;
    const later = (afterMs: number | null, heard: 'ringing' | 'picked-up' | 'over'): void => {
      if (afterMs !== null)
        this.at(this.awake(this.now) + afterMs, () => this.tellCall(key, { kind: 'phone', phone: heard }));
    };
    later(phone.ringingMs, 'ringing');
    later(phone.pickUpMs, 'picked-up');
    later(phone.overMs, 'over');
  }

  private awake(at: Instant): Instant {
    const outage = this.setting.outages?.find((o) => o.from <= at && at < o.until);
    return outage ? outage.until : at;
  }

  private nextJob(): Job | undefined {
    return this.jobs.reduce<Job | undefined>((min, job) => (!min || job.at < min.at ? job : min), undefined);
  }

  /** Overdue rows in the order of their `due_at`, as the claim query takes them. */
  private nextTimer(): Job | undefined {
    const late = this.setting.lateMs ?? (() => 0);
    let next: (Job & { readonly dueAt: Instant }) | undefined;
    const offer = (dueAt: Instant | null, act: () => void): void => {
      if (dueAt === null) return;
      const at = Math.max(this.now, this.awake(dueAt + late(dueAt)));
      if (!next || at < next.at || (at === next.at && dueAt < next.dueAt)) next = { at, dueAt, act };
    };
    for (const [id, held] of this.escalations) offer(held.run.dueAt, () => this.apply(id, { kind: 'due' }));
    for (const key of this.liveKeys)
      offer(this.calls.get(key)?.call.dueAt ?? null, () => this.tellCall(key, { kind: 'due' }));
    return next;
  }

  private say(text: string): void {
    this.trace.push(`${(this.now / 1000).toFixed(1)} ${text}`);
  }
}
