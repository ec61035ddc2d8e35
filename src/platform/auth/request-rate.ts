import { DomainError } from '../errors/domain-error.js';
import type { Clock } from '../clock/clock.js';

export class TooManyRequests extends DomainError {
  readonly kind = 'exhausted';
  readonly code = 'TOO_MANY_REQUESTS';
}

interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

/** A bucket that fills at `perMinute`, which some have of their own; empty means wait. */
export class RequestRate {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly clock: Clock,
    private readonly perMinute: number,
  ) {}

  /** @throws TooManyRequests */
  take(who: string, perMinute = this.perMinute): void {
    const nowMs = this.clock.nowMs();
    const held = this.buckets.get(who) ?? { tokens: perMinute, atMs: nowMs };
    const tokens = Math.min(perMinute, held.tokens + ((nowMs - held.atMs) * perMinute) / 60_000);
    if (tokens < 1)
      throw new TooManyRequests('Too many requests', {
        retryAfterSeconds: Math.ceil(((1 - tokens) * 60) / perMinute),
      });
    this.buckets.set(who, { tokens: tokens - 1, atMs: nowMs });
    if (this.buckets.size > 10_000) this.forgetFull(nowMs);
  }

  private forgetFull(nowMs: number): void {
    for (const [who, held] of this.buckets) if (nowMs - held.atMs > 60_000) this.buckets.delete(who);
  }
}
