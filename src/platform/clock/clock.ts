/** A timer that can be taken back. */
export interface Timer {
  cancel(): void;
}

/** The one place that knows what time it is; everybody else is told. */
export abstract class Clock {
  /** Database time, not this machine's. */
  abstract now(): Date;
  abstract after(ms: number, act: () => void): Timer;
  /** False while our idea of the time cannot be trusted: then nothing may be claimed. */
  abstract isTrusted(): boolean;

  nowMs(): number {
    return this.now().getTime();
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** What `work` comes to, or what stands in for it after `ms` of this clock; it is waited for no longer then. */
  async within<T, Late>(work: Promise<T>, ms: number, late: () => Late): Promise<T | Late> {
    let timer: Timer | undefined;
    const isLate = new Promise<Late>((resolve) => {
      timer = this.after(ms, () => resolve(late()));
    });
    try {
      return await Promise.race([work, isLate]);
    } finally {
      timer?.cancel();
    }
  }

  /** Aborts after `ms` of this clock. */
  deadline(ms: number): { readonly signal: AbortSignal; cancel(): void } {
    const controller = new AbortController();
    const timer = this.after(ms, () => controller.abort(new Error(`no answer within ${ms} ms`)));
    return { signal: controller.signal, cancel: () => timer.cancel() };
  }
}
