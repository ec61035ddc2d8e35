import type {
  CancelReason,
  EndReason,
  PresentResult,
  ReceiptAddress,
  ReceiptKind,
  RingCard,
  RingEventType,
  RingSnapshot,
  RingState,
  Suppression,
} from './definitions.js';

/**
 * What a device does with what it is told. Pure: the state, an event and the time go in, the next state and
 * the things to do come out. The browser executes them in `web.ts`; the native cores follow the same table.
 */
export interface RingMachine {
  readonly rings: Readonly<Record<string, Ring>>;
  /** Cancelled rings, also those whose cancel came first, and until when that is remembered. */
  readonly tombstones: Readonly<Record<string, number>>;
}

export interface Ring {
  readonly card: RingCard;
  readonly state: RingState;
  readonly receivedAt: number;
  readonly calls: readonly string[];
  readonly silenced: boolean;
  readonly subtitle?: string;
  readonly suppressed?: Suppression;
  readonly endReason?: EndReason;
}

export type MachineEvent =
  | { readonly type: 'card'; readonly card: RingCard; readonly calls?: readonly string[] }
  | {
      readonly type: 'cancelled';
      readonly ringId: string;
      readonly revision: number;
      readonly reason: CancelReason;
    }
  | { readonly type: 'rang'; readonly ringId: string; readonly revision: number }
  | {
      readonly type: 'suppressed';
      readonly ringId: string;
      readonly revision: number;
      readonly by: Suppression;
    }
  | { readonly type: 'answered'; readonly ringId: string }
  | { readonly type: 'shown'; readonly ringId: string }
  | { readonly type: 'silenced'; readonly ringId: string }
  | { readonly type: 'ended'; readonly ringId: string; readonly reason: EndReason }
  | {
      readonly type: 'told';
      readonly ringId: string;
      readonly title?: string;
      readonly subtitle?: string;
      readonly calls?: readonly string[];
    }
  | { readonly type: 'tick' };

export type Effect =
  | { readonly type: 'startRinging'; readonly ring: RingSnapshot }
  /** The picture changes; the sound goes on as it is. */
  | { readonly type: 'showRing'; readonly ring: RingSnapshot }
  | {
      readonly type: 'stopRinging';
      readonly ringId: string;
      readonly reason: EndReason | 'answered' | 'silenced';
    }
  | {
      readonly type: 'receipt';
      readonly kind: ReceiptKind;
      readonly ringId: string;
      readonly revision: number;
      readonly address: ReceiptAddress;
      readonly until: number;
      readonly detail?: string;
    }
  | { readonly type: 'log'; readonly event: RingEventType; readonly ring: RingSnapshot };

export interface Step {
  readonly machine: RingMachine;
  readonly effects: readonly Effect[];
  readonly result?: PresentResult;
}

export const emptyMachine: RingMachine = { rings: {}, tombstones: {} };

/** Longer than any ring and any push service's memory of it. */
export const REMEMBER_MS = 24 * 3_600_000;
/** A receipt token outlives its ring by this much. */
export const RECEIPT_GRACE_MS = 600_000;

export function step(machine: RingMachine, event: MachineEvent, now: number): Step {
  switch (event.type) {
    case 'card':
      return receive(machine, event, now);
    case 'cancelled':
      return cancel(machine, event, now);
    case 'tick':
      return tick(machine, now);
    case 'rang':
    case 'suppressed':
      return proved(machine, event);
    default:
      return act(machine, event);
  }
}

export function snapshot(ring: Ring): RingSnapshot {
  const { card } = ring;
  return {
    ringId: card.ringId,
    revision: card.revision,
    calls: ring.calls,
    count: card.count,
    title: card.title,
    team: card.team,
    severity: card.severity,
    state: ring.state,
    silenced: ring.silenced,
    receivedAt: new Date(ring.receivedAt).toISOString(),
    expiresAt: card.expiresAt,
    ringSeconds: card.ringSeconds,
    ...(ring.subtitle !== undefined && { subtitle: ring.subtitle }),
    ...(ring.suppressed !== undefined && { suppressed: ring.suppressed }),
    ...(ring.endReason !== undefined && { endReason: ring.endReason }),
  };
}

