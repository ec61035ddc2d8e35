import type { ReceiptKind, RingCardWire, RingPush } from './ring.js';

/** What somebody may do to a simulated phone and the network in between. */
export interface Knobs {
  readonly isOn: boolean;
  /** Do not disturb: a ring arrives and is kept quiet. */
  readonly isSilent: boolean;
  /** Until a push arrives. */
  readonly delayMs: number;
  /** Of a hundred pushes. */
  readonly losesPercent: number;
  /** Each push arrives twice. */
  readonly duplicates: boolean;
  /** Every second push arrives after the next. */
  readonly reorders: boolean;
}

/** A phone as it leaves the shop. */
export const USUAL: Knobs = {
  isOn: true,
  isSilent: false,
  delayMs: 0,
  losesPercent: 0,
  duplicates: false,
  reorders: false,
};

const TWICE_AFTER_MS = 300;
const OVERTAKEN_AFTER_MS = 1_500;

/** When the copies of the `nth` push arrive, counted from its leaving; none: it is lost. The same seed, the same fate. */
export function arrivals(knobs: Knobs, seed: number, nth: number): readonly number[] {
  if (!knobs.isOn || chance(seed, nth) * 100 < knobs.losesPercent) return [];
  const afterMs = knobs.delayMs + (knobs.reorders && nth % 2 === 0 ? OVERTAKEN_AFTER_MS : 0);
  return knobs.duplicates ? [afterMs, afterMs + TWICE_AFTER_MS] : [afterMs];
}

/** A number in [0, 1) that depends on nothing else. */
function chance(seed: number, nth: number): number {
  let mixed = Math.imul(seed ^ Math.imul(nth + 1, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

/** A phone with the app, as far as rings are concerned. Pure: a push and the time go in, the phone and its receipts come out. */
export interface SimulatedPhone {
  /** `quiet`: the ring lies on the screen, without a sound. */
  readonly screen: 'idle' | 'ringing' | 'quiet' | 'answered';
  readonly card?: RingCardWire | undefined;
  readonly isTest: boolean;
  /** The highest revision of each ring that was seen, also of cancels that came before their ring. */
  readonly seen: Readonly<Record<string, number>>;
}

/** Nothing has happened to it. */
export const NEW_PHONE: SimulatedPhone = { screen: 'idle', isTest: false, seen: {} };

/** One receipt that the phone posts. */
export interface Said {
  readonly kind: ReceiptKind;
  readonly card: RingCardWire;
  readonly reason?: string | undefined;
}

/** A phone after something, and what it says about it. */
export interface Heard {
  readonly phone: SimulatedPhone;
  readonly says: readonly Said[];
}

/** A push has arrived. */
export function hear(phone: SimulatedPhone, push: RingPush, nowMs: number, knobs: Knobs): Heard {
  switch (push.kind) {
    case 'inform':
      return { phone, says: [] };
    case 'cancel': {
      const { ringId, revision } = push;
      if (revision <= (phone.seen[ringId] ?? 0)) return { phone, says: [] };
      const noted = { ...phone, seen: { ...phone.seen, [ringId]: revision } };
      return phone.card?.ringId === ringId
        ? { phone: idle(noted), says: [{ kind: 'stopped', card: phone.card }] }
        : { phone: noted, says: [] };
    }
    case 'test':
      return push.card ? ring(phone, push.card, 'anew', true, nowMs, knobs) : { phone, says: [] };
    case 'ring':
      return ring(phone, push.card, 'anew', false, nowMs, knobs);
    case 'update':
      return ring(phone, push.card, 'on', false, nowMs, knobs);
  }
}

/** A ring never outlives its card, whatever the network does. */
export function tick(phone: SimulatedPhone, nowMs: number): SimulatedPhone {
  const isOver = phone.card !== undefined && Date.parse(phone.card.expiresAt) <= nowMs;
  return isOver && phone.screen !== 'answered' ? idle(phone) : phone;
}

/** Somebody has picked it up, or put it away. */
export const answered = (phone: SimulatedPhone): SimulatedPhone =>
  phone.card ? { ...phone, screen: 'answered' } : phone;
/** Nothing on the screen. */
export const idle = (phone: SimulatedPhone): SimulatedPhone => ({
  ...phone,
  screen: 'idle',
  card: undefined,
});

function ring(
  phone: SimulatedPhone,
  card: RingCardWire,
  how: 'anew' | 'on',
  isTest: boolean,
  nowMs: number,
  knobs: Knobs,
): Heard {
  // Seen, or cancelled before it came.
  if (card.revision <= (phone.seen[card.ringId] ?? 0)) return { phone, says: [] };
  const noted = { ...phone, seen: { ...phone.seen, [card.ringId]: card.revision } };
  const delivered: Said = { kind: 'delivered', card };
  if (Date.parse(card.expiresAt) <= nowMs)
    return { phone: noted, says: [delivered, { kind: 'expired', card }] };
  const isShown = phone.card?.ringId === card.ringId && phone.screen !== 'idle';
  if (how === 'on' && isShown) return { phone: { ...noted, card, isTest }, says: [delivered] };
  return knobs.isSilent
    ? {
        phone: { ...noted, card, isTest, screen: 'quiet' },
        says: [delivered, { kind: 'suppressed', card, reason: 'do-not-disturb' }],
      }
    : { phone: { ...noted, card, isTest, screen: 'ringing' }, says: [delivered, { kind: 'ringing', card }] };
}
