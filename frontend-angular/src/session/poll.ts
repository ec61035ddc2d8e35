import { effect, inject, untracked } from '@angular/core';
import { Clock } from '../design/time/clock';
import type { LiveQuery } from './live-query';

/** An answer that takes longer than this is not waited for any more. */
const PATIENCE = 6;

/**
 * Asks again every so often while the page is seen, for what no event tells of. A slow server is not asked twice at
 * once: its first answer would be thrown away.
 */
export function poll(query: LiveQuery<unknown>, everyMs: number): void {
  const clock = inject(Clock);
  let last = clock.read();
  effect(() => {
    const now = clock.now();
    const pause = untracked(query.loading) ? everyMs * PATIENCE : everyMs;
    // The clock may be set back once it has learned the server's time. It ticks with some jitter.
    if (Math.abs(now - last) < pause - 200) return;
    last = now;
    query.refresh();
  });
}
