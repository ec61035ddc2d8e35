/** Time as something that can be handed in: the specs turn it by hand. */
export interface Clock {
  now(): number;
  /** Returns what calls it off. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    // A browser's timer holds 31 bits; longer waits fire early and are asked again.
    const handle = setTimeout(run, Math.min(ms, 0x7fffffff));
    return () => clearTimeout(handle);
  },
};
