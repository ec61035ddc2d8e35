import { Injectable, Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Topic } from '../events/wake.js';
import { Wake } from '../events/wake.js';
import { Clock, type Timer } from './clock.js';

/** Something that looks for work: when woken, when its next row is due, and by a slow poll in case both were missed. */
export interface LoopSpec {
  readonly name: string;
  readonly topics: readonly Topic[];
  readonly pollMs: number;
  /** How often it looks while nothing is due for a long time and whoever has news can wake it. Default: `pollMs`. */
  readonly idlePollMs?: number;
  /** Something is under way beside the turns, and when it comes back there may be more to do: not idle then. */
  readonly isBusy?: () => boolean;
  /** Between two turns, even when there is more to do. */
  readonly restMs?: number;
  /** How much was done; more than nothing means: look again at once. */
  tick(): Promise<number>;
  /** When the earliest waiting row is due, in milliseconds since the epoch. A poll asks this first: it is cheaper. */
  nextDueMs?(): Promise<number | undefined>;
}

interface Running {
  readonly spec: LoopSpec;
  busy: boolean;
  again: boolean;
  /** Somebody has woken it, or its row is due: more than a poll. */
  isWoken: boolean;
  lastRunMs: number;
  /** Since when it looks for work and has not come back. */
  turnSinceMs: number | undefined;
  timer: Timer | undefined;
  /** The last look found nothing that would be due soon. */
  isIdle: boolean;
  /** Turns on end that found something due and could do nothing about it. */
  fruitless: number;
}

const FIRST_PAUSE_MS = 10;
/** Where something is due sooner than this somebody is being rung, or will be: nothing is saved there. */
const LONG_MS = 60_000;

@Injectable()
export class Loops {
  private readonly log = new Logger(Loops.name);
  private readonly running = new Map<string, Running>();
  private readonly unsubscribe: (() => void)[] = [];
  private draining = false;

  constructor(
    private readonly clock: Clock,
    private readonly wake: Wake,
    private readonly registry: SchedulerRegistry,
  ) {}

  start(spec: LoopSpec): void {
    const loop: Running = {
      spec,
      busy: false,
      again: false,
      isWoken: true,
      lastRunMs: this.clock.nowMs(),
      turnSinceMs: undefined,
      timer: undefined,
      isIdle: false,
      fruitless: 0,
    };
    this.running.set(spec.name, loop);
    for (const topic of spec.topics) this.unsubscribe.push(this.wake.on(topic, () => this.poke(loop)));
    this.registry.addInterval(
      spec.name,
      setInterval(() => this.pollUnlessIdle(loop), spec.pollMs),
    );
    this.poke(loop);
  }

  /** How long the most neglected loop should have looked for work and has not; a slow chore is not a stalled one. */
  longestOverdueMs(): number {
    const now = this.clock.nowMs();
    const overdue = [...this.running.values()].map(
      ({ spec, lastRunMs }) => now - lastRunMs - (spec.idlePollMs ?? spec.pollMs),
    );
    return Math.max(0, ...overdue);
  }

  /** The turn that has not come back for the longest time. One that fails has come back: the next may do better. */
  longestTurn(): { readonly name: string; readonly ms: number } | undefined {
    const now = this.clock.nowMs();
    return [...this.running.values()]
      .flatMap(({ spec, turnSinceMs }) =>
        turnSinceMs === undefined ? [] : [{ name: spec.name, ms: now - turnSinceMs }],
      )
      .sort((a, b) => b.ms - a.ms)[0];
  }

  async stop(): Promise<void> {
    this.draining = true;
    for (const off of this.unsubscribe) off();
    for (const loop of this.running.values()) {
      this.registry.deleteInterval(loop.spec.name);
      loop.timer?.cancel();
    }
    while ([...this.running.values()].some((loop) => loop.busy)) await this.clock.sleep(5);
    this.running.clear();
  }

  private pollUnlessIdle(loop: Running): void {
    const { pollMs, idlePollMs = pollMs } = loop.spec;
    const untilNextMs = this.clock.nowMs() - loop.lastRunMs + pollMs;
    const isIdle = loop.isIdle && this.wake.hearsOthers && !loop.spec.isBusy?.();
    if (!isIdle || untilNextMs > idlePollMs) this.poll(loop);
  }

  private poke(loop: Running): void {
    loop.isWoken = true;
    this.poll(loop);
  }

  /** In case a wake-up got lost. */
  private poll(loop: Running): void {
    loop.again = true;
    if (loop.busy || this.draining) return;
    loop.busy = true;
    void this.turn(loop);
  }

  private async turn(loop: Running): Promise<void> {
    // While the time cannot be trusted nothing is claimed; the poll looks again.
    while (loop.again && !this.draining && this.clock.isTrusted()) {
      loop.again = false;
      loop.isIdle = false;
      loop.turnSinceMs = this.clock.nowMs();
      let restMs: number | undefined;
      try {
        // Taken before anything is asked: whoever wakes it meanwhile means a look of its own.
        const wasWoken = loop.isWoken;
        loop.isWoken = false;
        const isIdle = !wasWoken && (await this.hasNothingDue(loop));
        const done = isIdle ? 0 : await loop.spec.tick();
        if (done > 0) [loop.again, loop.isWoken, loop.fruitless] = [true, true, 0];
        loop.lastRunMs = this.clock.nowMs();
        if (loop.again) restMs = loop.spec.restMs;
        else if (!isIdle) this.plan(loop, await loop.spec.nextDueMs?.());
      } catch (error) {
        this.log.error({ err: error, loop: loop.spec.name }, 'a turn failed; the next poll tries again');
        // Whatever it was woken for has not been done.
        loop.isWoken = true;
        break;
      } finally {
        loop.turnSinceMs = undefined;
      }
      if (restMs !== undefined) await this.clock.sleep(restMs);
    }
    // In the same breath as the last look: whoever pokes from now on starts a new turn.
    loop.busy = false;
  }

  /** Most polls of an idle house end here. */
  private async hasNothingDue(loop: Running): Promise<boolean> {
    if (!loop.spec.nextDueMs) return false;
    const dueMs = await loop.spec.nextDueMs();
    if (dueMs !== undefined && dueMs <= this.clock.nowMs()) return false;
    this.plan(loop, dueMs);
    return true;
  }

  private plan(loop: Running, dueMs: number | undefined): void {
    loop.timer?.cancel();
    const waitMs = dueMs === undefined ? Infinity : dueMs - this.clock.nowMs();
    loop.isIdle = waitMs > LONG_MS;
    if (loop.isIdle) return;
    loop.fruitless = waitMs > 0 ? 0 : loop.fruitless + 1;
    // What is due and was not done is held by somebody else, or cannot be done: no reason to run hot.
    const pauseMs = waitMs > 0 ? waitMs : FIRST_PAUSE_MS * 2 ** Math.min(loop.fruitless - 1, 10);
    if (pauseMs < loop.spec.pollMs) loop.timer = this.clock.after(pauseMs, () => this.poke(loop));
  }
}
