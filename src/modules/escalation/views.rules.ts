import type { z } from 'zod';
import type * as dto from './escalation.dto.js';
import { isOpen } from './ladder.rules.js';
import { isPhoneLive, ringUntil, stageOf } from './call.state.js';
import type { CallRow, EscalationRow } from './escalation.rows.js';

/** Names for ids, and the time of looking. */
export interface Known {
  user(userId: string): string;
  team(teamId: string): string;
  device(deviceId: string): string;
  readonly now: Date;
}

type CallDevice = z.output<typeof dto.CallDeviceView>;

export function callView(row: CallRow, known: Known): dto.CallView {
  const { state } = row;
  return {
    callId: row.id,
    escalationId: row.escalation_id,
    userId: row.user_id,
    userName: known.user(row.user_id),
    status: row.status,
    stage: stageOf(state),
    ...(state.endReason === null ? {} : { endReason: state.endReason }),
    ...(row.decline_reason ? { declineReason: row.decline_reason } : {}),
    cycle: row.cycle,
    step: row.step,
    try: row.try,
    startedAt: row.started_at.toISOString(),
    ...(row.status === 'calling' ? { ringUntil: new Date(ringUntil(state)).toISOString() } : {}),
    ...(state.decideBy === null ? {} : { decideBy: new Date(state.decideBy).toISOString() }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at.toISOString() }),
    phone: isPhoneLive(state.phone)
      ? state.phone.state
      : state.phone.state === 'over'
        ? 'over'
        : state.phone.state,
    noPhone: state.noPhone,
    stages: row.stages.filter((mark) => mark.deviceId === undefined).map(({ stage, at }) => ({ stage, at })),
    devices: state.devices.map((device): CallDevice => ({
      deviceId: device.id,
      name: known.device(device.id),
      variant: device.variant,
      stage: device.stage,
      suppressed: device.suppressed,
      refused: device.refusal !== 'none',
      stages: row.stages
        .filter((mark) => mark.deviceId === device.id)
        .map(({ stage, at }) => ({ stage, at })),
    })),
  };
}

export function escalationView(
  row: EscalationRow,
  calls: readonly CallRow[],
  alertIds: readonly string[],
  known: Known,
): dto.EscalationView {
  const { run } = row;
  return {
    escalationId: row.id,
    number: row.number,
    teamId: row.team_id,
    teamName: known.team(row.team_id),
    kind: row.kind,
    status: row.status === 'new' ? 'delayed' : row.status,
    severity: run.severity,
    title: row.title,
    message: row.message,
    ...(row.policy_id === null ? {} : { policyId: row.policy_id }),
    policyName: row.snapshot.name,
    cycle: run.cycle,
    step: run.step,
    steps: row.snapshot.steps.length,
    needed: run.needed,
    startedAt: row.started_at.toISOString(),
    ...(row.status === 'delayed' && run.delayUntil !== null
      ? { ringsAt: new Date(run.delayUntil).toISOString() }
      : {}),
    ...(run.endedAt === null ? {} : { endedAt: new Date(run.endedAt).toISOString() }),
    ...(row.started_by_name === null ? {} : { startedByName: row.started_by_name }),
    acceptances: run.acceptances.map((a) => ({
      userId: a.userId,
      name: known.user(a.userId),
      at: new Date(a.at).toISOString(),
    })),
    calls: calls.map((call) => callView(call, known)),
    next: run.queue
      .filter(({ place }) => isOpen(place) && place.kind !== 'calling')
      .map(({ userId, place }) => ({
        userId,
        name: known.user(userId),
        ...(place.kind === 'held' ? { heldUntil: new Date(place.until).toISOString() } : {}),
      })),
    alertIds: [...alertIds],
    alertCount: alertIds.length,
    ...(row.incident_id === null ? {} : { incidentId: row.incident_id }),
    ...(row.incident_number === null ? {} : { incidentNumber: row.incident_number }),
    ...(row.parent_id === null ? {} : { parentId: row.parent_id }),
    version: row.version,
  };
}
