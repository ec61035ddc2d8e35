import { setTimeout as pause } from 'node:timers/promises';
import { grafanaAlert } from '../harness/world.js';

/** Figures of a sender that goes on as if nothing else were; milliseconds from the request to the answer. */
export interface Figures {
  readonly sent: number;
  readonly taken: number;
  /** Told 503: to try again. */
  readonly again: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

/** Posts one alert after another, a fresh connection each, while something else goes on. */
export async function postedMeanwhile(address: string, work: () => Promise<void>): Promise<Figures> {
  let isOver = false;
  const tookMs: number[] = [];
  let taken = 0;
  let again = 0;
  const posting = (async () => {
    for (let n = 0; !isOver; n += 1) {
      const from = performance.now();
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: JSON.stringify(grafanaAlert(`Steady${n % 5}`)),
      }).catch(() => undefined);
      tookMs.push(performance.now() - from);
      if (answer?.ok) taken += 1;
      if (answer?.status === 503) again += 1;
      await answer?.arrayBuffer().catch(() => undefined);
      await pause(20);
    }
  })();
  try {
    await work();
  } finally {
    isOver = true;
    await posting;
  }
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return { sent: sorted.length, taken, again, p50: at(0.5), p99: at(0.99), most: at(1) };
}
