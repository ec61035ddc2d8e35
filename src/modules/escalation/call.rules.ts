import type {
  Call,
  CallDecision,
  CallEffect,
  CallEvent,
  CallTell,
  DeviceState,
  PhoneState,
  Receipt,
  Stage,
} from './call.state.js';
import {
  isAtLeast,
  isCallOver,
  isPhoneLive,
  isProved,
  mayStillRing,
  ringUntil,
  stageOf,
} from './call.state.js';
import type { EndReason } from './escalation.state.js';
import type { Instant } from './policy.js';
import { LIMITS } from './limits.js';

type Told<K extends CallEvent['kind']> = Extract<CallEvent, { kind: K }>;

interface Turn {
  readonly call: Call;
  readonly effects: readonly CallEffect[];
  readonly tell: CallTell | null;
}

/** Kernel 2: by which channels one person is being reached. Kernel 1 is asked before an `accept` comes here. */
export function decideCall(call: Call, event: CallEvent, now: Instant): CallDecision {
  if (call.status === 'new') {
    return event.kind === 'start'
      ? settle(start(call, now))
      : { outcome: 'ignored', call, why: 'not-started' };
  }
  const turn: Turn = { call, effects: [], tell: null };
  switch (event.kind) {
    case 'start':
      return ignored(call, 'started');
    case 'due':
      return call.dueAt === null || now < call.dueAt ? ignored(call, 'not-due') : settle(onDue(turn, now));
    case 'receipt':
      return receive(turn, event, now);
    case 'phone':
      return hear(turn, event, now);
    case 'accept':
      return call.status === 'accepted'
        ? ignored(call, 'accepted')
        : settle(close(turn, 'accepted', event.by, now));
    case 'decline':
      return isDeclinable(call) ? settle(close(turn, 'declined', event.by, now)) : ignored(call, 'over');
    case 'cancel':
      return isCallOver(call.status) ? ignored(call, 'over') : settle(close(turn, 'cancelled', null, now));
  }
}

function isDeclinable(call: Call): boolean {
  return !isCallOver(call.status) || call.status === 'ended';
}

function ignored(call: Call, why: string): CallDecision {
  return { outcome: 'ignored', call, why };
}

function change(turn: Turn, part: Partial<Call>, ...effects: readonly CallEffect[]): Turn {
  return { ...turn, call: { ...turn.call, ...part }, effects: [...turn.effects, ...effects] };
}

function settle(turn: Turn): CallDecision {
  const { call, effects, tell } = turn;
  return {
    outcome: 'changed',
    call: { ...call, version: call.version + 1, dueAt: dueAtOf(call) },
    effects,
    tell,
  };
}

function dueAtOf(call: Call): Instant | null {
  if (call.status === 'reading') return call.decideBy;
  if (call.status !== 'calling') return null;
  return Math.min(ringUntil(call), call.emergencyAt ?? Infinity, call.phoneAt ?? Infinity);
}

function start(call: Call, now: Instant): Turn {
  const opened: Call = {
    ...call,
    status: 'calling',
    pushUntil: now + call.ringSeconds * 1000 + LIMITS.sendGraceMs,
    emergencyAt: now + LIMITS.emergencyAfterMs,
    phoneAt: now + LIMITS.phoneAfterMs,
  };
  const normal = call.devices.filter((device) => device.variant === 'normal');
  return reassess(ask({ call: opened, effects: [], tell: null }, normal), now);
}

function ask(turn: Turn, devices: readonly DeviceState[]): Turn {
  if (devices.length === 0) return turn;
  const ids = devices.map((device) => device.id);
  const asked = turn.call.devices.map((d) => (ids.includes(d.id) ? { ...d, asked: true } : d));
  return change(turn, { devices: asked }, { kind: 'push', deviceIds: ids });
}

function askEmergency(turn: Turn): Turn {
  const silent = turn.call.devices.filter((d) => d.variant === 'emergency' && !d.asked);
  return change(ask(turn, silent), { emergencyAt: null });
}

