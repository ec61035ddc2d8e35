import { Injectable } from '@nestjs/common';
import { EventLog } from '../../platform/events/event-log.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { AlertLinks } from '../alerts/index.js';
import { AddressesService } from '../devices/index.js';
import { Informs, NotifierInstances } from '../notifications/index.js';
import { PeopleQueries } from '../people/index.js';
import type { Actor } from './actor.js';
import type { Call, CallDecision, CallEvent } from './call.state.js';
import { isCallOver, newCall, stageOf } from './call.state.js';
import { Calls } from './calls.store.js';
import type { CallRow, EscalationRow } from './escalation.rows.js';
import type { Decision, Effect, RunStatus } from './escalation.state.js';
import { isFinal } from './escalation.state.js';
import { Escalations } from './escalations.store.js';
import { LinkedEscalations } from './linked-escalations.js';
import { PhoneCalls } from './phone-calls.js';
import type { Work } from './work.js';

type RunChanged = Extract<Decision, { outcome: 'changed' }>;
type CallChanged = Extract<CallDecision, { outcome: 'changed' }>;

/** Does what the kernels decided: rows, rings, news. Everything inside the transaction, nothing over a network. */
@Injectable()
export class EffectsShell {
  constructor(
    private readonly escalations: Escalations,
    private readonly calls: Calls,
    private readonly linked: LinkedEscalations,
    private readonly phones: PhoneCalls,
    private readonly addresses: AddressesService,
    private readonly instances: NotifierInstances,
    private readonly people: PeopleQueries,
    private readonly informs: Informs,
    private readonly events: EventLog,
    private readonly metrics: Metrics,
    private readonly alerts: AlertLinks,
  ) {}

  async afterRun(
    work: Work,
    row: EscalationRow,
    { run, effects }: RunChanged,
    from: RunStatus,
    actor: Actor | undefined,
  ): Promise<void> {
    this.metrics.transitions.inc({ row: 'escalation', event: run.status });
    await this.startCalls(work, row, effects);
    for (const effect of effects) await this.perform(work, row, effect, actor);
    if (standingOf(run.status) !== standingOf(from))
      await this.alerts.escalationsStand([{ escalationId: row.id, standing: standingOf(run.status) }]);
    await this.events.append([
      {
        kind: isFinal(run.status) && run.status !== from ? `escalation.${run.status}` : 'escalation.changed',
        at: work.now,
        teamIds: [row.team_id],
        actor,
        escalationId: row.id,
        incidentId: row.incident_id ?? undefined,
        params: {
          number: String(row.number),
          title: row.title,
          severity: run.severity,
          status: run.status,
          step: String(run.step),
          takers: await this.namesOf(run.acceptances.map((a) => a.userId)),
        },
      },
    ]);
  }

  async afterCall(
    work: Work,
    row: CallRow,
    decision: CallChanged,
    before: Call,
    event: CallEvent,
  ): Promise<void> {
    const { call, effects } = decision;
    this.metrics.transitions.inc({ row: 'call', event: event.kind });
    const reason = await this.reasonOf(work, row);
    const told = new Set<string>();
    for (const effect of effects) {
      if (effect.kind === 'push')
        for (const deviceId of effect.deviceIds) work.rings.add(deviceId, row.user_id, row.id);
      if (effect.kind === 'stop')
        for (const deviceId of effect.deviceIds) {
          told.add(deviceId);
          work.rings.remove(deviceId, row.user_id, row.id, reason, 'tell');
        }
      if (effect.kind === 'phone') await this.phones.dial(work, row, call);
      if (effect.kind === 'hangUp') await this.phones.hangUp(row, work.now);
    }
    const inHand = call.devices.filter((device) => device.asked && !told.has(device.id));
    if (isCallOver(call.status) && !isCallOver(before.status))
      for (const device of inHand) work.rings.remove(device.id, row.user_id, row.id, call.status, 'silent');
    if (call.status === 'reading' && before.status === 'calling')
      for (const device of inHand) work.rings.answer(device.id, row.user_id, row.id);
    const escalation = await work.escalation(row.escalation_id);
    await this.events.append([
      {
        kind: 'call.changed',
        at: work.now,
        teamIds: escalation ? [escalation.team_id] : [],
        userId: row.user_id,
        escalationId: row.escalation_id,
        callId: row.id,
        incidentId: escalation?.incident_id ?? undefined,
        params: { status: call.status, stage: stageOf(call) },
      },
    ]);
  }

