import { inject, Injectable, signal } from '@angular/core';
import { Subject } from 'rxjs';
import { Clock } from '../design/time/clock';
import { SseReader, type SseMessage } from './sse';

/** Something changed on the server; `kind` says what, the ids say where. Screens refetch what they show. */
export interface LiveEvent {
  readonly position?: string;
  readonly kind: string;
  readonly at?: string;
  readonly teamId?: string;
  readonly userId?: string;
  readonly incidentId?: string;
  readonly escalationId?: string;
  readonly alertId?: string;
  readonly [more: string]: unknown;
}

export type LiveState = 'off' | 'connecting' | 'live' | 'reconnecting';

const SILENCE_MS = 40_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** The event stream, read by fetch so that it resumes from the last position it has seen. */
@Injectable({ providedIn: 'root' })
export class Live {
  private readonly clock = inject(Clock);
  private readonly current = signal<LiveState>('off');
  readonly state = this.current.asReadonly();
  readonly events = new Subject<LiveEvent>();
  /** Everything shown may be stale: a gap in the stream, or back after a long silence. */
  readonly gap = new Subject<void>();
  /** The session is over: there is nothing to reconnect to. */
  readonly ended = new Subject<void>();

  private lastId: string | undefined;
  private abort: AbortController | undefined;
  private lastHeard = 0;
  private wake: (() => void) | undefined;

  start(): void {
    if (this.abort !== undefined) return;
    this.abort = new AbortController();
    void this.run(this.abort);
    globalThis.addEventListener('online', this.retryNow);
  }

  stop(): void {
    this.abort?.abort();
    this.abort = undefined;
    this.lastId = undefined;
    this.current.set('off');
    globalThis.removeEventListener('online', this.retryNow);
  }

  private readonly retryNow = (): void => this.wake?.();

  private async run(abort: AbortController): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    let first = true;
    while (!abort.signal.aborted) {
      this.current.set(first ? 'connecting' : 'reconnecting');
      const opened = await this.read(abort, () => {
        // What happened between a screen's first answer and this moment is in no stream: look again.
        if (this.lastId === undefined) this.gap.next();
        first = false;
        pause = FIRST_PAUSE_MS;
        this.current.set('live');
      });
      if (abort.signal.aborted) return;
      if (opened === 'refused') {
        // The position is too old to resume from: start at the end and reload what is shown.
        this.lastId = undefined;
        this.gap.next();
      }
      this.current.set('reconnecting');
      await this.rest(pause * (0.7 + Math.random() * 0.6), abort.signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      first = false;
    }
  }

  private async read(outer: AbortController, opened: () => void): Promise<'ended' | 'refused'> {
    const own = new AbortController();
    const stop = (): void => own.abort();
    outer.signal.addEventListener('abort', stop);
    this.lastHeard = Date.now();
    const watchdog = setInterval(() => {
      if (Date.now() - this.lastHeard > SILENCE_MS) own.abort();
    }, 5_000);
    try {
      const headers: Record<string, string> = { accept: 'text/event-stream' };
      if (this.lastId !== undefined) headers['last-event-id'] = this.lastId;
      const answer = await fetch('/api/v1/events', { headers, signal: own.signal, cache: 'no-store' });
      const date = answer.headers.get('date');
      if (date !== null) this.clock.learn(Date.parse(date));
      if (answer.status === 401) this.ended.next();
      if (!answer.ok || answer.body === null)
        return answer.status === 409 || answer.status === 410 ? 'refused' : 'ended';
      opened();
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      const sse = new SseReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return 'ended';
        this.lastHeard = Date.now();
        for (const message of sse.push(value)) this.take(message);
      }
    } catch {
      return 'ended';
    } finally {
      clearInterval(watchdog);
      outer.signal.removeEventListener('abort', stop);
    }
  }

  private take(message: SseMessage): void {
    if (message.id !== undefined && message.id !== '') this.lastId = message.id;
    if (message.event === 'reload') {
      this.gap.next();
      return;
    }
    if (message.event === 'closed') {
      // Any other reason: the next try hears it again, after its pause.
      if (parse(message)?.['code'] === 'UNAUTHENTICATED') this.ended.next();
      return;
    }
    if (message.data === '') return;
    const event = parse(message);
    if (event !== undefined) this.events.next(event);
  }

  private rest(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.wake = done;
      signal.addEventListener('abort', done, { once: true });
    });
  }
}

function parse(message: SseMessage): LiveEvent | undefined {
  try {
    const data: unknown = JSON.parse(message.data);
    if (typeof data !== 'object' || data === null) return undefined;
    const kind = 'kind' in data && typeof data.kind === 'string' ? data.kind : message.event;
    return { ...data, kind };
  } catch {
    return undefined;
  }
}
