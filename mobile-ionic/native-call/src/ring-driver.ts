import type { Clock } from './clock.js';
import type { PresentResult, RingEvent, RingSnapshot, Suppression } from './definitions.js';
import type { ReceiptQueue } from './receipts.js';
import {
  type Effect,
  type MachineEvent,
  type RingMachine,
  emptyMachine,
  nextDue,
  snapshot,
  step,
} from './ring-machine.js';
import type { Store } from './store.js';

/** What the platform does when the machine says so. */
export interface RingSurface {
  /** Rings loudly; resolves with why it could not, if so. */
  start(ring: RingSnapshot): Promise<Suppression | undefined>;
  show(ring: RingSnapshot): void;
  stop(ringId: string, reason: string): void;
}

/**
 * Keeps the machine, executes what it orders and writes down what happened. One event at a time: a cancel
 * that arrives while a ring is being started is worked on after it, never between.
 */
export class RingDriver {
  private machine: RingMachine = emptyMachine;
  private queue: Promise<unknown>;
  private callOff: (() => void) | undefined;

  constructor(
    private readonly store: Store,
    private readonly surface: RingSurface,
    private readonly receipts: ReceiptQueue,
    private readonly clock: Clock,
    private readonly tell: (event: RingEvent) => void,
  ) {
    this.queue = this.restore();
  }

  dispatch(event: MachineEvent): Promise<PresentResult | undefined> {
    const done = this.queue.then(() => this.work(event));
    this.queue = done.catch(() => undefined);
    return done;
  }

  async rings(): Promise<RingSnapshot[]> {
    await this.queue;
    const live = (ring: RingSnapshot): number => (ring.state === 'ended' ? 1 : 0);
    return Object.values(this.machine.rings)
      .map(snapshot)
      .sort((a, b) => live(a) - live(b) || b.receivedAt.localeCompare(a.receivedAt));
  }

  async knows(ringId: string): Promise<boolean> {
    await this.queue;
    return this.machine.rings[ringId] !== undefined;
  }

  async pendingEvents(): Promise<RingEvent[]> {
    await this.queue;
    const kept = await this.store.list<RingEvent>('event/');
    return kept.map(([, event]) => event);
  }

  async ack(upTo: number): Promise<void> {
    for (const [key, event] of await this.store.list<RingEvent>('event/')) {
      if (event.seq <= upTo) await this.store.delete(key);
    }
  }

  private async restore(): Promise<void> {
    this.machine = (await this.store.get<RingMachine>('machine').catch(() => undefined)) ?? emptyMachine;
    // What rang when the page went away rings on, if its time is not over.
    await this.work({ type: 'tick' });
    for (const ring of Object.values(this.machine.rings)) {
      if (ring.state === 'arrived' || (ring.state === 'ringing' && !ring.silenced)) {
        await this.ring(snapshot(ring));
      }
    }
  }

  private async work(event: MachineEvent): Promise<PresentResult | undefined> {
    const { machine, effects, result } = step(this.machine, event, this.clock.now());
    const forgotten = Object.keys(this.machine.rings).filter((ringId) => !machine.rings[ringId]);
    this.machine = machine;
    for (const ringId of forgotten) await this.store.delete(`receiptSeq/${ringId}`).catch(() => undefined);
    // It rings even where nothing can be written down.
    const saved = this.store.set('machine', machine).catch(() => undefined);
    for (const effect of effects) await this.execute(effect);
    await saved;
    this.wait();
    return result;
  }

  private async execute(effect: Effect): Promise<void> {
    switch (effect.type) {
      case 'startRinging':
        await this.ring(effect.ring);
        return;
      case 'showRing':
        this.surface.show(effect.ring);
        return;
      case 'stopRinging':
        this.surface.stop(effect.ringId, effect.reason);
        return;
      case 'receipt': {
        const { kind, ringId, revision, address, until, detail } = effect;
        if (address.urls.length === 0) return;
        await this.receipts
          .add({ kind, ringId, revision, address, until, ...(detail !== undefined && { detail }) })
          .catch(() => undefined);
        return;
      }
      case 'log': {
        const seq = await this.store.increment('eventSeq');
        const event: RingEvent = {
          seq,
          at: new Date(this.clock.now()).toISOString(),
          type: effect.event,
          ring: effect.ring,
        };
        await this.store.set(`event/${String(seq).padStart(12, '0')}`, event);
        this.tell(event);
      }
    }
  }

  private async ring(ring: RingSnapshot): Promise<void> {
    const { ringId, revision } = ring;
    const by = await this.surface.start(ring).catch((): Suppression => 'audioLocked');
    const proof: MachineEvent =
      by === undefined ? { type: 'rang', ringId, revision } : { type: 'suppressed', ringId, revision, by };
    await this.work(proof);
  }

  private wait(): void {
    this.callOff?.();
    const due = nextDue(this.machine);
    this.callOff =
      due === undefined
        ? undefined
        : this.clock.after(Math.max(0, due - this.clock.now()), () => void this.dispatch({ type: 'tick' }));
  }
}
