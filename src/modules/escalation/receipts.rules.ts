import type { CallDecision, CallEvent, DeviceState, Receipt, Stage } from './call.state.js';
import { isAtLeast, isCallOver, isDeclinable, isProved } from './call.state.js';
import type { CallTurn } from './channels.rules.js';
import { change, close, ignore, note, read, reassess, settle } from './channels.rules.js';
import type { Instant } from './policy.js';

type Told<K extends CallEvent['kind']> = Extract<CallEvent, { kind: K }>;

/** A device or its provider says something. Order and repetition don't matter: stages only rise. */
export function receive(turn: CallTurn, event: Told<'receipt'>, now: Instant): CallDecision {
  const { call } = turn;
  const { receipt, deviceId } = event;
  const device = call.devices.find((d) => d.id === deviceId);
  if (!device) return ignore(call, 'unknown-device');
  const marked = marks(device, receipt);
  const isNews = marked !== device;
  const noted = change(turn, { devices: call.devices.map((d) => (d === device ? marked : d)) });
  if (receipt === 'accepted' && call.status !== 'accepted')
    return settle(close(noted, 'accepted', deviceId, now));
  if (receipt === 'declined' && isDeclinable(call)) return settle(close(noted, 'declined', deviceId, now));
  if (!isNews) return ignore(call, 'known');
  if (isCallOver(call.status) || receipt === 'accepted' || receipt === 'declined') return settle(noted);
  const sent = isAtLeast(marked.stage, 'provider-accepted') ? firstSent(noted, now) : noted;
  const proved = isProved(sent.call) ? dropFallbacks(sent) : sent;
  if (receipt === 'answered') return settle(read(proved, deviceId, now));
  return settle(reassess(proved, now));
}

/** Ringing is proof: the emergency variant and the phone are not needed any more. */
function dropFallbacks(turn: CallTurn): CallTurn {
  const { emergencyAt, phoneAt } = turn.call;
  if (emergencyAt === null && phoneAt === null) return turn;
  return note(change(turn, { emergencyAt: null, phoneAt: null }), { code: 'proved' });
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

function firstSent(turn: CallTurn, now: Instant): CallTurn {
  if (turn.call.sentAt !== null) return turn;
  return change(turn, { sentAt: now, pushUntil: now + turn.call.ringSeconds * 1000 });
}
