import type { Severity, Signal } from '../../plugins/kit/index.js';
import { type Ears, judgedAt } from './hearing.rules.js';

/** A sign of life that somebody has promised, and what is known of it. Instants are of the house's clock. */
export interface Expectation {
  readonly everySeconds: number;
  readonly graceSeconds: number;
  readonly isPaused: boolean;
  readonly lastHeardAt?: Date | undefined;
  /** From when its interval counts: the last beat, or a later change by a person. Absent: never heard, so not missed. */
  readonly countedFrom?: Date | undefined;
  readonly missingSince?: Date | undefined;
}

export type HeartbeatState = 'waiting' | 'beating' | 'missing' | 'paused';
/** What happened to it, where it is worth telling. */
export type HeartbeatChange = 'began' | 'missing' | 'back' | 'given-up';

export interface Step {
  readonly after: Expectation;
  readonly change?: HeartbeatChange | undefined;
}

export function stateOf({ isPaused, countedFrom, missingSince }: Expectation): HeartbeatState {
  if (isPaused) return 'paused';
  if (missingSince) return 'missing';
  return countedFrom ? 'beating' : 'waiting';
}

const addSeconds = (date: Date, seconds: number): Date => new Date(date.getTime() + seconds * 1000);
const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
const later = (a: Date | undefined, b: Date): Date => (a && a > b ? a : b);

/** By when the next one should come; undefined where none is awaited. */
export const expectedAt = ({ isPaused, countedFrom, everySeconds }: Expectation): Date | undefined =>
  isPaused || !countedFrom ? undefined : addSeconds(countedFrom, everySeconds);

/** When it counts as missing if nothing comes: the timer of its row. Undefined where nobody waits for that. */
export function dueAt(one: Expectation): Date | undefined {
  const expected = one.missingSince ? undefined : expectedAt(one);
  return expected && addSeconds(expected, one.graceSeconds);
}

const endsOf = (from: Date, { everySeconds, graceSeconds }: Expectation): Date =>
  addSeconds(from, everySeconds + graceSeconds);

/** A beat that arrived at `at`; it may have lain in a spool for a while, and an older one may come after it. */
export function heard(before: Expectation, at: Date, now: Date): Step {
  const beat = at > now ? now : at;
  // The clock was ahead when the last one came: that it came is all that is known of it.
  const lastHeardAt = before.lastHeardAt && earlier(before.lastHeardAt, now);
  const countedFrom = before.countedFrom && earlier(before.countedFrom, now);
  if (lastHeardAt && beat < lastHeardAt) return { after: { ...before, lastHeardAt, countedFrom } };
  const isSame = before.lastHeardAt?.getTime() === beat.getTime();
  if (isSame) return { after: before };
  const after = { ...before, lastHeardAt: beat, countedFrom: later(countedFrom, beat) };
  if (!before.missingSince) return { after, ...(before.countedFrom ? {} : { change: 'began' as const }) };
  // One that is itself older than an interval tells nothing of now.
  return endsOf(beat, before) > now
    ? { after: { ...after, missingSince: undefined }, change: 'back' }
    : { after };
}

/** A look at the clock. */
export function looked(before: Expectation, now: Date, { asOf, listeningSince }: Ears): Step {
  // The clock was ahead, and has been set right: what lies before us would keep us waiting.
  const countedFrom = before.countedFrom && before.countedFrom > now ? now : before.countedFrom;
  const lastHeardAt = before.lastHeardAt && before.lastHeardAt > now ? now : before.lastHeardAt;
  const after = { ...before, countedFrom, lastHeardAt };
  const due = dueAt(after);
  if (!due || due > asOf || judgedAt(due, listeningSince, before) > now) return { after };
  return { after: { ...after, missingSince: now }, change: 'missing' };
}

/** Nothing is awaited until it is resumed. */
export const paused = (before: Expectation): Step => ({
  after: { ...before, isPaused: true, missingSince: undefined },
  ...(before.missingSince ? { change: 'given-up' as const } : {}),
});

/** A whole interval from now; who was never heard is waited for, as before. */
export const resumed = (before: Expectation, now: Date): Step => ({
  after: { ...before, isPaused: false, countedFrom: before.countedFrom && now },
});

/** Other times. They count from now, so that a saved form alone wakes nobody; what is missing stays so if it is by them too. */
export function retimed(
  before: Expectation,
  times: Pick<Expectation, 'everySeconds' | 'graceSeconds'>,
  now: Date,
): Step {
  const { everySeconds, graceSeconds } = times;
  const after = { ...before, everySeconds, graceSeconds };
  if (!before.missingSince || !before.countedFrom)
    return { after: { ...after, countedFrom: before.countedFrom && now } };
  return endsOf(before.countedFrom, after) > now
    ? { after: { ...after, missingSince: undefined }, change: 'given-up' }
    : { after };
}

/** Its integration hears again: as if it had been paused meanwhile. */
export const restarted = (before: Expectation, now: Date): Step => ({
  after: { ...before, countedFrom: before.countedFrom && now, missingSince: undefined },
  ...(before.missingSince ? { change: 'given-up' as const } : {}),
});

/** Keys of alerts that the house itself ends, and nothing else. */
export const KEPT_KEYS = 'barry:watch:';
export const heartbeatKey = (heartbeatId: string): string => `${KEPT_KEYS}heartbeat:${heartbeatId}`;

/** Seconds, as people say them. */
export function spokenTime(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const;
  let left = Math.round(seconds);
  const said = units.flatMap(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count > 0 ? [`${count} ${unit}`] : [];
  });
  return said.slice(0, 2).join(' ') || '0 s';
}

export function missingSignal(
  { heartbeatId, name, severity }: { heartbeatId: string; name: string; severity: Severity },
  one: Expectation,
  listeningSince: Date,
): Signal {
  const { everySeconds, graceSeconds, lastHeardAt } = one;
  const expected = expectedAt(one);
  const isInDoubt = expected !== undefined && expected < listeningSince;
  return {
    action: 'trigger',
    kind: 'heartbeat',
    severity,
    dedupKey: heartbeatKey(heartbeatId),
    title: `Heartbeat “${name}” is missing`,
    description: [
      `It is expected every ${spokenTime(everySeconds)}, and may be ${spokenTime(graceSeconds)} late.`,
      lastHeardAt ? `It was last heard at ${lastHeardAt.toISOString()}.` : 'It was never heard.',
      ...(isInDoubt
        ? [
            `Barry itself could not hear before ${listeningSince.toISOString()}: a beat of that time may be lost.`,
          ]
        : []),
    ].join('\n'),
    labels: { heartbeat: name },
  };
}

export const backSignal = (heartbeatId: string, note: string, actor?: string): Signal => ({
  action: 'resolve',
  dedupKey: heartbeatKey(heartbeatId),
  note,
  ...(actor === undefined ? {} : { actor }),
});
