import { z } from 'zod';
import type { Locale } from './delivery.js';
import { SEVERITIES, type Severity } from './signal.js';

/** What one device shows while it rings. `ringId` and `revision` are the only identity on the wire. */
export interface RingCard {
  readonly ringId: string;
  readonly revision: number;
  readonly title: string;
  readonly severity: Severity;
  readonly team: string;
  /** How many calls this ring stands for. */
  readonly count: number;
  readonly expiresAt: Date;
  readonly ringSeconds: number;
  /** Where the device proves that it rang: at least two addresses, on different domains where there are any. */
  readonly receipt: { readonly token: string; readonly urls: readonly string[] };
}

/** Why a ring stops without its own person having said so. */
export const CANCEL_REASONS = ['accepted-by-other', 'resolved', 'cancelled', 'timed-out'] as const;
/** One of {@link CANCEL_REASONS}. */
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** What an installed app or a browser can be sent; every push notifier takes all of it. */
export type DeviceMessage =
  | { readonly kind: 'ring'; readonly card: RingCard }
  /** The same ring, shown anew: more calls, another title. Rings on, does not ring again. */
  | { readonly kind: 'update'; readonly card: RingCard }
  | {
      readonly kind: 'cancel';
      readonly ringId: string;
      readonly revision: number;
      readonly reason: CancelReason;
    }
  | { readonly kind: 'inform'; readonly title: string; readonly body: string; readonly link: string }
  /** With a card it rings, as proof of the whole way; without one it only shows its text. */
  | {
      readonly kind: 'test';
      readonly text: string;
      readonly locale: Locale;
      readonly card?: RingCard | undefined;
    };

/** The version of the wire format; raised only when a device of the old one could not ring. */
export const RING_WIRE = 1 as const;

// Devices write ids in either case (iOS in capitals); we store them in small letters.
const Id = z
  .string()
  .regex(/^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/)
  .toLowerCase();
const Revision = z.int().min(1);
// Seconds are never left out: not every phone's parser forgives it.
const Utc = z.iso.datetime().regex(/^.{10}T\d\d:\d\d:\d\d(\.\d{1,9})?Z$/);
const Instant = z.iso.datetime({ offset: true }).regex(/^.{10}T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/);

/** The card as JSON: `proto/ring/ring-card.schema.json`. A device ignores what it does not know. */
export const RingCardWire = z.object({
  ringId: Id,
  revision: Revision,
  title: z.string().min(1),
  severity: z.enum(SEVERITIES),
  team: z.string(),
  count: z.int().min(1),
  expiresAt: Utc,
  ringSeconds: z.int().min(1).max(3600),
  receipt: z.object({
    token: z.string().min(16),
    urls: z.array(z.string().regex(/^https?:\/\/[^\s]+$/)).min(2),
  }),
});
/** A ring card on the wire. */
export type RingCardWire = z.output<typeof RingCardWire>;

const v = z.literal(RING_WIRE);
/** What a push carries: `proto/ring/ring-push.schema.json`. */
export const RingPush = z.discriminatedUnion('kind', [
  z.object({ v, kind: z.literal('ring'), card: RingCardWire }),
  z.object({ v, kind: z.literal('update'), card: RingCardWire }),
  z.object({
    v,
    kind: z.literal('cancel'),
    ringId: Id,
    revision: Revision,
    reason: z.enum(CANCEL_REASONS),
  }),
  z.object({ v, kind: z.literal('inform'), title: z.string().min(1), body: z.string(), link: z.string() }),
  z.object({ v, kind: z.literal('test'), body: z.string(), card: RingCardWire.optional() }),
]);
/** A push on the wire. */
export type RingPush = z.output<typeof RingPush>;

/** What a device reports of a ring; `delivered` alone proves nothing to an ear. */
export const RECEIPT_KINDS = [
  'delivered',
  'ringing',
  'suppressed',
  'expired',
  'answered',
  'stopped',
] as const;
/** One of {@link RECEIPT_KINDS}. */
export type ReceiptKind = (typeof RECEIPT_KINDS)[number];

/** A receipt as JSON: `proto/ring/receipt.schema.json`. Strict: a misspelt field would be a proof lost in silence. */
export const Receipt = z.strictObject({
  ringId: Id,
  revision: Revision,
  deviceId: Id,
  kind: z.enum(RECEIPT_KINDS),
  /** Counts the receipts of one device and ring. */
  seq: z.int().min(1),
  /** By the device's own clock, which may be wrong. */
  at: Instant,
  detail: z
    .strictObject({
      reason: z.string().max(200).optional(),
      /** Below zero where the device's clock is behind ours; left out where it is weeks away. */
      sincePushMs: z.int32().optional(),
      appBuild: z.string().max(100).optional(),
    })
    .optional(),
});
/** A receipt as a device sends it. */
export type Receipt = z.output<typeof Receipt>;

/** A message as the devices read it. */
export function pushOf(message: DeviceMessage): RingPush {
  switch (message.kind) {
    case 'ring':
    case 'update':
      return { v: RING_WIRE, kind: message.kind, card: cardOf(message.card) };
    case 'cancel': {
      const { ringId, revision, reason } = message;
      return { v: RING_WIRE, kind: 'cancel', ringId, revision, reason };
    }
    case 'inform': {
      const { title, body, link } = message;
      return { v: RING_WIRE, kind: 'inform', title, body, link };
    }
    case 'test': {
      const card = message.card && { card: cardOf(message.card) };
      return { v: RING_WIRE, kind: 'test', body: message.text, ...card };
    }
  }
}

/** Field by field: what the house adds to its card must not leak into a push by itself. */
export const cardOf = (card: RingCard): RingCardWire => ({
  ringId: card.ringId,
  revision: card.revision,
  title: card.title,
  severity: card.severity,
  team: card.team,
  count: card.count,
  expiresAt: card.expiresAt.toISOString(),
  ringSeconds: card.ringSeconds,
  receipt: { token: card.receipt.token, urls: [...card.receipt.urls] },
});
