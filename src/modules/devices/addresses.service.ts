import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { STREAM_NOTIFIER } from '../../platform/plugin-host/notifier-directory.js';
import type { Variant } from './devices.dto.js';
import { connectedSince, DEVICE_COLUMNS, type DeviceRow } from './devices.rows.js';
import { proofOf } from './readiness.rules.js';

export interface RingingAddress {
  readonly addressId: string;
  readonly notifier: string;
  /** As the notifier's plugin checked it. */
  readonly target: unknown;
}

/** What a call needs to know of one device. */
export interface RingingDevice {
  readonly deviceId: string;
  readonly userId: string;
  readonly variant: z.output<typeof Variant>;
  readonly proof: 'strong' | 'weak';
  /** An open event stream: it can be told without any provider. */
  readonly connected: boolean;
  /** Alive ones, without the stream. */
  readonly addresses: readonly RingingAddress[];
}

export interface Registration {
  readonly notifier: string;
  readonly target: unknown;
}

/** Where devices can be found, for whoever rings them. */
@Injectable()
export class AddressesService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  async devicesOf(userIds: readonly string[], now: Date): Promise<readonly RingingDevice[]> {
    if (userIds.length === 0) return [];
    const rows = await this.transaction.query<DeviceRow>(
      `select ${DEVICE_COLUMNS} from devices where user_id = any($2::uuid[]) and removed_at is null
       order by devices.created_at, devices.id`,
      [connectedSince(now), userIds],
    );
    return rows.map((row) => ({
      deviceId: row.id,
      userId: row.user_id,
      variant: row.variant,
      proof: proofOf(row.platform, row.trusted),
      connected: row.connected,
      addresses: row.addresses
        .filter(({ alive, notifier }) => alive && notifier !== STREAM_NOTIFIER)
        .map(({ addressId, notifier, target }) => ({ addressId, notifier, target })),
    }));
  }

  /** Also of removed ones: logs name them. */
  async namesOf(deviceIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (deviceIds.length === 0) return new Map();
    const rows = await this.transaction.query<{ id: string; name: string }>(
      `select id, name from devices where id = any($1::uuid[])`,
      [deviceIds],
    );
    return new Map(rows.map((row) => [row.id, row.name]));
  }

  /** A provider says that nobody lives there, unless the device registered again after `since`. */
  async markGone(addressId: string, since?: Date): Promise<void> {
    await this.transaction.query(
      `update device_addresses set gone_at = $2 where id = $1 and gone_at is null
         and ($3::timestamptz is null or registered_at <= $3)`,
      [addressId, this.clock.now(), since ?? null],
    );
  }

  /** The device has proved that it is there. */
  async noteReceipt(deviceId: string, at: Date): Promise<void> {
    await this.transaction.query(
      `update devices set last_receipt_at = greatest(last_receipt_at, $2), last_seen_at = greatest(last_seen_at, $2)
       where id = $1`,
      [deviceId, at],
    );
  }

  /** The whole set of a device: what is not named any more is gone, what is named again lives again. */
  async register(deviceId: string, registrations: readonly Registration[], now: Date): Promise<void> {
    const given = JSON.stringify(registrations.map((one) => ({ ...one, id: newId() })));
    await this.transaction.query(
      `update device_addresses a set gone_at = $3 where a.device_id = $1 and a.gone_at is null and not exists (
         select 1 from jsonb_to_recordset($2::jsonb) as g(notifier text, target jsonb)
         where g.notifier = a.notifier and g.target = a.target)`,
      [deviceId, given, now],
    );
    await this.transaction.query(
      `update device_addresses a set gone_at = null, registered_at = $3
       from jsonb_to_recordset($2::jsonb) as g(notifier text, target jsonb)
       where a.device_id = $1 and g.notifier = a.notifier and g.target = a.target`,
      [deviceId, given, now],
    );
    await this.transaction.query(
      `insert into device_addresses (id, device_id, notifier, target, registered_at)
       select distinct on (g.notifier, g.target) g.id, $1, g.notifier, g.target, $3
       from jsonb_to_recordset($2::jsonb) as g(id uuid, notifier text, target jsonb)
       where not exists (select 1 from device_addresses a
         where a.device_id = $1 and a.notifier = g.notifier and a.target = g.target)`,
      [deviceId, given, now],
    );
    await this.takeOver(deviceId, given, now);
  }

  /** An app that was installed anew has its old push address: two devices there would ring one phone twice. */
  private async takeOver(deviceId: string, given: string, now: Date): Promise<void> {
    await this.transaction.query(
      `update device_addresses a set gone_at = $3
       from jsonb_to_recordset($2::jsonb) as g(notifier text, target jsonb)
       where a.device_id <> $1 and a.gone_at is null and a.notifier <> $4
         and a.notifier = g.notifier and md5(a.target::text) = md5(g.target::text) and a.target = g.target`,
      [deviceId, given, now, STREAM_NOTIFIER],
    );
  }
}