/** The next moment at which something happens by itself: a ring stops at `expiresAt`, whatever the network does. */
export function nextDue(machine: RingMachine): number | undefined {
  const due = Object.values(machine.rings).filter(makesNoise).map(endsAt);
  return due.length === 0 ? undefined : Math.min(...due);
}

function receive(machine: RingMachine, event: Extract<MachineEvent, { type: 'card' }>, now: number): Step {
  const { card } = event;
  // A cancel is final: what rings anew has an identity of its own.
  if (machine.tombstones[card.ringId]) return dropped(machine, 'cancelled');
  const known = machine.rings[card.ringId];
  if (known && card.revision <= known.card.revision) return dropped(machine, 'seen');

  const base: Ring = {
    card,
    state: 'arrived',
    receivedAt: now,
    calls: event.calls ?? known?.calls ?? [],
    silenced: false,
  };
  if (Date.parse(card.expiresAt) <= now && !(known && isRead(known))) {
    const late: Ring = { ...base, state: 'ended', endReason: 'expired' };
    return {
      machine: put(machine, late),
      effects: [receipt('delivered', late), receipt('expired', late), log('ended', late)],
      result: { result: 'dropped', because: 'expired' },
    };
  }
  if (!known || known.state === 'ended') {
    return {
      machine: put(machine, base),
      effects: [
        receipt('delivered', base),
        log('incoming', base),
        { type: 'startRinging', ring: snapshot(base) },
      ],
      result: { result: 'ringing' },
    };
  }

  // The bell rings on as it is; only a silenced one is loud again when there is more to tell.
  const loud = known.silenced && !isRead(known) && card.count > known.card.count;
  const next: Ring = { ...base, state: known.state, silenced: known.silenced && !loud };
  return {
    machine: put(machine, next),
    effects: [
      receipt('delivered', next),
      log('updated', next),
      { type: loud ? 'startRinging' : 'showRing', ring: snapshot(next) },
      // It rings already, or is on the screen that is being read: that proves the new revision too.
      ...(!loud && next.state !== 'arrived' ? [receipt('ringing', next)] : []),
    ],
    result: { result: 'updated' },
  };
}

function cancel(
  machine: RingMachine,
  event: Extract<MachineEvent, { type: 'cancelled' }>,
  now: number,
): Step {
  const { ringId } = event;
  const known = machine.rings[ringId];
  if (known && event.revision < known.card.revision) return dropped(machine, 'seen');
  const buried: RingMachine = {
    ...machine,
    tombstones: { ...machine.tombstones, [ringId]: now + REMEMBER_MS },
  };
  if (!known || known.state === 'ended') {
    return { machine: buried, effects: [], result: { result: 'cancelled' } };
  }
  return { ...end(buried, known, event.reason), result: { result: 'cancelled' } };
}

/** `ringing` is only ever said after the device really rang, or really showed it. */
function proved(machine: RingMachine, event: Extract<MachineEvent, { type: 'rang' | 'suppressed' }>): Step {
  const ring = machine.rings[event.ringId];
  if (!ring || ring.state === 'ended' || ring.card.revision !== event.revision)
    return { machine, effects: [] };
  const state = ring.state === 'arrived' ? 'ringing' : ring.state;
  if (event.type === 'rang') {
    const next: Ring = { ...ring, state };
    return { machine: put(machine, next), effects: [receipt('ringing', next)] };
  }
  const next: Ring = { ...ring, state, suppressed: event.by };
  return {
    machine: put(machine, next),
    effects: [receipt('suppressed', next, event.by), log('suppressed', next)],
  };
}