  /** All calls of one decision at once: their devices are asked for in one query. */
  private async startCalls(work: Work, row: EscalationRow, effects: readonly Effect[]): Promise<void> {
    const starts = effects.filter((effect) => effect.kind === 'startCall');
    if (starts.length === 0) return;
    const userIds = starts.map((start) => start.userId);
    const devices = await this.addresses.devicesOf(userIds, work.now);
    const phones = await this.phones.numbersOf(userIds);
    for (const start of starts) {
      const own = devices.filter(
        (device) => device.userId === start.userId && this.instances.canRing(device),
      );
      const call = newCall({
        callId: start.callId,
        userId: start.userId,
        ringSeconds: start.ringSeconds,
        decisionSeconds: start.decisionSeconds,
        devices: own.map((device) => ({ id: device.deviceId, variant: device.variant, proof: device.proof })),
        phone: phones.has(start.userId) ? 'idle' : 'absent',
      });
      await work.startCall(await this.calls.insert(row.id, call, work.now));
    }
  }

  private async perform(
    work: Work,
    row: EscalationRow,
    effect: Effect,
    actor: Actor | undefined,
  ): Promise<void> {
    switch (effect.kind) {
      case 'startCall':
        return;
      case 'cancelCall':
        return this.toCall(work, row, effect.callId, { kind: 'cancel' });
      case 'recheckCall':
        return this.toCall(work, row, effect.callId, { kind: 'due' });
      case 'inform':
        return this.inform(work, row, effect, actor);
      case 'release':
        if (row.parent_id) await this.escalations.release(row.parent_id, effect.userId, work.now);
        return this.tell(work, row, 'released', [effect.userId]);
      case 'openLinked':
        return this.linked.open(work, row, effect, actor);
      case 'stopLinked':
        return this.linked.stop(work, row.id);
      case 'tellWatcher':
        return this.metrics.findings.inc({ code: 'nobody-answers' });
      case 'finding':
        return this.metrics.findings.inc({ code: effect.code });
    }
  }

  private async toCall(work: Work, row: EscalationRow, key: string, event: CallEvent): Promise<void> {
    const callId = await this.calls.idOf(row.id, key);
    if (callId) await work.applyCall(callId, event);
  }

  private async inform(
    work: Work,
    row: EscalationRow,
    effect: Extract<Effect, { kind: 'inform' }>,
    actor: Actor | undefined,
  ): Promise<void> {
    const { about, userIds } = effect;
    if (row.kind === 'handover' && about === 'accepted') return;
    if (row.kind === 'handover' && row.run.requester !== null && about !== 'accepted')
      return this.tell(work, row, 'handover-failed', [row.run.requester]);
    if (about === 'accepted') return this.tell(work, row, 'accepted', userIds);
    if (about === 'cancelled') return this.tell(work, row, 'cancelled', userIds, actor ? [actor.name] : []);
    if (about === 'exhausted' || about === 'resolved') return this.tell(work, row, about, userIds);
  }

  private async tell(
    work: Work,
    row: EscalationRow,
    about: 'accepted' | 'exhausted' | 'resolved' | 'cancelled' | 'released' | 'handover-failed',
    userIds: readonly string[],
    who?: readonly string[],
  ): Promise<void> {
    const teams = await this.people.teamsByIds([row.team_id]);
    const takers = row.run.acceptances.map((a) => a.userId);
    const users = await this.people.usersByIds(takers);
    const names = who ?? takers.flatMap((userId) => users.get(userId)?.name ?? []);
    await this.informs.send(
      {
        key: `${row.id}/${row.version}/${about}`,
        userIds,
        words: { about, title: row.title, team: teams.get(row.team_id)?.name ?? '', who: names },
        link: `/escalations/${row.id}`,
        teamIds: [row.team_id],
        escalationId: row.id,
      },
      work.now,
    );
  }

  /** Why a device stops, as its screen will say it. */
  private async reasonOf(work: Work, row: CallRow): Promise<string> {
    const escalation = await work.escalation(row.escalation_id);
    const { run } = escalation ?? {};
    if (row.state.status === 'accepted' || row.state.status === 'declined') return row.state.status;
    if (row.state.status === 'reading') return 'answered-elsewhere';
    if (row.state.status === 'ended') return 'timed-out';
    if (run?.acceptances.some((a) => a.userId === row.user_id)) return 'accepted';
    if (run?.status === 'accepted') return 'accepted-by-other';
    return run?.status === 'resolved' ? 'resolved' : 'cancelled';
  }

  private async namesOf(userIds: readonly string[]): Promise<string> {
    const users = await this.people.usersByIds(userIds);
    return userIds.flatMap((userId) => users.get(userId)?.name ?? []).join(', ');
  }
}

const standingOf = (status: RunStatus): 'live' | 'taken' | 'ended' =>
  status === 'accepted' ? 'taken' : isFinal(status) ? 'ended' : 'live';