function askPhone(turn: Turn, now: Instant): Turn {
  const { phone } = turn.call;
  if (phone.state === 'absent') return change(turn, { noPhone: true, phoneAt: null });
  if (phone.state !== 'idle') return change(turn, { phoneAt: null });
  // Until it rings we don't know when it will; it gets its whole time from now, whatever the push had left.
  const until = now + LIMITS.phoneConnectsMs + LIMITS.phoneRingsMs;
  return change(turn, { phone: { ...phone, state: 'asked', until }, phoneAt: null }, { kind: 'phone' });
}

/** After anything that took a channel away: the next ones at once, or the end if none is left. */
function reassess(turn: Turn, now: Instant): Turn {
  if (turn.call.status !== 'calling' || turn.call.devices.some(mayStillRing)) return turn;
  const widened = askPhone(askEmergency(turn), now);
  const { call } = widened;
  // A suppressed card lies on the screen and may be seen, so it is no reason to give up early.
  const reachable = call.devices.some(
    (d) => mayStillRing(d) || (d.asked && d.suppressed && d.refusal === 'none'),
  );
  return reachable || isPhoneLive(call.phone) ? widened : end(widened, reasonOf(call), now);
}

function reasonOf(call: Call): EndReason {
  if (isAtLeast(stageOf(call), 'provider-accepted') || call.phone.rang) return 'rang-out';
  const isWithoutAddress = call.devices.every((d) => d.refusal === 'gone') && call.phone.state === 'absent';
  return isWithoutAddress ? 'unreachable' : 'unsent';
}

/** Everything overdue, in order; a late timer skips no channel and takes nobody's ring time. */
function onDue(turn: Turn, now: Instant): Turn {
  const { call } = turn;
  if (call.status === 'reading') return end(turn, 'silent', now);
  const isOver = now >= ringUntil(call);
  const afterFive =
    call.emergencyAt !== null && (now >= call.emergencyAt || isOver) ? askEmergency(turn) : turn;
  const afterEight =
    call.phoneAt !== null && (now >= call.phoneAt || isOver) ? askPhone(afterFive, now) : afterFive;
  if (now < ringUntil(afterEight.call)) return afterEight;
  return isUnheard(call) ? ringAnew(afterEight, now) : end(afterEight, reasonOf(afterEight.call), now);
}

/** No provider has said anything yet: we were late or down, and nobody was rung. In doubt ring again, once. */
function isUnheard(call: Call): boolean {
  if (call.rungAnew || call.sentAt !== null || call.phone.rang) return false;
  return call.phone.state === 'asked' || call.devices.some(mayStillRing);
}

function ringAnew(turn: Turn, now: Instant): Turn {
  const { call } = turn;
  const pushUntil = now + call.ringSeconds * 1000 + LIMITS.sendGraceMs;
  const rung = ask(change(turn, { pushUntil, rungAnew: true }), call.devices.filter(mayStillRing));
  if (call.phone.state !== 'asked') return rung;
  const until = now + LIMITS.phoneConnectsMs + LIMITS.phoneRingsMs;
  return change(rung, { phone: { ...call.phone, until } }, { kind: 'phone' });
}

function receive(turn: Turn, event: Told<'receipt'>, now: Instant): CallDecision {
  const { call } = turn;
  const device = call.devices.find((d) => d.id === event.deviceId);
  if (!device) return ignored(call, 'unknown-device');
  const marked = marks(device, event.receipt);
  if (marked === device && !isVerdict(event.receipt)) return ignored(call, 'known');
  const noted = change(turn, { devices: call.devices.map((d) => (d === device ? marked : d)) });
  if (event.receipt === 'accepted' || event.receipt === 'declined')
    return verdict(noted, event.receipt, device.id, now);
  if (isCallOver(call.status)) return settle(noted);
  const sent = isAtLeast(marked.stage, 'provider-accepted') ? firstSent(noted, now) : noted;
  const proved = isProved(sent.call) ? change(sent, { emergencyAt: null, phoneAt: null }) : sent;
  if (event.receipt === 'answered') return settle(read(proved, device.id, now));
  return settle(reassess(proved, now));
}

function isVerdict(receipt: Receipt): boolean {
  return receipt === 'accepted' || receipt === 'declined';
}

