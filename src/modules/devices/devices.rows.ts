import type { z } from 'zod';
import { STREAM_NOTIFIER } from '../../platform/plugin-host/notifier-directory.js';
import type { DeviceView, Platform, ReadinessCheck, Variant } from './devices.dto.js';
import { readinessOf } from './readiness.rules.js';

export const CONNECTED_WITHIN_MS = 35_000;
export const connectedSince = (now: Date): Date => new Date(now.getTime() - CONNECTED_WITHIN_MS);

export interface AddressItem {
  readonly addressId: string;
  readonly notifier: string;
  readonly target: unknown;
  readonly registeredAtMs: number;
  readonly alive: boolean;
}

export interface DeviceRow {
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly platform: z.output<typeof Platform>;
  readonly variant: z.output<typeof Variant>;
  readonly trusted: boolean;
  readonly checks: z.output<typeof ReadinessCheck>[];
  readonly last_receipt_at: Date | null;
  readonly last_seen_at: Date | null;
  readonly created_at: Date;
  readonly connected: boolean;
  readonly addresses: readonly AddressItem[];
}

/** The device with its addresses and its streams; `$1` is the instant since when a stream counts as open. */
export const DEVICE_COLUMNS = `devices.id, devices.user_id, devices.name, devices.platform, devices.variant,
  devices.trusted, devices.checks, devices.last_receipt_at, devices.created_at,
  greatest(devices.last_seen_at, (select max(seen_at) from stream_presence p where p.device_id = devices.id)) as last_seen_at,
  exists (select 1 from stream_presence p where p.device_id = devices.id and p.seen_at > $1) as connected,
  coalesce((select jsonb_agg(jsonb_build_object('addressId', a.id, 'notifier', a.notifier, 'target', a.target,
      'registeredAtMs', floor(extract(epoch from a.registered_at) * 1000), 'alive', a.gone_at is null)
      order by a.registered_at, a.id)
    from device_addresses a where a.device_id = devices.id), '[]') as addresses`;

export function deviceViewOf(row: DeviceRow): DeviceView {
  // The stream is always an address; whether it leads anywhere is said by `connected`.
  const hasLiveAddress = row.addresses.some(({ alive, notifier }) => alive && notifier !== STREAM_NOTIFIER);
  return {
    deviceId: row.id,
    userId: row.user_id,
    name: row.name,
    platform: row.platform,
    variant: row.variant,
    trusted: row.trusted,
    addresses: row.addresses.map(({ notifier, alive, registeredAtMs }) => ({
      notifier,
      alive,
      registeredAt: new Date(registeredAtMs).toISOString(),
    })),
    readiness: readinessOf(row.checks, { hasLiveAddress, isConnected: row.connected }),
    checks: row.checks,
    connected: row.connected,
    ...(row.last_receipt_at === null ? {} : { lastReceiptAt: row.last_receipt_at.toISOString() }),
    ...(row.last_seen_at === null ? {} : { lastSeenAt: row.last_seen_at.toISOString() }),
    createdAt: row.created_at.toISOString(),
  };
}
