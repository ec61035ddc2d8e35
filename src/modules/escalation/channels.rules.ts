import type { Call, CallDecision, CallEffect, CallNote, CallTell, DeviceState } from './call.state.js';
import { isAtLeast, isPhoneLive, mayStillRing, ringUntil, stageOf } from './call.state.js';
import type { EndReason } from './escalation.state.js';
import { LIMITS } from './limits.js';
import type { Instant } from './policy.js';

/** A decision about a call in the making. */
export interface CallTurn {
  readonly call: Call;
  readonly effects: readonly CallEffect[];
  readonly tell: CallTell | null;
  readonly notes: readonly CallNote[];
}

export function turnOf(call: Call): CallTurn {
  return { call, effects: [], tell: null, notes: [] };
}

export function change(turn: CallTurn, part: Partial<Call>, ...effects: readonly CallEffect[]): CallTurn {
  return { ...turn, call: { ...turn.call, ...part }, effects: [...turn.effects, ...effects] };
}

export function ignore(call: Call, why: string): CallDecision {
  return { outcome: 'ignored', call, why };
}

export function note(turn: CallTurn, ...notes: readonly CallNote[]): CallTurn {
  return { ...turn, notes: [...turn.notes, ...notes] };
}

export function settle(turn: CallTurn): CallDecision {
  const { call, effects, tell, notes } = turn;
  return {
    outcome: 'changed',
    call: { ...call, version: call.version + 1, dueAt: dueAtOf(call) },
    effects,
    tell,
    notes,
  };
}

function dueAtOf(call: Call): Instant | null {
  if (call.status === 'reading') return call.decideBy;
  if (call.status !== 'calling') return null;
  return Math.min(ringUntil(call), call.emergencyAt ?? Infinity, call.phoneAt ?? Infinity);
}

export function ask(turn: CallTurn, devices: readonly DeviceState[]): CallTurn {
  if (devices.length === 0) return turn;
  const ids = devices.map((device) => device.id);
  const asked = turn.call.devices.map((d) => (ids.includes(d.id) ? { ...d, asked: true } : d));
  return change(turn, { devices: asked }, { kind: 'push', deviceIds: ids });
}

export function askEmergency(turn: CallTurn): CallTurn {
  const silent = turn.call.devices.filter((d) => d.variant === 'emergency' && !d.asked);
  const asked = change(ask(turn, silent), { emergencyAt: null });
  return silent.length > 0 ? note(asked, { code: 'emergency-asked', count: silent.length }) : asked;
}

export function askPhone(turn: CallTurn, now: Instant): CallTurn {
  const { phone } = turn.call;
  if (phone.state === 'absent') {
    const recorded = change(turn, { noPhone: true, phoneAt: null });
    return turn.call.noPhone ? recorded : note(recorded, { code: 'no-phone' });
  }
  if (phone.state !== 'idle') return change(turn, { phoneAt: null });
  // Until it rings we don't know when it will; it gets its whole time from now, whatever the push had left.
  const until = now + LIMITS.phoneConnectsMs + LIMITS.phoneRingsMs;
  const asked = change(
    turn,
    { phone: { ...phone, state: 'asked', until }, phoneAt: null },
    { kind: 'phone' },
  );
  return note(asked, { code: 'phone-asked' });
}

/** After anything that took a channel away: the next ones at once, or the end if none is left. */
export function reassess(turn: CallTurn, now: Instant): CallTurn {
  if (turn.call.status !== 'calling' || turn.call.devices.some(mayStillRing)) return turn;
  const widened = askPhone(askEmergency(turn), now);
  const { call } = widened;
  // A suppressed card lies on the screen and may be seen, so it is no reason to give up early.
  const reachable = call.devices.some(
    (d) => mayStillRing(d) || (d.asked && d.suppressed && d.refusal !== 'gone'),
  );
  return reachable || isPhoneLive(call.phone) ? widened : end(widened, reasonOf(call), now);
}

export function reasonOf(call: Call): EndReason {
  if (isAtLeast(stageOf(call), 'provider-accepted') || call.phone.rang) return 'rang-out';
  const isWithoutAddress = call.devices.every((d) => d.refusal === 'gone') && call.phone.state === 'absent';
  return isWithoutAddress ? 'unreachable' : 'unsent';
}

export function ringAnew(turn: CallTurn, now: Instant): CallTurn {
  const { call } = turn;
  const pushUntil = now + call.ringSeconds * 1000 + LIMITS.sendGraceMs;
  const rung = ask(
    change(note(turn, { code: 'rung-anew' }), { pushUntil, rungAnew: true }),
    call.devices.filter(mayStillRing),
  );
  if (call.phone.state !== 'asked') return rung;
  const until = now + LIMITS.phoneConnectsMs + LIMITS.phoneRingsMs;
  return change(rung, { phone: { ...call.phone, until } }, { kind: 'phone' });
}

export function read(turn: CallTurn, by: string, now: Instant): CallTurn {
  if (turn.call.status !== 'calling') return turn;
  const decideBy = now + turn.call.decisionSeconds * 1000;
  const reading = silence(
    change(turn, { status: 'reading', decideBy, emergencyAt: null, phoneAt: null }),
    by,
  );
  return { ...reading, tell: { kind: 'answered' } };
}

export function close(
  turn: CallTurn,
  status: 'accepted' | 'declined' | 'cancelled',
  by: string | null,
  now: Instant,
): CallTurn {
  const over = change(turn, {
    status,
    endReason: null,
    // Whoever answers late has been rung until then, and no longer.
    endedAt: turn.call.endedAt ?? now,
    decideBy: null,
    emergencyAt: null,
    phoneAt: null,
  });
  const closed = silence(over, by);
  return status === 'cancelled' ? closed : { ...closed, tell: { kind: status } };
}

export function end(turn: CallTurn, reason: EndReason, now: Instant): CallTurn {
  const endReason = { status: 'ended', endReason: reason, endedAt: now } as const;
  const ended = change(note(turn, { code: 'ended', reason }), {
    ...endReason,
    decideBy: null,
    emergencyAt: null,
    phoneAt: null,
  });
  return { ...silence(ended, null), tell: { kind: 'ended', reason } };
}

/** Everything of this person that was asked to ring stops, but for the one in their hand. */
function silence(turn: CallTurn, but: string | null): CallTurn {
  const { devices, phone } = turn.call;
  const deviceIds = devices.filter((d) => d.asked && d.id !== but).map((device) => device.id);
  const stopped = deviceIds.length > 0 ? change(turn, {}, { kind: 'stop', deviceIds }) : turn;
  if (!isPhoneLive(phone) || but === 'phone') return stopped;
  return change(stopped, { phone: { ...phone, state: 'over', until: null } }, { kind: 'hangUp' });
}
