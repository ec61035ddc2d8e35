import { Injectable, Logger } from '@nestjs/common';
import type { AnyAlertSource, Reading } from '../../plugins/kit/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Arrival } from './arrival.js';
import { Certificates } from './certificates.service.js';
import { isDeclaredJson } from './job.rules.js';

const READ_MS = 1_000;

/** `unproved`: what it is to be held against cannot be had at the moment. */
export type Proof = 'genuine' | 'forged' | 'unproved';

interface Unopened {
  readonly outcome: 'not-json' | 'unreadable';
  readonly issues: readonly string[];
}

/** Lets a plugin look at a delivery, and survives whatever it does. */
@Injectable()
export class ReaderService {
  private readonly log = new Logger(ReaderService.name);
  /** Options as a plugin wants them, as long as those of the integration are held: they are asked for with every delivery. */
  private readonly fitting = new WeakMap<
    object,
    { readonly source: AnyAlertSource; readonly options: unknown }
  >();

  constructor(
    private readonly clock: Clock,
    private readonly certificates: Certificates,
  ) {}

  /** What stands before any reading: JSON that is JSON, and options as the plugin of today wants them. */
  opened(arrival: Arrival, given: unknown): { readonly options: unknown } | Unopened {
    const { source, delivery } = arrival;
    if (delivery.body === undefined && delivery.rawBody.length > 0 && isDeclaredJson(arrival))
      return { outcome: 'not-json', issues: ['it says that it is JSON, and is not'] };
    return this.optionsOf(source, given);
  }

  private optionsOf(source: AnyAlertSource, given: unknown): { readonly options: unknown } | Unopened {
    const held = isObject(given) ? this.fitting.get(given) : undefined;
    if (held?.source === source) return held;
    const options = source.options.safeParse(given);
    if (!options.success)
      return {
        outcome: 'unreadable',
        issues: ['the options of this integration do not fit its plugin any more'],
      };
    const opened = { source, options: options.data as unknown };
    if (isObject(given)) this.fitting.set(given, opened);
    return opened;
  }

  async proofOf({ source, delivery }: Arrival, options: unknown): Promise<Proof> {
    if (!source.verify) return 'genuine';
    const certificates = this.certificates.forDelivery();
    try {
      if (await source.verify(delivery, options, certificates)) return 'genuine';
    } catch (error) {
      this.log.warn({ err: error }, `${source.id} could not verify a delivery`);
    }
    return certificates.isAway ? 'unproved' : 'forged';
  }

  /** A source that throws or is late has not understood. */
  async read({ source, delivery }: Arrival, options: unknown): Promise<Reading> {
    try {
      const reading = source.read(delivery, options);
      // Nearly all: who has read already cannot be late.
      if (!('then' in reading)) return reading;
      return await this.clock.within(reading, READ_MS, () => ({
        outcome: 'unreadable',
        issues: [`${source.id} took longer than a second to read it`],
      }));
    } catch (error) {
      this.log.error({ err: error }, `${source.id} failed to read a delivery`);
      return { outcome: 'unreadable', issues: [`${source.id} failed to read it`] };
    }
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
