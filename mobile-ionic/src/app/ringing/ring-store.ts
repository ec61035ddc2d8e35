import { HttpContext } from '@angular/common/http';
import { Injectable, computed, inject, signal } from '@angular/core';
import { NativeCall, type RingEvent } from '@barry/native-call';
import { Api } from '../../generated/api/api';
import { acceptCall, acceptRing, answerRing, declineRing, getRing } from '../../generated/api/functions';
import type { Ring } from '../../generated/api/models';
import { pause } from '../session/clock';
import { PATIENCE_MS } from '../session/http';
import { Live, type News } from '../session/live';
import { type Problem, problemOf } from '../session/problem';
import { Sender } from '../session/sender';
import { Servers } from '../session/servers';
import { Session } from '../session/session';
import { type RingInHand, cancelReason, fromSnapshot, fromView, openCalls, told } from './ring-in-hand';

const WAIT_SECONDS = 25;

/** Knows the ring of this device, keeps asking the server about it, and carries the person's word back. */
@Injectable({ providedIn: 'root' })
export class RingStore {
  private readonly api = inject(Api);
  private readonly live = inject(Live);
  private readonly sender = inject(Sender);
  private readonly servers = inject(Servers);
  private readonly session = inject(Session);

  private readonly state = signal<RingInHand | undefined>(undefined);
  readonly ring = this.state.asReadonly();
  readonly isRinging = computed(() => this.state()?.phase === 'ringing');
  /** How often the last word was tried to be sent; undefined when nothing is on its way. */
  readonly sending = signal<number | undefined>(undefined);
  readonly problem = signal<Problem | undefined>(undefined);
  /** Where the person was when it rang. */
  cameFrom = '/now';
  private following: string | undefined;
  private looking: Promise<void> | undefined;

  constructor() {
    this.live.news.subscribe((news) => this.hear(news));
    this.live.gap.subscribe(() => {
      const ring = this.state();
      if (ring && ring.phase !== 'over') void this.look(ring.ringId);
    });
  }

  /** Rings which the device knows already: pushed to a closed app, or going on when the page was loaded anew. */
  async restore(): Promise<void> {
    const { rings } = await NativeCall.getRings();
    const live = rings.find(({ state }) => state !== 'ended');
    if (!live) return;
    if (!this.state()) this.state.set(fromSnapshot(live));
    await this.look(live.ringId);
  }

  /** What the native side did by itself, or was told by the person on the system's own call screen. */
  onNative({ type, ring }: RingEvent): void {
    const known = this.state();
    if (type === 'incoming' && known?.ringId !== ring.ringId) {
      this.problem.set(undefined);
      this.state.set(fromSnapshot(ring));
      void this.look(ring.ringId);
      return;
    }
    if (known?.ringId !== ring.ringId) return;
    if (type === 'answered' && known.phase === 'ringing') void this.answer();
    if (type === 'silenced') this.state.set({ ...known, silenced: true });
    if (type === 'updated' || type === 'incoming') void this.look(ring.ringId);
    if (type === 'ended' && known.phase === 'ringing' && ring.endReason === 'rang-out') {
      this.state.set({ ...known, phase: 'over', outcome: { kind: 'rangOut' } });
      void this.look(ring.ringId);
    }
  }

  /** Asks the server about a ring: on its event, on wake, and when its link was opened. */
  async look(ringId: string): Promise<void> {
    try {
      await this.absorb(await this.fetch(ringId));
    } catch (error) {
      if (problemOf(error).status === 404) return this.lost(ringId);
    }
    this.follow(ringId);
  }

  answer(): Promise<void> {
    return this.onRing(async (ring) => {
      this.state.set({ ...ring, phase: 'reading' });
      await NativeCall.answer({ ringId: ring.ringId }).catch(() => undefined);
      const view = await this.sender.send((context) =>
        this.api.invoke(answerRing, { ringId: ring.ringId, body: {} }, context),
      );
      await this.absorb(view);
    });
  }

