import { Seeded } from '../harness/seeded.js';

/** Who an event belongs to: what is dead does nothing any more, what is frozen does it when it thaws. */
export interface Owner {
  readonly isDead: boolean;
  /** In the world's milliseconds; in the past for whoever is awake. */
  readonly frozenUntil: number;
}

interface Planned {
  /** Later, where its owner is frozen by then. */
  at: number;
  readonly tie: number;
  readonly owner: Owner | undefined;
  readonly act: () => Promise<unknown> | boolean | void;
  readonly isPoll: boolean;
  isOff: boolean;
  isGone: boolean;
}

export interface Plan {
  cancel(): void;
}

/** Turns of the event loop without anything new, after which nobody is at work. */
const QUIET_TURNS = 4;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * The one time line of a simulated world: nothing happens at once, everything is planned, and of what is due at the
 * same instant the seed says which is first. Between two happenings the process comes to rest.
 */
export class WorldTime {
  /** Milliseconds since the epoch, as a perfect clock would show them. */
  now: number;
  /** Whatever happens counts: rest is when it does not change any more. */
  activity = 0;
  /** Real waiting for a real socket, which must not be taken for rest. */
  waiting = 0;
  private heap: Planned[] = [];
  private order = 0;
  private polls = 0;
  /** Called off, and still lying there. */
  private off = 0;

  constructor(
    startMs: number,
    private seeded: Seeded,
  ) {
    this.now = startMs;
  }

  /** Another run begins: what was planned in the last one is none of its business. */
  begin(seeded: Seeded, startMs: number): void {
    this.seeded = seeded;
    this.now = startMs;
    this.order = 0;
    for (const planned of this.heap) planned.isGone = true;
    this.heap = [];
    this.polls = 0;
    this.off = 0;
  }

  /** Besides polls, which never end. */
  get hasPlans(): boolean {
    return this.heap.length > this.polls + this.off;
  }

  at(instantMs: number, owner: Owner | undefined, act: Planned['act'], isPoll = false): Plan {
    // What still stirs in the dead, when their sockets close, must not draw from the seed.
    if (owner?.isDead) return { cancel: () => undefined };
    this.activity += 1;
    // The order of planning breaks what a seeded tie leaves undecided.
    const tie = this.seeded.next() + (this.order += 1) * 1e-12;
    const planned = {
      at: Math.max(this.now, instantMs),
      tie,
      owner,
      act,
      isPoll,
      isOff: false,
      isGone: false,
    };
    this.push(planned);
    return { cancel: () => this.callOff(planned) };
  }

  private callOff(planned: Planned): void {
    if (planned.isOff || planned.isGone) return;
    planned.isOff = true;
    this.off += 1;
  }

  /** As `after`; nobody waits for it to be done. */
  poll(ms: number, owner: Owner, act: Planned['act']): void {
    if (owner.isDead) return;
    this.polls += 1;
    const once = (): ReturnType<Planned['act']> => {
      this.polls -= 1;
      return act();
    };
    this.at(this.now + ms, owner, once, true);
  }

  after(ms: number, owner: Owner | undefined, act: Planned['act']): Plan {
    return this.at(this.now + Math.max(0, ms), owner, act);
  }

  /** Until `isOver`, or until an instant; false: it was the instant. */
  async run(untilMs: number, isOver: () => Promise<boolean> | boolean): Promise<boolean> {
    await this.rest();
    for (;;) {
      const next = this.pop();
      if (!next || next.at > untilMs) {
        if (next) this.push(next);
        return isOver();
      }
      const { owner } = next;
      if (next.isOff) {
        this.off -= 1;
        continue;
      }
      if (owner && !owner.isDead && owner.frozenUntil > next.at) {
        next.at = owner.frozenUntil;
        this.push(next);
        continue;
      }
      next.isGone = true;
      if (owner?.isDead) {
        this.polls -= next.isPoll ? 1 : 0;
        continue;
      }
      this.now = Math.max(this.now, next.at);
      // Looked, and found nothing to do: there is nothing to come to rest from.
      const done = next.act();
      if (done === false) continue;
      await done;
      await this.rest();
      if (await isOver()) return true;
    }
  }

  /** For work on a real socket outside of the simulation. */
  async real<T>(work: Promise<T>): Promise<T> {
    this.waiting += 1;
    try {
      return await work;
    } finally {
      this.waiting -= 1;
      this.activity += 1;
    }
  }

  async rest(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS;) {
      const before = this.activity;
      await nextTurn();
      quiet = this.activity === before && this.waiting === 0 ? quiet + 1 : 0;
    }
  }

  private push(planned: Planned): void {
    const { heap } = this;
    heap.push(planned);
    for (let child = heap.length - 1; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!this.isBefore(child, parent)) break;
      this.swap(child, parent);
      child = parent;
    }
  }

  private pop(): Planned | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    heap[0] = last;
    for (let parent = 0; ;) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      let least = parent;
      if (left < heap.length && this.isBefore(left, least)) least = left;
      if (right < heap.length && this.isBefore(right, least)) least = right;
      if (least === parent) return first;
      this.swap(parent, least);
      parent = least;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [one, other] = [this.heap[a], this.heap[b]];
    if (!one || !other) return false;
    return one.at === other.at ? one.tie < other.tie : one.at < other.at;
  }

  private swap(a: number, b: number): void {
    const [one, other] = [this.heap[a], this.heap[b]];
    if (one && other) [this.heap[a], this.heap[b]] = [other, one];
  }
}
