import { Injectable } from '@nestjs/common';
import { ReceiptTokens, type RingPass } from '../../platform/auth/receipt-tokens.js';
import { Config } from '../../platform/config/config.js';
import type { RingCard } from '../../plugins/kit/index.js';

/** A late receipt is still worth having; after this nobody asks. */
const OUTLIVES_RING_MS = 10 * 60_000;

/** Where a device proves what it did with a ring: the same on the card of a push and in the view of the ring. */
@Injectable()
export class ReceiptAddresses {
  constructor(
    private readonly tokens: ReceiptTokens,
    private readonly config: Config,
  ) {}

  of(ring: RingPass, endsAt: Date): RingCard['receipt'] {
    const urls = this.config.publicUrls.map((url) => `${url}/api/v1/receipts`);
    return {
      token: this.tokens.mint(ring, new Date(endsAt.getTime() + OUTLIVES_RING_MS)),
      // The card names two; with one domain it is the same one, tried twice.
      urls: urls.length > 1 ? urls : [...urls, ...urls],
    };
  }
}