function verdict(turn: Turn, receipt: 'accepted' | 'declined', by: string, now: Instant): CallDecision {
  const { call } = turn;
  if (receipt === 'accepted' && call.status !== 'accepted') return settle(close(turn, 'accepted', by, now));
  if (receipt === 'declined' && isDeclinable(call)) return settle(close(turn, 'declined', by, now));
  return settle(turn);
}

/** Gives back the same object when the receipt says nothing new. */
function marks(device: DeviceState, receipt: Receipt): DeviceState {
  switch (receipt) {
    case 'suppressed':
      return device.suppressed ? device : { ...device, suppressed: true };
    case 'refused':
    case 'gone':
      return device.refusal === 'gone' || device.refusal === receipt
        ? device
        : { ...device, refusal: receipt };
    case 'expired':
    case 'stopped':
      return device;
    default:
      return isAtLeast(device.stage, receipt) ? device : { ...device, stage: receipt satisfies Stage };
  }
}

function firstSent(turn: Turn, now: Instant): Turn {
  if (turn.call.sentAt !== null) return turn;
  return change(turn, { sentAt: now, pushUntil: now + turn.call.ringSeconds * 1000 });
}

function hear(turn: Turn, event: Told<'phone'>, now: Instant): CallDecision {
  const { call } = turn;
  const { phone } = call;
  if (isCallOver(call.status) || !isPhoneLive(phone)) return ignored(call, 'no-phone-call');
  const heard = (part: Partial<PhoneState>): Turn => change(turn, { phone: { ...phone, ...part } });
  switch (event.phone) {
    case 'ringing':
      if (phone.state !== 'asked') return ignored(call, 'known');
      return settle(heard({ state: 'ringing', rang: true, until: now + LIMITS.phoneRingsMs }));
    case 'picked-up': {
      if (phone.state === 'picked-up') return ignored(call, 'known');
      // Voicemail picks up too: the devices ring on, and whoever listens gets the time to press a digit.
      const until = Math.max(phone.until ?? 0, now + LIMITS.listenMs);
      return settle(heard({ state: 'picked-up', rang: true, until }));
    }
    case 'digit':
      return call.status === 'reading'
        ? ignored(call, 'reading')
        : settle(read(heard({ state: 'picked-up', rang: true }), 'phone', now));
    case 'over':
      return settle(reassess(heard({ state: 'over', until: null }), now));
  }
}

function read(turn: Turn, by: string, now: Instant): Turn {
  if (turn.call.status !== 'calling') return turn;
  const decideBy = now + turn.call.decisionSeconds * 1000;
  const reading = silence(
    change(turn, { status: 'reading', decideBy, emergencyAt: null, phoneAt: null }),
    by,
  );
  return { ...reading, tell: { kind: 'answered' } };
}

function close(
  turn: Turn,
  status: 'accepted' | 'declined' | 'cancelled',
  by: string | null,
  now: Instant,
): Turn {
  const over = change(turn, {
    status,
    endReason: null,
    endedAt: now,
    decideBy: null,
    emergencyAt: null,
    phoneAt: null,
  });
  const closed = silence(over, by);
  return status === 'cancelled' ? closed : { ...closed, tell: { kind: status } };
}

function end(turn: Turn, reason: EndReason, now: Instant): Turn {
  const endReason = { status: 'ended', endReason: reason, endedAt: now } as const;
  const ended = change(turn, { ...endReason, decideBy: null, emergencyAt: null, phoneAt: null });
  return { ...silence(ended, null), tell: { kind: 'ended', reason } };
}

/** Everything of this person that was asked to ring stops, but for the one in their hand. */
function silence(turn: Turn, but: string | null): Turn {
  const { devices, phone } = turn.call;
  const deviceIds = devices.filter((d) => d.asked && d.id !== but).map((device) => device.id);
  const stopped = deviceIds.length > 0 ? change(turn, {}, { kind: 'stop', deviceIds }) : turn;
  if (!isPhoneLive(phone) || but === 'phone') return stopped;
  return change(stopped, { phone: { ...phone, state: 'over', until: null } }, { kind: 'hangUp' });
}
