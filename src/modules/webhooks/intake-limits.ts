import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { type Bucket, type BucketSize, taken } from './buckets.rules.js';

/** So many times the ordinary rate is refused instead of being counted into one alert. */
const HARD = 10;

/** Each integration has its own, so that one that runs wild costs nobody else anything. */
@Injectable()
export class IntakeLimits {
  private readonly buckets = new Map<string, Bucket>();
  private readonly soft: BucketSize;
  private readonly hard: BucketSize;

  constructor(
    private readonly clock: Clock,
    config: Config,
  ) {
    const { signalsPerMinute, burst } = config.settings.intake;
    this.soft = { perMinute: signalsPerMinute, size: burst };
    this.hard = { perMinute: signalsPerMinute * HARD, size: burst * HARD };
  }

  /** False: refuse the delivery before it is read. */
  mayKnock(integrationId: string): boolean {
    return this.take(`hard ${integrationId}`, this.hard, 1);
  }

  /**
   * False: these signals are counted into one alert. So are more in one delivery than the bucket holds: they would go in
   * as one piece, and every other sender would wait for it.
   */
  mayOpen(integrationId: string, signals: number): boolean {
    return this.take(`soft ${integrationId}`, this.soft, signals);
  }

  private take(name: string, size: BucketSize, cost: number): boolean {
    const left = taken(this.buckets.get(name), size, cost, this.clock.nowMs());
    if (left) this.buckets.set(name, left);
    return left !== undefined;
  }
}
