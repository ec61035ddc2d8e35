import type { RingView } from '../modules/escalation/escalation.dto.js';
import { rings } from '../modules/escalation/escalation.operations.js';
import { devices } from '../modules/devices/devices.operations.js';
import { EventView, WatchInput } from '../modules/timeline/timeline.dto.js';
import { type CanaryDevice, storeDevice } from './canary.device.js';
import { CliFailure, EXIT } from './failures.js';
import type { Session } from './session.js';

const WATCH = {
  module: 'timeline',
  service: 'EventsService',
  rpc: 'Watch',
  input: WatchInput,
  output: EventView,
};

export interface CanaryOptions {
  readonly device: string;
  readonly name: string;
  readonly once?: true;
}

/** With the token of a person: it is their device, and rings when they do. */
export async function enrolCanary(session: Session, { device, name }: CanaryOptions): Promise<CanaryDevice> {
  const enrolled = await session.api.call(devices.EnrolDevice, { name, platform: 'headless' });
  const stored = { deviceId: enrolled.device.deviceId, deviceToken: enrolled.deviceToken };
  storeDevice(device, stored);
  session.say(`Enrolled “${name}”; its token is in ${device}.`);
  return stored;
}

/**
 * A device without a screen: proves each ring that reaches it, and never answers one.
 * @throws CliFailure when the server refuses the device
 */
export function runCanary(session: Session, device: CanaryDevice, { once }: CanaryOptions): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const canary = new Canary(session, device);
  session.api.listen(
    WATCH,
    {},
    (event) => {
      if (event.kind !== 'ring.changed' || event.deviceId !== device.deviceId || !event.ringId) return;
      canary
        .look(event.ringId)
        .then((hasRung) => hasRung && once && resolve(EXIT.ok))
        .catch((error: unknown) =>
          error instanceof CliFailure && !isRefusal(error)
            ? session.warn(`${error.code}: ${error.message}`)
            : reject(error as Error),
        );
    },
    reject,
  );
  session.say('Waits for rings.');
  return promise;
}

const isRefusal = ({ code }: CliFailure): boolean => code === 'UNAUTHENTICATED' || code === 'FORBIDDEN';

/** One ring after the other, each proved once however often it changes. */
class Canary {
  private readonly proved = new Set<string>();
  private seq = 0;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly session: Session,
    private readonly device: CanaryDevice,
  ) {}

  /** Whether it was a ring that had not been proved. */
  look(ringId: string): Promise<boolean> {
    const looked = this.turn.then(() => this.prove(ringId));
    this.turn = looked.catch(() => undefined);
    return looked;
  }

  private async prove(ringId: string): Promise<boolean> {
    const ring = await this.session.api.call(rings.GetRing, { ringId });
    if (ring.status === 'over') {
      if (this.proved.delete(ringId)) this.tell(ring, `over: ${ring.reason ?? 'ended'}`);
      return false;
    }
    if (this.proved.has(ringId)) return false;
    this.proved.add(ringId);
    await this.receipt(ring, 'delivered');
    await this.receipt(ring, 'ringing');
    return true;
  }

  private async receipt(ring: RingView, kind: 'delivered' | 'ringing'): Promise<void> {
    await this.session.api.call(rings.PostReceipt, {
      ringId: ring.ringId,
      revision: ring.revision,
      deviceId: this.device.deviceId,
      kind,
      seq: (this.seq += 1),
      at: this.session.around.clock.now().toISOString(),
    });
    this.tell(ring, kind);
  }

  private tell({ card }: RingView, what: string): void {
    this.session.say(`${this.session.around.clock.now().toISOString()}  ${what}  ${card.title}`);
  }
}
