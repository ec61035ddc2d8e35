import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import type { Channel, SendOutcome, SendRequest } from '../../plugins/kit/index.js';
import { PresenceService } from '../devices/index.js';

/** The built-in notifier of every app: its open event stream. */
export const STREAM = 'stream';

/**
 * The news of a ring is in the event log since the decision; an open stream has carried it by now. What is left
 * to say is whether there is one.
 */
@Injectable()
export class StreamChannel implements Channel<unknown> {
  constructor(
    private readonly presence: PresenceService,
    private readonly clock: Clock,
  ) {}

  async send({ target }: SendRequest<unknown>): Promise<SendOutcome> {
    const { deviceId } = target as { readonly deviceId: string };
    const isThere = await this.presence.isConnected(deviceId, this.clock.now());
    return isThere
      ? { outcome: 'accepted' }
      : { outcome: 'rejected', reason: 'no open stream', scope: 'message' };
  }
}