function act(
  machine: RingMachine,
  event: Extract<MachineEvent, { type: 'answered' | 'shown' | 'silenced' | 'ended' | 'told' }>,
): Step {
  const ring = machine.rings[event.ringId];
  if (!ring || ring.state === 'ended') return { machine, effects: [] };
  const { ringId } = event;
  switch (event.type) {
    case 'told': {
      const next: Ring = {
        ...ring,
        card: event.title === undefined ? ring.card : { ...ring.card, title: event.title },
        calls: event.calls ?? ring.calls,
        ...(event.subtitle !== undefined && { subtitle: event.subtitle }),
      };
      return { machine: put(machine, next), effects: [{ type: 'showRing', ring: snapshot(next) }] };
    }
    case 'silenced': {
      if (isRead(ring) || ring.silenced) return { machine, effects: [] };
      const next: Ring = { ...ring, silenced: true };
      return {
        machine: put(machine, next),
        effects: [{ type: 'stopRinging', ringId, reason: 'silenced' }, log('silenced', next)],
      };
    }
    case 'answered': {
      if (isRead(ring)) return { machine, effects: [] };
      const next: Ring = { ...ring, state: 'answered' };
      return {
        machine: put(machine, next),
        effects: [
          { type: 'stopRinging', ringId, reason: 'answered' },
          receipt('answered', next),
          log('answered', next),
        ],
      };
    }
    case 'shown':
      return ring.state === 'answered'
        ? { machine: put(machine, { ...ring, state: 'shown' }), effects: [] }
        : { machine, effects: [] };
    case 'ended':
      return end(machine, ring, event.reason);
  }
}

function end(machine: RingMachine, ring: Ring, reason: EndReason): Step {
  const next: Ring = { ...ring, state: 'ended', endReason: reason };
  return {
    machine: put(machine, next),
    effects: [
      { type: 'stopRinging', ringId: ring.card.ringId, reason },
      receipt('stopped', next, reason),
      log('ended', next),
    ],
  };
}

function tick(machine: RingMachine, now: number): Step {
  let next = forget(machine, now);
  const effects: Effect[] = [];
  for (const ring of Object.values(next.rings)) {
    if (!makesNoise(ring) || endsAt(ring) > now) continue;
    const ended = end(next, ring, 'rang-out');
    next = ended.machine;
    effects.push(...ended.effects);
  }
  return { machine: next, effects };
}

function forget(machine: RingMachine, now: number): RingMachine {
  const tombstones = Object.entries(machine.tombstones).filter(([, until]) => until > now);
  const rings = Object.entries(machine.rings).filter(
    ([, ring]) => ring.state !== 'ended' || ring.receivedAt + REMEMBER_MS > now,
  );
  return { rings: Object.fromEntries(rings), tombstones: Object.fromEntries(tombstones) };
}

const makesNoise = (ring: Ring): boolean => ring.state === 'arrived' || ring.state === 'ringing';
const isRead = (ring: Ring): boolean => ring.state === 'answered' || ring.state === 'shown';
const endsAt = (ring: Ring): number => Date.parse(ring.card.expiresAt);

const put = (machine: RingMachine, ring: Ring): RingMachine => ({
  ...machine,
  rings: { ...machine.rings, [ring.card.ringId]: ring },
});

const dropped = (machine: RingMachine, because: 'seen' | 'cancelled'): Step => ({
  machine,
  effects: [],
  result: { result: 'dropped', because },
});

const log = (event: RingEventType, ring: Ring): Effect => ({ type: 'log', event, ring: snapshot(ring) });

const receipt = (kind: ReceiptKind, { card }: Ring, detail?: string): Effect => ({
  type: 'receipt',
  kind,
  ringId: card.ringId,
  revision: card.revision,
  address: card.receipt,
  until: Date.parse(card.expiresAt) + RECEIPT_GRACE_MS,
  ...(detail !== undefined && { detail }),
});
