import { Injectable, Logger } from '@nestjs/common';
import type { Reading, VerifyHost } from '../../plugins/kit/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Arrival } from './arrival.js';

const READ_MS = 1_000;

/** No plugin of this version needs a certificate; the guarded fetch comes with the one that does. */
const NO_CERTIFICATES: VerifyHost = {
  certificate: () => Promise.reject(new Error('certificates are not fetched yet')),
};

/** Lets a plugin look at a delivery, and survives whatever it does. */
@Injectable()
export class ReaderService {
  private readonly log = new Logger(ReaderService.name);

  constructor(private readonly clock: Clock) {}

  async isGenuine({ source, delivery }: Arrival, options: unknown): Promise<boolean> {
    if (!source.verify) return true;
    try {
      return await source.verify(delivery, options, NO_CERTIFICATES);
    } catch (error) {
      this.log.warn({ err: error }, `${source.id} could not verify a delivery`);
      return false;
    }
  }

  /** A source that throws or is late has not understood. */
  async read({ source, delivery }: Arrival, options: unknown): Promise<Reading> {
    const late = this.clock.deadline(READ_MS);
    const given = new Promise<Reading>((resolve) => {
      late.signal.addEventListener('abort', () =>
        resolve({ outcome: 'unreadable', issues: [`${source.id} took longer than a second to read it`] }),
      );
    });
    try {
      return await Promise.race([Promise.resolve(source.read(delivery, options)), given]);
    } catch (error) {
      this.log.error({ err: error }, `${source.id} failed to read a delivery`);
      return { outcome: 'unreadable', issues: [`${source.id} failed to read it`] };
    } finally {
      late.cancel();
    }
  }
}
