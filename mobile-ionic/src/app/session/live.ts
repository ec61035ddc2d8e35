import { Injectable, computed, inject, signal } from '@angular/core';
import { Subject } from 'rxjs';
import type { Event as NewsEvent } from '../../generated/api/models';
import { Clock, pause } from './clock';
import { kept } from './kept';
import { Servers } from './servers';
import { Session } from './session';
import { SseReader } from './sse';

/** What screens look at; the server may say more. */
export type News = Pick<NewsEvent, 'kind'> & Partial<NewsEvent>;
export type LiveState = 'off' | 'connecting' | 'live' | 'lost';

const SILENCE_MS = 40_000;
const CONNECT_MS = 8_000;
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 10_000;

/**
 * The event stream: the open app is rung through it. Read by fetch, so that it carries the device's token and
 * goes on behind the last position that was seen, also after a restart.
 */
@Injectable({ providedIn: 'root' })
export class Live {
  private readonly session = inject(Session);
  private readonly servers = inject(Servers);
  private readonly clock = inject(Clock);
  private readonly current = signal<LiveState>('off');
  readonly state = this.current.asReadonly();
  readonly news = new Subject<News>();
  /** What is shown may be stale: connected anew, or too far behind to catch up. */
  readonly gap = new Subject<void>();
  private readonly lostAt = signal<number | undefined>(undefined);
  /** Nobody answers, and not only for a blink. */
  readonly silent = computed(() => {
    const since = this.lostAt();
    return since !== undefined && this.clock.now() - since > 10_000;
  });

  private readonly saved = kept<{ deviceId: string; id: string }>('barry.position');
  private position: string | undefined;
  private running: AbortController | undefined;
  private heardAt = 0;
  private hurry: (() => void) | undefined;

  constructor() {
    addEventListener('online', () => this.hurry?.());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.hurry?.();
    });
  }

  start(): void {
    if (this.running) return;
    const saved = this.saved.get();
    this.position = saved?.deviceId === this.session.deviceId() ? saved.id : undefined;
    this.running = new AbortController();
    void this.run(this.running.signal);
  }

  stop(): void {
    this.running?.abort();
    this.running = undefined;
    this.current.set('off');
    this.lostAt.set(undefined);
  }

  private async run(over: AbortSignal): Promise<void> {
    let rest = FIRST_PAUSE_MS;
    let turn = 0;
    this.current.set('connecting');
    this.lostAt.set(this.clock.time());
    while (!over.aborted) {
      const addresses = this.servers.usable();
      const address = addresses[turn % Math.max(1, addresses.length)];
      if (address !== undefined) {
        const was = await this.read(address, over, () => {
          rest = FIRST_PAUSE_MS;
          turn = 0;
        });
        if (over.aborted) return;
        if (was === 'refused') return this.session.end();
        if (was === 'gone') this.forget();
        if (was !== 'dropped') turn++;
      }
      if (this.current() === 'live') this.lostAt.set(this.clock.time());
      this.current.set('lost');
      await this.nap(turn % Math.max(1, addresses.length) === 0 ? rest : 0, over);
      rest = Math.min(rest * 1.7, LONGEST_PAUSE_MS);
    }
  }

  private async read(address: string, over: AbortSignal, opened: () => void): Promise<Ending> {
    const own = new AbortController();
    const stop = (): void => own.abort();
    over.addEventListener('abort', stop);
    let isOpen = false;
    this.heardAt = Date.now();
    const watch = setInterval(() => {
      if (Date.now() - this.heardAt > (isOpen ? SILENCE_MS : CONNECT_MS)) own.abort();
    }, 1_000);
    try {
      const answer = await fetch(`${address}/api/v1/events`, {
        headers: {
          accept: 'text/event-stream',
          authorization: `Bearer ${this.session.signedIn()?.token ?? ''}`,
          ...(this.position !== undefined && { 'last-event-id': this.position }),
        },
        cache: 'no-store',
        signal: own.signal,
      });
      this.clock.learn(Date.parse(answer.headers.get('date') ?? ''));
      if (answer.status === 401) return 'refused';
      if (answer.status === 409 || answer.status === 410) return 'gone';
      if (!answer.ok || !answer.body) return 'failed';
      isOpen = true;
      opened();
      this.servers.answered(address);
      this.current.set('live');
      this.lostAt.set(undefined);
      this.gap.next();
      return await this.listen(answer.body);
    } catch {
      return isOpen ? 'dropped' : 'failed';
    } finally {
      clearInterval(watch);
      over.removeEventListener('abort', stop);
      own.abort();
    }
  }

  private async listen(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Ending> {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    const sse = new SseReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return 'dropped';
      this.heardAt = Date.now();
      for (const message of sse.push(value)) {
        if (message.id !== undefined && message.id !== '') this.remember(message.id);
        if (message.event === 'closed') return isOver(message.data) ? 'refused' : 'failed';
        if (message.event === 'reload') this.gap.next();
        else if (message.data !== '') this.tell(message.event, message.data);
      }
    }
  }

  private tell(event: string, data: string): void {
    try {
      const said = JSON.parse(data) as Partial<NewsEvent> | null;
      if (typeof said === 'object' && said !== null) this.news.next({ ...said, kind: said.kind ?? event });
    } catch {
      // Newer than this app; the screens will hear of it when they next look.
    }
  }

  private remember(id: string): void {
    this.position = id;
    this.saved.set({ deviceId: this.session.deviceId(), id });
  }

  private forget(): void {
    this.position = undefined;
    this.saved.set(undefined);
    this.gap.next();
  }

  private async nap(ms: number, over: AbortSignal): Promise<void> {
    if (ms === 0) return;
    await Promise.race([pause(ms, over), new Promise<void>((resolve) => (this.hurry = resolve))]);
    this.hurry = undefined;
  }
}

/** The server's last word on a stream: is the token no longer good? */
function isOver(data: string): boolean {
  try {
    return (JSON.parse(data) as { code?: unknown } | null)?.code === 'UNAUTHENTICATED';
  } catch {
    return false;
  }
}

/** `refused`: the token is no longer good. `gone`: the position is too old to go on from. */
type Ending = 'dropped' | 'failed' | 'refused' | 'gone';
