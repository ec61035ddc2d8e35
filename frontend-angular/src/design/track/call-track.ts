/** What the track needs of a call; the API's view fits. */
export interface TrackCall {
  readonly status: 'calling' | 'reading' | 'accepted' | 'declined' | 'ended' | 'cancelled';
  readonly stage: string;
  readonly startedAt: string;
  readonly ringUntil?: string;
  readonly decideBy?: string;
  readonly endedAt?: string;
  readonly endReason?: string;
  readonly declineReason?: string;
  readonly phone: string;
  readonly noPhone: boolean;
  /** The call's own marks and those of its phone call (`phone-ringing`); what devices proved is beside them. */
  readonly stages: readonly StageMark[];
  readonly devices?: readonly { readonly stages: readonly StageMark[] }[];
}

export interface StageMark {
  readonly stage: string;
  readonly at: string;
}

export const COLUMNS = ['sent', 'delivered', 'ringing', 'answered', 'reply'] as const;
export type Column = (typeof COLUMNS)[number];
export type NodeLook = 'past' | 'live' | 'reading' | 'yes' | 'no' | 'missed' | 'skipped' | 'todo' | 'off';

export interface TrackNode {
  readonly column: Column;
  readonly look: NodeLook;
  /** Milliseconds since the call's start, where it is known. */
  readonly ms?: number;
  /** How much of the line to the next node is drawn, 0 to 1; only of the live node. */
  readonly filled?: number;
}

export type TrackEnd =
  | { readonly kind: 'waiting' | 'cancelled' | 'accepted' }
  | { readonly kind: 'ringing'; readonly leftMs: number }
  | { readonly kind: 'reading'; readonly goneMs: number; readonly ofMs: number }
  | { readonly kind: 'declined'; readonly reason: string }
  | { readonly kind: 'ended'; readonly reason: string };

export interface CallTrack {
  readonly nodes: readonly TrackNode[];
  readonly end: TrackEnd;
  /** The fallback's own line: the phone call of the same try. */
  readonly phone: 'none' | 'missing' | 'asked' | 'ringing' | 'picked-up' | 'over';
  readonly phoneNodes: readonly TrackNode[];
}

/** Without proof of ringing by then the phone is called. */
export const PROOF_MS = 8_000;

const RANK: Readonly<Record<string, number>> = {
  'provider-accepted': 0,
  delivered: 1,
  ringing: 2,
  answered: 3,
  declined: 4,
  accepted: 4,
};
const STAGE_OF_COLUMN: readonly (readonly string[])[] = [
  ['provider-accepted'],
  ['delivered'],
  ['ringing'],
  ['answered', 'reading'],
  ['accepted', 'declined'],
];
const PHONE_STAGES = ['phone-asked', undefined, 'phone-ringing', 'phone-picked-up', undefined] as const;

/** A call as the five nodes of its track at one instant. */
export function callTrack(call: TrackCall, now: number): CallTrack {
  const start = Date.parse(call.startedAt);
  const marks = [...call.stages, ...(call.devices ?? []).flatMap((device) => device.stages)];
  const times = STAGE_OF_COLUMN.map((stages) => earliest(marks, stages, start));
  const reached = reachedColumn(call, times);
  const isMissed = call.status === 'calling' && reached < 2 && now - start >= PROOF_MS;
  const nodes = COLUMNS.map((column, index): TrackNode => {
    const ms = times[index];
    const time = ms === undefined ? {} : { ms };
    if (column === 'reply' && call.status === 'accepted') return { column, look: 'yes', ...time };
    if (column === 'reply' && call.status === 'declined') return { column, look: 'no', ...time };
    if (isMissed && index === reached + 1) return { column, look: 'missed' };
    if (isMissed && index > reached + 1) return { column, look: 'off' };
    if (index > reached) return { column, look: 'todo' };
    // Who replies from the lock screen or the board never picked up: no dot where nothing happened.
    if (index === 3 && reached === 4 && ms === undefined) return { column, look: 'skipped' };
    if (index === 3 && call.status === 'reading') return { column, look: 'reading', ...time };
    if (index === 2 && reached === 2 && call.status === 'calling') {
      return { column, look: 'live', ...time, filled: ringShare(call, ms, start, now) };
    }
    return { column, look: 'past', ...time };
  });
  const phone = phoneOf(call);
  return {
    nodes,
    end: endOf(call, times, now, start),
    phone,
    phoneNodes: phone === 'none' || phone === 'missing' ? [] : phoneTrack(call, phone, now, start),
  };
}

/** The first proof from any device counts. */
function earliest(marks: readonly StageMark[], stages: readonly string[], start: number): number | undefined {
  const found = marks.filter(({ stage }) => stages.includes(stage)).map(({ at }) => Date.parse(at) - start);
  return found.length === 0 ? undefined : Math.min(...found);
}

function phoneTrack(call: TrackCall, phone: CallTrack['phone'], now: number, start: number): TrackNode[] {
  const reached = { asked: 0, ringing: 2, 'picked-up': 3, over: -1, none: -1, missing: -1 }[phone];
  const times = PHONE_STAGES.map((stage) =>
    stage === undefined ? undefined : earliest(call.stages, [stage], start),
  );
  const last = Math.max(
    reached,
    times.findLastIndex((time) => time !== undefined),
  );
  return COLUMNS.map((column, index) => {
    const ms = times[index];
    const time = ms === undefined ? {} : { ms };
    if (index > last) return { column, look: phone === 'over' ? 'off' : 'todo' };
    if (phone === 'ringing' && index === 2 && call.status === 'calling') {
      return { column, look: 'live', ...time, filled: ringShare(call, ms, start, now) };
    }
    return { column, look: 'past', ...time };
  });
}

function reachedColumn(call: TrackCall, times: readonly (number | undefined)[]): number {
  const byStage = RANK[call.stage] ?? -1;
  const byTime = times.findLastIndex((time) => time !== undefined);
  const best = Math.max(byStage, byTime);
  return call.status === 'reading' ? Math.max(best, 3) : best;
}

function ringShare(call: TrackCall, ringingMs: number | undefined, start: number, now: number): number {
  if (call.ringUntil === undefined) return 0.5;
  const from = start + (ringingMs ?? 0);
  const whole = Date.parse(call.ringUntil) - from;
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, (now - from) / whole));
}

function endOf(
  call: TrackCall,
  times: readonly (number | undefined)[],
  now: number,
  start: number,
): TrackEnd {
  switch (call.status) {
    case 'accepted':
    case 'cancelled':
      return { kind: call.status };
    case 'declined':
      return { kind: 'declined', reason: call.declineReason ?? '' };
    case 'ended':
      return { kind: 'ended', reason: call.endReason ?? 'rang-out' };
    case 'reading': {
      const from = start + (times[3] ?? 0);
      const until = call.decideBy === undefined ? from + 60_000 : Date.parse(call.decideBy);
      const ofMs = Math.max(0, until - from);
      return { kind: 'reading', goneMs: Math.min(ofMs, Math.max(0, now - from)), ofMs };
    }
    case 'calling':
      return call.ringUntil === undefined
        ? { kind: 'waiting' }
        : { kind: 'ringing', leftMs: Math.max(0, Date.parse(call.ringUntil) - now) };
  }
}

function phoneOf(call: TrackCall): CallTrack['phone'] {
  if (call.noPhone) return 'missing';
  switch (call.phone) {
    case 'asked':
    case 'ringing':
    case 'picked-up':
    case 'over':
      return call.phone;
    default:
      return 'none';
  }
}
