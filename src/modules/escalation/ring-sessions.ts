import { Injectable } from '@nestjs/common';
import { LostARace } from '../../platform/database/transaction.js';
import { EventLog, type NewEvent } from '../../platform/events/event-log.js';
import { Outbox } from '../notifications/index.js';
import type { DeviceDirectory } from './device-directory.js';
import { endReasonOf, type Face, type Ring, sorted } from './ring.rules.js';
import type { RingChange, RingChanges } from './ring-changes.js';
import { RingMessages } from './ring-messages.js';
import type { RingSessionRow } from './ring-session.rows.js';
import { RingSessionsStore } from './ring-sessions.store.js';

/** One live ring per device, standing for any number of calls; every change of it is a revision. */
@Injectable()
export class RingSessions {
  constructor(
    private readonly store: RingSessionsStore,
    private readonly messages: RingMessages,
    private readonly outbox: Outbox,
    private readonly events: EventLog,
  ) {}

  /** The last act of a transaction: sessions are locked by device id. Each thing is read and written once for all. */
  async flush(changes: RingChanges, directory: DeviceDirectory, now: Date): Promise<void> {
    const taken = changes.taken();
    if (taken.length === 0) return;
    const rings = await this.ringsOf(taken, now);
    if (rings.length === 0) return;
    const userIds = rings.map(({ changes: [first] }) => first?.userId ?? '');
    // One way to the database and back, in this order.
    const [shown, , faces, known] = await Promise.all([
      this.store.shown(rings),
      this.store.keepCalls(rings),
      this.store.faces(rings),
      directory.devicesOf(userIds),
    ]);
    const devices = new Map(known.map((device) => [device.deviceId, device]));
    const moved = rings.map((ring) => ({ ring, face: faces.get(ring.session.id) }));
    const entries = moved.flatMap(({ ring, face }) => {
      const device = devices.get(ring.session.device_id);
      return face
        ? this.messages.ringing(ring, face, shown.has(ring.session.id), device, now)
        : this.messages.stopping(ring, device, now);
    });
    await Promise.all([
      this.store.write(moved, now),
      this.events.append(moved.map(({ ring, face }) => changedEvent(ring, face, now))),
      this.outbox.put(entries, now),
    ]);
  }

  /** The live ring of each device, locked; where there is none and something begins, a new one. */
  private async ringsOf(
    taken: readonly (readonly [string, readonly RingChange[]])[],
    now: Date,
  ): Promise<readonly Ring[]> {
    const found = await this.store.live(taken.map(([deviceId]) => deviceId));
    const wanted = taken.map(([deviceId, list]) => sorted(deviceId, list));
    const missing = wanted.filter(({ deviceId, added }) => !found.has(deviceId) && added.length > 0);
    const begun = await this.store.begin(missing, now);
    // Somebody else began one between our look and our insert: it is committed now, and we join it.
    const lost = missing.filter(({ deviceId }) => !begun.has(deviceId)).map(({ deviceId }) => deviceId);
    const theirs = lost.length > 0 ? await this.store.live(lost) : new Map<string, RingSessionRow>();
    return wanted.flatMap(({ deviceId, ...rest }): readonly Ring[] => {
      const live = found.get(deviceId) ?? theirs.get(deviceId);
      const session = live ?? begun.get(deviceId);
      if (session) return [{ ...rest, session, isNew: !live, revision: live ? live.revision + 1 : 1 }];
      if (rest.added.length > 0) throw new LostARace(`The ring of device ${deviceId} ended while it began`);
      return [];
    });
  }
}

const changedEvent = (ring: Ring, face: Face | undefined, at: Date): NewEvent => ({
  kind: 'ring.changed',
  at,
  audience: [ring.session.user_id],
  userId: ring.session.user_id,
  ringId: ring.session.id,
  deviceId: ring.session.device_id,
  params: { revision: String(ring.revision), ...(face ? {} : { reason: endReasonOf(ring) }) },
});
