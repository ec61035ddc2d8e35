import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { TooManyTries } from './access.errors.js';

export interface Limit {
  readonly burst: number;
  readonly perMinute: number;
}
/** Small for one account from one place; wider for one account from everywhere, so that strangers cannot lock it. */
const LIMITS = {
  pair: { burst: 5, perMinute: 2 },
  account: { burst: 50, perMinute: 20 },
  address: { burst: 40, perMinute: 10 },
} as const satisfies Readonly<Record<string, Limit>>;

interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

/** Tries are taken before the password is looked at and given back when it was right: races gain nothing. */
@Injectable()
export class SignInLimits {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly clock: Clock) {}

  /** @throws TooManyTries */
  async try<T>(account: string, address: string, attempt: () => Promise<T>): Promise<T> {
    const keys = [
      [`pair ${account} ${address}`, LIMITS.pair],
      [`account ${account}`, LIMITS.account],
      [`address ${address}`, LIMITS.address],
    ] as const;
    const nowMs = this.clock.nowMs();
    const waitMs = Math.max(...keys.map(([key, limit]) => this.waitMs(key, limit, nowMs)));
    if (waitMs > 0)
      throw new TooManyTries('Too many tries; wait a little', {
        retryAfterSeconds: Math.ceil(waitMs / 1000),
      });
    for (const [key, limit] of keys) this.add(key, limit, nowMs, -1);
    const result = await attempt();
    for (const [key, limit] of keys) this.add(key, limit, this.clock.nowMs(), 1);
    return result;
  }

  /** Takes one for good, whatever comes of it; how long to wait where there is none. */
  spend(key: string, limit: Limit): number {
    const nowMs = this.clock.nowMs();
    const waitMs = this.waitMs(key, limit, nowMs);
    if (waitMs === 0) this.add(key, limit, nowMs, -1);
    return waitMs;
  }

  private waitMs(key: string, limit: Limit, nowMs: number): number {
    const missing = 1 - this.tokens(key, limit, nowMs);
    return missing <= 0 ? 0 : (missing * 60_000) / limit.perMinute;
  }

  private tokens(key: string, limit: Limit, nowMs: number): number {
    const held = this.buckets.get(key);
    if (!held) return limit.burst;
    return Math.min(limit.burst, held.tokens + ((nowMs - held.atMs) * limit.perMinute) / 60_000);
  }

  private add(key: string, limit: Limit, nowMs: number, change: number): void {
    const tokens = Math.min(limit.burst, this.tokens(key, limit, nowMs) + change);
    if (tokens >= limit.burst) this.buckets.delete(key);
    else this.buckets.set(key, { tokens, atMs: nowMs });
    if (this.buckets.size > 50_000) this.forgetOldest();
  }

  /** Maps keep the order of insertion. */
  private forgetOldest(): void {
    for (const key of [...this.buckets.keys()].slice(0, 10_000)) this.buckets.delete(key);
  }
}