  silence(): Promise<void> {
    return this.onRing(({ ringId }) => NativeCall.silence({ ringId }));
  }

  /** The message is on the screen. */
  shown(): void {
    const ring = this.state();
    if (ring) void NativeCall.reportShown({ ringId: ring.ringId }).catch(() => undefined);
  }

  /** "I will take it": the named call, or all that are open. */
  accept(callId?: string): Promise<void> {
    return this.decide('accepted', callId, (ringId, callIds, context) =>
      this.api.invoke(acceptRing, { ringId, body: named(callIds) }, context),
    );
  }

  /** "I can't": one of the known reasons, or own words. */
  decline(reason: string, callId?: string): Promise<void> {
    const ring = this.state();
    if (ring && (callId === undefined || openCalls(ring).length <= 1)) {
      this.state.set({ ...ring, outcome: { kind: 'declined', reason } });
    }
    return this.decide('declined', callId, (ringId, callIds, context) =>
      this.api.invoke(declineRing, { ringId, body: { ...named(callIds), reason } }, context),
    );
  }

  /** After a decline, or when it rang out: any call of a live escalation may still be taken. */
  async takeAfterAll(): Promise<void> {
    await this.onRing(async (ring) => {
      const calls = ring.calls.filter((call) => call.takenBy.length === 0);
      for (const { callId } of calls) {
        await this.saying((context) => this.api.invoke(acceptCall, { callId }, context));
        this.mark([callId], 'accepted');
      }
      const after = this.state();
      if (after) this.state.set({ ...after, phase: 'over', outcome: { kind: 'mine' } });
      await this.look(ring.ringId);
    });
  }

  /** Puts the ring away; what it left behind is on Now. */
  close(): void {
    this.state.set(undefined);
    this.problem.set(undefined);
    this.following = undefined;
  }

  private async decide(
    decision: 'accepted' | 'declined',
    callId: string | undefined,
    ask: (ringId: string, callIds: readonly string[], context: HttpContext) => Promise<Ring>,
  ): Promise<void> {
    await this.onRing(async (ring) => {
      const open = openCalls(ring).map((call) => call.callId);
      const callIds = callId === undefined ? open : [callId];
      const isLast = callIds.length >= open.length;
      // Quiet at once; it is not an answer, and must not be proved as one.
      if (isLast) await NativeCall.silence({ ringId: ring.ringId }).catch(() => undefined);
      const view = await this.saying((context) => ask(ring.ringId, callIds, context));
      this.mark(callIds, decision);
      const now = this.state();
      if (isLast && now?.ringId === ring.ringId) {
        const mine = Object.values(now.decided).includes('accepted');
        this.state.set({
          ...now,
          phase: 'over',
          outcome: mine ? { kind: 'mine' } : (now.outcome ?? { kind: 'declined', reason: '' }),
        });
        await NativeCall.end({ ringId: ring.ringId, reason: mine ? 'accepted' : 'declined' }).catch(
          () => undefined,
        );
      }
      await this.absorb(view);
    });
  }

  /** Sends until a server said yes or no, and shows that it is on its way. */
  private async saying<T>(ask: (context: HttpContext) => Promise<T>): Promise<T> {
    this.problem.set(undefined);
    try {
      return await this.sender.send(ask, (times) => this.sending.set(times));
    } finally {
      this.sending.set(undefined);
    }
  }

  private async onRing(work: (ring: RingInHand) => Promise<unknown>): Promise<void> {
    const ring = this.state();
    if (!ring) return;
    try {
      await work(ring);
    } catch (error) {
      this.problem.set(problemOf(error));
      await this.look(ring.ringId);
    }
  }

  private mark(callIds: readonly string[], decision: 'accepted' | 'declined'): void {
    const ring = this.state();
    if (!ring) return;
    const decided = { ...ring.decided, ...Object.fromEntries(callIds.map((callId) => [callId, decision])) };
    this.state.set({ ...ring, decided });
  }

