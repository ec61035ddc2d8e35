import type { Call, CallDecision, CallEvent, DeviceState, PhoneState } from './call.state.js';
import { isCallOver, isDeclinable, isPhoneLive, mayStillRing, ringUntil } from './call.state.js';
import type { CallTurn } from './channels.rules.js';
import {
  ask,
  askEmergency,
  askPhone,
  change,
  close,
  end,
  ignore,
  note,
  read,
  reasonOf,
  reassess,
  ringAnew,
  settle,
  turnOf,
} from './channels.rules.js';
import { LIMITS } from './limits.js';
import type { Instant } from './policy.js';
import { receive } from './receipts.rules.js';

type Told<K extends CallEvent['kind']> = Extract<CallEvent, { kind: K }>;

/** Kernel 2: by which channels one person is being reached. Kernel 1 is asked before an `accept` comes here. */
export function decideCall(call: Call, event: CallEvent, now: Instant): CallDecision {
  if (call.status === 'new') {
    return event.kind === 'start' ? settle(start(call, now)) : ignore(call, 'not-started');
  }
  const turn = turnOf(call);
  switch (event.kind) {
    case 'start':
      return ignore(call, 'started');
    case 'due':
      return call.dueAt === null || now < call.dueAt ? ignore(call, 'not-due') : settle(onDue(turn, now));
    case 'receipt':
      return receive(turn, event, now);
    case 'phone':
      return hear(turn, event, now);
    case 'answer':
      return call.status === 'calling' ? settle(read(turn, event.by, now)) : ignore(call, 'over');
    case 'accept':
      return call.status === 'accepted'
        ? ignore(call, 'accepted')
        : settle(close(turn, 'accepted', event.by, now));
    case 'decline':
      return isDeclinable(call) ? settle(close(turn, 'declined', event.by, now)) : ignore(call, 'over');
    case 'cancel':
      return isCallOver(call.status) ? ignore(call, 'over') : settle(close(turn, 'cancelled', null, now));
  }
}

function start(call: Call, now: Instant): CallTurn {
  const opened: Call = {
    ...call,
    status: 'calling',
    pushUntil: now + call.ringSeconds * 1000 + LIMITS.sendGraceMs,
    emergencyAt: now + LIMITS.emergencyAfterMs,
    phoneAt: now + LIMITS.phoneAfterMs,
  };
  const normal = call.devices.filter((device) => device.variant === 'normal');
  const asked = note(ask(turnOf(opened), normal), { code: 'devices-asked', count: normal.length });
  return reassess(widenedWhereDistrusted(asked, normal, now), now);
}

/** A breaker takes no channel away; where it trusts none of them, those that would follow come at once. */
function widenedWhereDistrusted(turn: CallTurn, asked: readonly DeviceState[], now: Instant): CallTurn {
  if (asked.length === 0 || asked.some(({ distrust }) => distrust === undefined)) return turn;
  const noted = note(turn, { code: 'pushes-distrusted' });
  const isOpen = asked.every(({ distrust }) => distrust === 'open');
  return askPhone(isOpen ? askEmergency(noted) : noted, now);
}

/** Everything overdue, in order; a late timer skips no channel and takes nobody's ring time. */
function onDue(turn: CallTurn, now: Instant): CallTurn {
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

function hear(turn: CallTurn, event: Told<'phone'>, now: Instant): CallDecision {
  const { call } = turn;
  const { phone } = call;
  if (isCallOver(call.status) || !isPhoneLive(phone)) return ignore(call, 'no-phone-call');
  const heard = (part: Partial<PhoneState>): CallTurn => change(turn, { phone: { ...phone, ...part } });
  switch (event.phone) {
    case 'ringing':
      if (phone.state !== 'asked') return ignore(call, 'known');
      return settle(heard({ state: 'ringing', rang: true, until: now + LIMITS.phoneRingsMs }));
    case 'picked-up': {
      if (phone.state === 'picked-up') return ignore(call, 'known');
      // Voicemail picks up too: the devices ring on, and whoever listens gets the time to press a digit.
      const until = Math.max(phone.until ?? 0, now + LIMITS.listenMs);
      return settle(heard({ state: 'picked-up', rang: true, until }));
    }
    case 'digit':
      return call.status === 'reading'
        ? ignore(call, 'reading')
        : settle(read(heard({ state: 'picked-up', rang: true }), 'phone', now));
    case 'over':
      return settle(reassess(heard({ state: 'over', until: null }), now));
  }
}
