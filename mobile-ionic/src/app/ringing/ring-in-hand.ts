import type { CancelReason, RingSnapshot } from '@barry/native-call';
import type { Ring, RingCall } from '../../generated/api/models';

/** The one ring of this device as the screens see it: the device's own knowledge, and the server's once it spoke. */
export interface RingInHand {
  readonly ringId: string;
  readonly phase: 'ringing' | 'reading' | 'over';
  readonly silenced: boolean;
  /** The card: all there is until the server answered. */
  readonly card: Pick<RingSnapshot, 'title' | 'severity' | 'team' | 'count' | 'expiresAt' | 'ringSeconds'>;
  readonly view?: Ring;
  /** Every call this ring ever stood for, with its latest words. */
  readonly calls: readonly RingCall[];
  readonly decided: Readonly<Record<string, Decision>>;
  readonly outcome?: Outcome;
}

export type Decision = 'accepted' | 'declined';

export type Outcome =
  | { readonly kind: 'mine' }
  | { readonly kind: 'declined'; readonly reason: string }
  | { readonly kind: 'takenBy'; readonly names: readonly string[] }
  | { readonly kind: 'rangOut' | 'resolved' | 'cancelled' };

/** Calls that may still be answered from this screen. */
export const openCalls = ({ calls, decided }: RingInHand): readonly RingCall[] =>
  calls.filter((call) => decided[call.callId] === undefined && isOpen(call));

export const isOpen = (call: RingCall): boolean => call.status === 'calling' || call.status === 'reading';

/** What the server answered, laid over what was known. A call that left the ring keeps its last words. */
export function told(ring: RingInHand, view: Ring): RingInHand {
  const latest = new Map(ring.calls.map((call) => [call.callId, call]));
  for (const call of view.calls) latest.set(call.callId, call);
  const decided: Record<string, Decision> = { ...ring.decided };
  for (const call of view.calls) {
    if (call.status === 'accepted' || call.status === 'declined') decided[call.callId] = call.status;
  }
  const next: RingInHand = { ...ring, view, card: view.card, calls: [...latest.values()], decided };
  if (view.status === 'over') return { ...next, phase: 'over', outcome: outcomeOf(next, view) };
  if (ring.phase === 'over') return rangOn(ring, view) ? ringingAgain(next) : next;
  return view.status === 'answered' ? { ...next, phase: 'reading' } : next;
}

/** It had rung out here, and the server rings it anew. */
const rangOn = (ring: RingInHand, view: Ring): boolean =>
  ring.outcome?.kind === 'rangOut' && view.status === 'ringing' && view.revision > (ring.view?.revision ?? 0);

function ringingAgain({ outcome: _, ...ring }: RingInHand): RingInHand {
  return { ...ring, phase: 'ringing', silenced: false };
}

export function outcomeOf(ring: RingInHand, view: Ring): Outcome {
  // What this person decided here stands above the server's word for why the ring is over.
  if (Object.values(ring.decided).includes('accepted') || view.reason === 'accepted') return { kind: 'mine' };
  const names = [...new Set(view.calls.flatMap((call) => call.takenBy))];
  switch (view.reason) {
    case 'declined':
      return ring.outcome?.kind === 'declined' ? ring.outcome : { kind: 'declined', reason: '' };
    case 'resolved':
      return { kind: 'resolved' };
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'accepted-by-other':
      return { kind: 'takenBy', names };
    default:
      if (names.length > 0) return { kind: 'takenBy', names };
      return ring.outcome ?? { kind: 'rangOut' };
  }
}

/** From a card alone: a push, or a ring that was going on when the page was opened. */
export const fromSnapshot = (snapshot: RingSnapshot): RingInHand => ({
  ringId: snapshot.ringId,
  phase: snapshot.state === 'answered' || snapshot.state === 'shown' ? 'reading' : 'ringing',
  silenced: snapshot.silenced,
  card: snapshot,
  calls: [],
  decided: {},
});

export const fromView = (view: Ring): RingInHand =>
  told(
    {
      ringId: view.ringId,
      phase: 'ringing',
      silenced: false,
      card: view.card,
      calls: [],
      decided: {},
    },
    view,
  );

/** How the native side names what the server said. */
export function cancelReason(reason: string | undefined): CancelReason {
  switch (reason) {
    case 'accepted-by-other':
    case 'resolved':
    case 'timed-out':
      return reason;
    default:
      return 'cancelled';
  }
}
