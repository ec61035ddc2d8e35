/** So many of each kind are remembered: whoever pings rarely does not do so again soon. */
export const MOST_HELD = 10_000;

/**
 * Beats that could not be written down yet, the newest of each key. Keys that were good before have room of their own:
 * whoever tries keys while the database is away takes it from nobody.
 */
export class HeldPings {
  private readonly good = new Set<string>();
  private readonly known = new Map<string, Date>();
  private readonly strange = new Map<string, Date>();

  get size(): number {
    return this.known.size + this.strange.size;
  }

  /** Somebody's: it was just written down. */
  wasGood(key: string): void {
    if (this.good.size >= MOST_HELD) this.good.clear();
    this.good.add(key);
  }

  hold(key: string, at: Date): void {
    const held = this.good.has(key) ? this.known : this.strange;
    if (held.has(key) || held.size < MOST_HELD) held.set(key, at);
  }

  /** Those that were good before come first. */
  all(): readonly (readonly [key: string, at: Date])[] {
    return [...this.known, ...this.strange];
  }

  /** Of one that came meanwhile nothing is said: it is a newer one. */
  done(key: string, at: Date): void {
    for (const held of [this.known, this.strange]) if (held.get(key) === at) held.delete(key);
  }

  /** It could not be written down again: the others first, next time. */
  putBack(key: string): void {
    for (const held of [this.known, this.strange]) {
      const at = held.get(key);
      if (at === undefined || !held.delete(key)) continue;
      held.set(key, at);
    }
  }
}
