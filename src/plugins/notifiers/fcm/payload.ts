import type { Message as FcmMessage } from 'firebase-admin/messaging';
import { type DeviceMessage, pushOf, type RingPush } from '../../kit/index.js';

/** What FCM takes as data: all names and values together. */
const MAX_BYTES = 4096;
const MINUTE_MS = 60_000;
const NEWS_MS = 4 * 60 * MINUTE_MS;

/**
 * Data only: a `notification` would be shown by the system, and our code would not run to ring. Every kind leads to
 * something visible on the phone, or Android takes the priority away from the app.
 */
export function fcmMessage(token: string, message: DeviceMessage): FcmMessage {
  const key =
    message.kind === 'cancel' ? message.ringId : 'card' in message ? message.card?.ringId : undefined;
  return {
    token,
    data: dataOf(pushOf(message)),
    android: {
      priority: message.kind === 'inform' ? 'normal' : 'high',
      // In milliseconds here; on the wire it is seconds.
      ttl: ttlMsOf(message),
      // A ring that still waits for a phone is replaced by its own cancel.
      ...(key !== undefined && { collapseKey: key }),
    },
  };
}

/** A ring that waits longer than it rings would wake somebody for nothing; news may wait for a phone that was off. */
function ttlMsOf(message: DeviceMessage): number {
  switch (message.kind) {
    case 'ring':
    case 'update':
      return message.card.ringSeconds * 1000;
    case 'test':
      return message.card === undefined ? MINUTE_MS : message.card.ringSeconds * 1000;
    case 'cancel':
      return MINUTE_MS;
    case 'inform':
      return NEWS_MS;
  }
}

/** All values are text. A long text is cut rather than refused: the device fetches the whole of it once it is awake. */
function dataOf(push: RingPush): Record<string, string> {
  const written = (one: RingPush) => ({ v: String(one.v), kind: one.kind, push: JSON.stringify(one) });
  return [1000, 400, 100]
    .map((length) => written(shortened(push, length)))
    .reduce((best, next) => (sizeOf(best) <= MAX_BYTES ? best : next), written(push));
}

const sizeOf = (data: Record<string, string>): number =>
  Object.entries(data).reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0);

function shortened(push: RingPush, length: number): RingPush {
  switch (push.kind) {
    case 'ring':
    case 'update':
      return { ...push, card: { ...push.card, title: cut(push.card.title, length) } };
    case 'inform':
      return { ...push, title: cut(push.title, length), body: cut(push.body, length) };
    case 'test':
      return { ...push, body: cut(push.body, length) };
    case 'cancel':
      return push;
  }
}

const cut = (text: string, length: number): string => {
  // Not in the middle of a pair: half a sign is shown as a box.
  const head = text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '');
  return text.length > length ? `${head}…` : text;
};
