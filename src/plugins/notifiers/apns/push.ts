import { type DeviceMessage, pushOf, type RingPush } from '../../kit/index.js';
import type { Settings, Target } from './settings.js';

/** One push, as its headers and body will be. */
export interface Push {
  readonly type: 'voip' | 'alert' | 'background';
  readonly topic: string;
  readonly priority: 10 | 5;
  /** Seconds since 1970; 0 is now or never. */
  readonly expiry: number;
  readonly collapseId?: string;
  readonly payload: object;
}

const MAX_BYTES = { voip: 5120, alert: 4096, background: 4096 } as const;
const CANCEL_SECONDS = 60;
const NEWS_SECONDS = 4 * 60 * 60;

/** Undefined: such a token is not there for such a message. */
export function pushFor(
  message: DeviceMessage,
  { push }: Target,
  settings: Settings,
  now: Date,
): Push | undefined {
  const seconds = Math.floor(now.getTime() / 1000);
  return push === 'voip' ? voipPush(message, settings) : alertPush(message, settings, seconds);
}

/**
 * Every VoIP push makes the app report a call to the system, or the system stops the app: so it carries calls only. A
 * cancel names the ring that it ends, and the app reports that one again.
 */
function voipPush(message: DeviceMessage, { bundleId }: Settings): Push | undefined {
  const isOfACall = message.kind !== 'inform' && (message.kind !== 'test' || message.card !== undefined);
  if (!isOfACall) return undefined;
  const payload = fitted(pushOf(message), MAX_BYTES.voip, (barry) => ({ barry }));
  // A ring that comes late is worse than none; the app looks at the card's own end as well.
  return { type: 'voip', topic: `${bundleId}.voip`, priority: 10, expiry: 0, payload };
}

function alertPush(message: DeviceMessage, { bundleId, criticalAlerts }: Settings, seconds: number): Push {
  const push = pushOf(message);
  const shown = (aps: (barry: RingPush) => object, lastsSeconds: number, collapseId?: string): Push => ({
    type: 'alert',
    topic: bundleId,
    priority: 10,
    expiry: seconds + lastsSeconds,
    ...(collapseId !== undefined && { collapseId }),
    payload: fitted(push, MAX_BYTES.alert, (barry) => ({
      aps: { alert: wordsOf(barry), ...aps(barry) },
      barry,
    })),
  });
  const card = message.kind === 'cancel' || message.kind === 'inform' ? undefined : message.card;
  switch (message.kind) {
    case 'ring':
    case 'test':
      return shown(() => soundOf(criticalAlerts), card?.ringSeconds ?? CANCEL_SECONDS, card?.ringId);
    case 'update':
      // The same notification with other words; it does not ring again.
      return shown(() => ({ 'interruption-level': 'passive' }), card?.ringSeconds ?? 0, card?.ringId);
    case 'inform':
      return shown(() => ({ 'interruption-level': 'active' }), NEWS_SECONDS);
    case 'cancel':
      // Wakes the app, which takes the notification away; the words come as news of their own.
      return {
        type: 'background',
        topic: bundleId,
        priority: 5,
        expiry: seconds + CANCEL_SECONDS,
        collapseId: message.ringId,
        payload: { aps: { 'content-available': 1 }, barry: push },
      };
  }
}

const soundOf = (isCritical: boolean): object =>
  isCritical
    ? { sound: { critical: 1, name: 'default', volume: 1 }, 'interruption-level': 'critical' }
    : { sound: 'default', 'interruption-level': 'time-sensitive' };

function wordsOf(push: RingPush): object {
  switch (push.kind) {
    case 'ring':
    case 'update':
      return { title: push.card.title, body: push.card.team };
    case 'inform':
      return { title: push.title, body: push.body };
    case 'test':
      return { body: push.body };
    case 'cancel':
      return {};
  }
}

/** A long text is cut rather than refused: the device fetches the whole of it once it is awake. */
function fitted(push: RingPush, maxBytes: number, around: (barry: RingPush) => object): object {
  return [1000, 400, 100]
    .map((length) => around(shortened(push, length)))
    .reduce((best, next) => (sizeOf(best) <= maxBytes ? best : next), around(push));
}

const sizeOf = (payload: object): number => Buffer.byteLength(JSON.stringify(payload));

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