  private async absorb(view: Ring): Promise<void> {
    this.servers.learn(view.card.receipt.urls);
    const known = this.state();
    const isOther = known !== undefined && known.ringId !== view.ringId;
    // One live ring per device: a finished one gives way, an older answer about another does not come back.
    if (isOther && (view.status === 'over' || known.phase !== 'over')) return;
    const next = known && !isOther ? told(known, view) : fromView(view);
    if (view.status === 'over' && !known) return;
    this.state.set(next);
    await this.tellNative(view, next).catch(() => undefined);
  }

  private async tellNative(view: Ring, ring: RingInHand): Promise<void> {
    const { ringId, revision, card } = view;
    const calls = view.calls.map(({ callId }) => callId);
    if (view.status === 'over') {
      const reason =
        ring.outcome?.kind === 'mine'
          ? 'accepted'
          : ring.outcome?.kind === 'declined'
            ? 'declined'
            : undefined;
      if (reason) await NativeCall.end({ ringId, reason });
      else await NativeCall.cancel({ ringId, revision, reason: cancelReason(view.reason) });
      return;
    }
    if (view.status === 'ringing' && ring.phase !== 'over') await NativeCall.present({ card, calls });
    const services = [
      ...new Set(view.calls.map(({ service }) => service).filter((name) => name !== undefined)),
    ];
    await NativeCall.update({ ringId, calls, ...(services.length > 0 && { subtitle: services.join(', ') }) });
    if (view.status === 'answered') await NativeCall.answer({ ringId });
  }

  /** Holds one question open for as long as the ring lives, so that it stops the moment somebody takes it. */
  private follow(ringId: string): void {
    if (this.following === ringId) return;
    this.following = ringId;
    void (async () => {
      let failures = 0;
      while (
        this.following === ringId &&
        this.state()?.ringId === ringId &&
        this.state()?.view?.status !== 'over'
      ) {
        const asked = Date.now();
        const revision = this.state()?.view?.revision;
        try {
          await this.absorb(await this.fetch(ringId, revision));
          failures = 0;
        } catch (error) {
          if (problemOf(error).status === 404) return this.lost(ringId);
          failures++;
        }
        if (failures > 0 || Date.now() - asked < 700) await pause(Math.min(700 * 1.5 ** failures, 5_000));
      }
      if (this.following === ringId) this.following = undefined;
    })();
  }

  private fetch(ringId: string, revision?: number): Promise<Ring> {
    const context = new HttpContext().set(
      PATIENCE_MS,
      (revision === undefined ? 4 : WAIT_SECONDS + 6) * 1_000,
    );
    return this.api.invoke(
      getRing,
      revision === undefined ? { ringId } : { ringId, revision, wait: WAIT_SECONDS },
      context,
    );
  }

  /** The server knows no such ring any more. A card that it never confirmed rings on: better once too often. */
  private lost(ringId: string): void {
    const ring = this.state();
    this.following = undefined;
    if (ring?.ringId !== ringId || ring.phase === 'over' || !ring.view) return;
    this.state.set({ ...ring, phase: 'over', outcome: { kind: 'cancelled' } });
    void NativeCall.end({ ringId, reason: 'cancelled' }).catch(() => undefined);
  }

  private hear(news: News): void {
    if (news.kind === 'ring.changed') {
      const ringId = news.ringId ?? news.params?.['ringId'];
      const deviceId = news.deviceId ?? news.params?.['deviceId'];
      if (ringId !== undefined && deviceId === this.session.deviceId()) void this.look(ringId);
      return;
    }
    // Who else rings, declined or reads: the ring's own revision does not change with that.
    const ring = this.state();
    const about = ring?.calls.some(({ escalationId }) => escalationId === news.escalationId);
    if (!ring || !about || ring.phase === 'over' || this.looking) return;
    this.looking = pause(150)
      .then(() => this.look(ring.ringId))
      .finally(() => (this.looking = undefined));
  }
}

/** Only what the person has seen is decided; before the server named any call, it is all of them. */
const named = (callIds: readonly string[]): { callIds?: string[] } =>
  callIds.length > 0 ? { callIds: [...callIds] } : {};
