import { Injectable } from '@nestjs/common';
import { EventLog } from '../../platform/events/event-log.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { AlertLinks } from '../alerts/index.js';
import { Informs, NotifierInstances, type TeamNewsKind, TeamNewsService } from '../notifications/index.js';
import { PeopleQueries } from '../people/index.js';
import type { Actor } from './actor.js';
import type { Call, CallDecision, CallEvent } from './call.state.js';
import { isCallOver, newCall, stageOf } from './call.state.js';
import { newCallRow } from './calls.store.js';
import type { CallRow, EscalationRow } from './escalation.rows.js';
import type { Effect, Run } from './escalation.state.js';
import { isFinal, isTrial } from './escalation.state.js';
import { Escalations } from './escalations.store.js';
import { EngineFindings } from './findings.store.js';
import { LinkedEscalations } from './linked-escalations.js';
import { PhoneCalls } from './phone-calls.js';
import { standingOf } from './standing.rules.js';
import { StillOnIt } from './still-on-it.js';
import type { Decided, Work } from './work.js';

type CallChanged = Extract<CallDecision, { outcome: 'changed' }>;

/** Does what the kernels decided: rows, rings, news. Everything inside the transaction, nothing over a network. */
@Injectable()
export class EffectsShell {
  constructor(
    private readonly escalations: Escalations,
    private readonly linked: LinkedEscalations,
    private readonly phones: PhoneCalls,
    private readonly instances: NotifierInstances,
    private readonly people: PeopleQueries,
    private readonly informs: Informs,
    private readonly events: EventLog,
    private readonly metrics: Metrics,
    private readonly alerts: AlertLinks,
    private readonly findings: EngineFindings,
    private readonly stillOnIt: StillOnIt,
    private readonly rooms: TeamNewsService,
  ) {}

  /** Of many decisions the calls begin together: whatever they need is asked for once. */
  async afterRuns(work: Work, decided: readonly Decided[]): Promise<void> {
    await this.startCalls(work, decided);
    for (const one of decided) await this.afterRun(work, one);
  }

  private async afterRun(work: Work, { row, decision, from, actor }: Decided): Promise<void> {
    const { run, effects } = decision;
    this.metrics.transitions.inc({ row: 'escalation', event: run.status });
    for (const effect of effects) await this.perform(work, row, effect, actor);
    if (standingOf(run.status) !== standingOf(from))
      await this.alerts.escalationsStand([{ escalationId: row.id, standing: standingOf(run.status) }]);
    // Nobody's timeline but that of the call: its person and whoever asked look on.
    if (isTrial(row.kind)) return;
    await this.tellRooms(work, row, run, from);
    // That it has started has been said already.
    if (from === 'new' && !isFinal(run.status)) return;
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

  /** Who is called in or takes over concerns those who know already. */
  private async tellRooms(work: Work, row: EscalationRow, run: Run, from: string): Promise<void> {
    const { kind, status } = run;
    if (kind === 'canary' || kind === 'additional' || kind === 'handover') return;
    const tell = async (what: TeamNewsKind, who: readonly string[]): Promise<void> =>
      this.rooms.tell(
        {
          key: `news/${row.id}/${run.version}/${what}`,
          teamId: row.team_id,
          kind: what,
          words: { title: row.title, who },
          link: `/escalations/${row.id}`,
        },
        work.now,
      );
    if (from === 'new' && kind === 'first') await tell('escalation-started', []);
    if (status === from) return;
    if (status === 'accepted')
      await tell('escalation-taken', [await this.namesOf(run.acceptances.map((a) => a.userId))]);
    // The last resort goes round and round: once is enough.
    else if (status === 'exhausted' && kind === 'first') await tell('escalation-exhausted', []);
    else if (status === 'resolved') await tell('escalation-resolved', []);
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
    if (escalation?.kind === 'canary') return;
    await this.events.append([
      {
        kind: 'call.changed',
        at: work.now,
        teamIds: escalation && escalation.kind !== 'test' ? [escalation.team_id] : [],
        userId: row.user_id,
        escalationId: row.escalation_id,
        callId: row.id,
        incidentId: escalation?.incident_id ?? undefined,
        params: { status: call.status, stage: stageOf(call) },
      },
    ]);
  }

  private async startCalls(work: Work, decided: readonly Decided[]): Promise<void> {
    const starts = decided.flatMap(({ row, decision }) =>
      decision.effects.flatMap((effect) => (effect.kind === 'startCall' ? [{ row, effect }] : [])),
    );
    await work.directory.know(starts.map(({ effect }) => effect.userId));
    for (const { row, effect } of starts) {
      const { callId, userId, ringSeconds, decisionSeconds } = effect;
      const { way } = row.snapshot;
      const devices = (await work.directory.devicesOf([userId])).filter(
        (one) => this.instances.canRing(one) && isOnTheWay(one.deviceId, way),
      );
      // A canary rings by its device or not at all.
      const mayPhone = row.kind !== 'canary' && (way === undefined || way === 'telephone');
      const number = mayPhone ? await work.directory.numberOf(userId) : undefined;
      const call = newCall({
        callId,
        userId,
        ringSeconds,
        decisionSeconds,
        devices: devices.map((device) => ({
          id: device.deviceId,
          variant: device.variant,
          proof: device.proof,
          distrust: work.directory.distrustOf(device),
        })),
        phone: number === undefined ? 'absent' : 'idle',
      });
      await work.startCall(newCallRow(row.id, call, work.now));
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
      case 'askStillOnIt':
        return this.stillOnIt.ask(work, row);
      case 'tellWatcher':
        return this.findings.note([{ code: 'nobody-answers', subjectId: row.id }], work.now);
      case 'finding':
        return this.findings.note([{ code: effect.code, subjectId: row.id }], work.now);
    }
  }

  private async toCall(work: Work, row: EscalationRow, key: string, event: CallEvent): Promise<void> {
    const callId = await work.callIdOf(row.id, key);
    if (callId) await work.applyCall(callId, event);
  }

  private async inform(
    work: Work,
    row: EscalationRow,
    effect: Extract<Effect, { kind: 'inform' }>,
    actor: Actor | undefined,
  ): Promise<void> {
    const { about, userIds } = effect;
    if (isTrial(row.kind)) return;
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

const isOnTheWay = (deviceId: string, way: EscalationRow['snapshot']['way']): boolean =>
  way === undefined || (way !== 'telephone' && way.deviceId === deviceId);
