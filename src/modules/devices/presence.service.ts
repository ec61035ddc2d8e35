import { Injectable, Logger } from '@nestjs/common';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Presence } from '../../platform/events/presence.js';
import { connectedSince } from './devices.rows.js';

interface Sighting {
  readonly at: Date;
  readonly isOpen: boolean;
}

const DEAD_AFTER_MS = 3_600_000;

/** Which devices have a stream open, on this replica or another. Sightings are written in batches; a stream waits for its first. */
@Injectable()
export class PresenceService extends Presence {
  private readonly log = new Logger(PresenceService.name);
  private readonly replica = newId();
  private readonly known = new Set<string>();
  private waiting = new Map<string, Sighting>();
  /** Of what waits: resolved when it is written, or given up. */
  private next: PromiseWithResolvers<void> = Promise.withResolvers();
  private writing: Promise<void> | undefined;

  constructor(private readonly transaction: Transaction) {
    super();
  }

  seen(deviceId: string, at: Date): Promise<void> {
    return this.note(deviceId, { at, isOpen: true });
  }

  gone(deviceId: string, at: Date): void {
    void this.note(deviceId, { at, isOpen: false });
  }

  async isConnected(deviceId: string, now: Date): Promise<boolean> {
    const rows = await this.transaction.query(
      `select 1 from stream_presence where device_id = $1 and seen_at > $2 limit 1`,
      [deviceId, connectedSince(now)],
      'ring',
    );
    return rows.length > 0;
  }

  /** When everything said so far is written. */
  async settled(): Promise<void> {
    await this.writing;
  }

  private note(deviceId: string, sighting: Sighting): Promise<void> {
    const { promise } = this.next;
    this.waiting.set(deviceId, sighting);
    this.writing ??= this.writeAll();
    return promise;
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.size > 0) {
      const batch = [...this.waiting];
      const { resolve } = this.next;
      this.waiting = new Map();
      this.next = Promise.withResolvers();
      try {
        // Whether an open app is told of a ring hangs on it. One statement at a time, however many come.
        await this.transaction.on('ring', () => this.write(batch));
      } catch (error) {
        // The next heartbeat says it again.
        this.log.warn(`Presence was not written: ${String(error)}`);
      } finally {
        resolve();
      }
    }
    // In the same step as the last look: whoever speaks next must not take it for one that still looks.
    this.writing = undefined;
  }

  private async write(batch: readonly (readonly [string, Sighting])[]): Promise<void> {
    const open = batch.filter(([, sighting]) => sighting.isOpen);
    const gone = batch.filter(([, sighting]) => !sighting.isOpen);
    if (open.length > 0)
      await this.transaction.query(
        `insert into stream_presence (device_id, replica, seen_at)
         select device_id, $1, seen_at from unnest($2::uuid[], $3::timestamptz[]) as s(device_id, seen_at)
         on conflict (device_id, replica) do update set seen_at = excluded.seen_at`,
        [this.replica, open.map(([id]) => id), open.map(([, { at }]) => at)],
      );
    await this.forgetDeadReplicas(open.filter(([id]) => !this.known.has(id)));
    for (const [id] of open) this.known.add(id);
    for (const [id] of gone) this.known.delete(id);
    if (gone.length === 0) return;
    const [ids, times] = [gone.map(([id]) => id), gone.map(([, { at }]) => at)];
    await this.transaction.query(
      `delete from stream_presence where replica = $1 and device_id = any($2::uuid[])`,
      [this.replica, ids],
    );
    await this.transaction.query(
      `update devices set last_seen_at = greatest(last_seen_at, s.seen_at)
       from unnest($1::uuid[], $2::timestamptz[]) as s(device_id, seen_at) where devices.id = s.device_id`,
      [ids, times],
    );
  }

  /** A replica that was killed could not say goodbye to its streams. */
  private async forgetDeadReplicas(met: readonly (readonly [string, Sighting])[]): Promise<void> {
    if (met.length === 0) return;
    const oldest = new Date(Math.min(...met.map(([, { at }]) => at.getTime())) - DEAD_AFTER_MS);
    await this.transaction.query(
      `delete from stream_presence where device_id = any($1::uuid[]) and seen_at < $2`,
      [met.map(([id]) => id), oldest],
    );
  }
}
