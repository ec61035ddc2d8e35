import type { Rotation } from './schedules.dto.js';
import { dayOf, instantOf, minuteOf, wallClock, weekdayOf } from './wall-clock.rules.js';

export interface Override {
  readonly overrideId: string;
  readonly userId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** All that decides who is on duty; nothing else does. */
export interface DutyRules {
  readonly timeZone: string;
  readonly rotation: Rotation;
  /** In the order in which they were added: of two that overlap, the later one wins. */
  readonly overrides: readonly Override[];
  /** Who is disabled is passed over: the next in the rotation takes the turn. */
  readonly isActive: (userId: string) => boolean;
}

export interface Shift {
  readonly userId: string;
  readonly from: Date;
  readonly until: Date;
  readonly override: boolean;
}

/** Who has it at one instant, and by what: two stretches with the same `by` are one shift. */
interface Holder {
  readonly userId: string;
  readonly by: string;
  readonly override: boolean;
}

const MAX_TURNS = 2_000;

/** Who is on duty at an instant, and from when until when. Before the rotation starts: nobody, but for overrides. */
export function onDuty(rules: DutyRules, at: Date): Shift | undefined {
  const turns = new Turns(rules);
  const turn = turns.at(at);
  const covering = rules.overrides.filter((override) => covers(override, at));
  const starts = [...covering.map((o) => o.startsAt), ...(turn < 0 ? [] : [turns.start(turn)]), at];
  const ends = [...covering.map((o) => o.endsAt), turns.start(Math.max(0, turn + 1))];
  return shifts(rules, turns, earliest(starts), latest(ends)).find(
    (shift) => shift.from <= at && at < shift.until,
  );
}

/** Every shift that touches the stretch, cut to it; where nobody is on duty there is none. */
export function shiftsBetween(rules: DutyRules, from: Date, until: Date): readonly Shift[] {
  return shifts(rules, new Turns(rules), from, until);
}

/** The shift that begins first at or after an instant. */
export function nextShift(rules: DutyRules, after: Date): Shift | undefined {
  const turns = new Turns(rules);
  const turn = Math.max(-1, turns.at(after));
  const until = latest([turns.start(turn + 3), ...rules.overrides.map((o) => o.endsAt)]);
  for (const { from } of shifts(rules, turns, after, until)) {
    const shift = onDuty(rules, from);
    if (shift && shift.from.getTime() >= after.getTime()) return shift;
  }
  return undefined;
}

function shifts(rules: DutyRules, turns: Turns, from: Date, until: Date): readonly Shift[] {
  const bounds = rules.overrides.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
  const cuts = [...new Set([from, ...bounds, ...turns.startsBetween(from, until), until].map(Number))]
    .filter((ms) => ms >= from.getTime() && ms <= until.getTime())
    .sort((a, b) => a - b);
  const found: (Shift & { readonly by: string })[] = [];
  for (const [i, cut] of cuts.slice(0, -1).entries()) {
    const [start, end] = [new Date(cut), new Date(cuts[i + 1] ?? cut)];
    const holder = holderAt(rules, turns, start);
    const last = found.at(-1);
    if (holder && last?.by === holder.by && last.until.getTime() === cut)
      found[found.length - 1] = { ...last, until: end };
    else if (holder) found.push({ ...holder, from: start, until: end });
  }
  return found.map(({ by: _, ...shift }) => shift);
}

function holderAt(rules: DutyRules, turns: Turns, at: Date): Holder | undefined {
  const override = rules.overrides.findLast((o) => covers(o, at) && rules.isActive(o.userId));
  if (override) return { userId: override.userId, by: override.overrideId, override: true };
  const turn = turns.at(at);
  if (turn < 0) return undefined;
  const people = rules.rotation.participantIds;
  for (let passed = 0; passed < people.length; passed += 1) {
    const userId = people[(turn + passed) % people.length];
    if (userId !== undefined && rules.isActive(userId))
      return { userId, by: `turn ${turn}`, override: false };
  }
  return undefined;
}

/** Turns of the rotation, numbered from 0; the hand-over keeps its time on the wall when the clocks change. */
class Turns {
  private readonly firstDay: number;
  private readonly lengthDays: number;
  private readonly minute: number;
  private readonly timeZone: string;
  private readonly starts = new Map<number, Date>();

  constructor({ rotation, timeZone }: Pick<DutyRules, 'rotation' | 'timeZone'>) {
    const startsOn = dayOf(rotation.startsOn);
    this.firstDay = startsOn - ((weekdayOf(startsOn) - rotation.handoverDay + 7) % 7);
    this.lengthDays = 7 * rotation.weeksEach;
    this.minute = minuteOf(rotation.handoverTime);
    this.timeZone = timeZone;
  }

  start(turn: number): Date {
    const known = this.starts.get(turn);
    if (known) return known;
    const start = instantOf(this.firstDay + turn * this.lengthDays, this.minute, this.timeZone);
    this.starts.set(turn, start);
    return start;
  }

  /** Negative before the first. */
  at(at: Date): number {
    const near = Math.floor((wallClock(at, this.timeZone).day - this.firstDay) / this.lengthDays);
    if (this.start(near) > at) return near - 1;
    return this.start(near + 1) <= at ? near + 1 : near;
  }

  startsBetween(from: Date, until: Date): readonly Date[] {
    const found: Date[] = [];
    for (let turn = Math.max(0, this.at(from)); found.length < MAX_TURNS; turn += 1) {
      const start = this.start(turn);
      if (start > until) break;
      found.push(start);
    }
    return found;
  }
}

const covers = (override: Override, at: Date): boolean => override.startsAt <= at && at < override.endsAt;
const earliest = (dates: readonly Date[]): Date => new Date(Math.min(...dates.map(Number)));
const latest = (dates: readonly Date[]): Date => new Date(Math.max(...dates.map(Number)));
