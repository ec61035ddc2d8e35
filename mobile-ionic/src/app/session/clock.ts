import { Injectable, signal } from '@angular/core';

/** The server's time as far as it is known, and a second hand for what counts down. */
@Injectable({ providedIn: 'root' })
export class Clock {
  private offsetMs = 0;
  private readonly beat = signal(Date.now());
  /** Milliseconds, renewed each second; read it in a template and it counts. */
  readonly now = this.beat.asReadonly();
  private readonly listeners: ((offsetMs: number) => void)[] = [];

  constructor() {
    setInterval(() => this.beat.set(this.time()), 1_000);
  }

  time(): number {
    return Date.now() + this.offsetMs;
  }

  /** A phone whose clock is wrong must not take a ring for expired. A `Date` header is good to a second. */
  learn(serverTime: number): void {
    const offset = serverTime + 500 - Date.now();
    if (Number.isNaN(offset) || Math.abs(offset - this.offsetMs) < 2_000) return;
    this.offsetMs = Math.abs(offset) < 2_000 ? 0 : offset;
    this.beat.set(this.time());
    for (const tell of this.listeners) tell(this.offsetMs);
  }

  onOffset(tell: (offsetMs: number) => void): void {
    this.listeners.push(tell);
    if (this.offsetMs !== 0) tell(this.offsetMs);
  }
}

export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
