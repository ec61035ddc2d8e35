import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { countedAs } from './counted-address.js';
import { type Bucket, type BucketSize, taken } from './buckets.rules.js';

/** So many addresses are remembered; of more, those that were seen first are forgotten. */
const MOST_ADDRESSES = 10_000;
const RETRY_AFTER_SECONDS = 60;

/** Who tries keys that nobody has, by address; in the memory of this process (ADR 0019). */
@Injectable()
export class WrongKeys {
  readonly retryAfterSeconds = RETRY_AFTER_SECONDS;
  private readonly buckets = new Map<string, Bucket>();
  private readonly size: BucketSize;

  constructor(
    private readonly clock: Clock,
    config: Config,
  ) {
    const perMinute = config.settings.intake.wrongKeysPerMinute;
    this.size = { perMinute, size: perMinute };
  }

  /** Its keys are no longer looked up one by one. */
  isOver(address: string): boolean {
    const held = this.buckets.get(countedAs(address));
    return held !== undefined && taken(held, this.size, 1, this.clock.nowMs()) === undefined;
  }

  /** One more that nobody has. */
  note(address: string): void {
    const who = countedAs(address);
    const left = taken(this.buckets.get(who), this.size, 1, this.clock.nowMs());
    if (left === undefined) return;
    this.buckets.set(who, left);
    const [oldest] = this.buckets.keys();
    if (this.buckets.size > MOST_ADDRESSES && oldest !== undefined) this.buckets.delete(oldest);
  }
}
