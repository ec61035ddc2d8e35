import { z } from 'zod';
import { ProofView } from '../../platform/wire/proof.js';
import { Id, Instant, Name } from '../../platform/wire/schemas.js';
import { UserView } from '../people/people.dto.js';

export const Platform = z.enum(['web', 'android', 'ios', 'headless']).meta({ id: 'Platform' });
export const Variant = z.enum(['normal', 'emergency']).meta({ id: 'Variant' });
export const ReadinessLevel = z.enum(['ok', 'warn', 'fail', 'unknown']).meta({ id: 'ReadinessLevel' });

/** Where one notifier instance finds the device; `target` is checked by the plugin's own schema. */
export const AddressInput = z
  .strictObject({ notifier: z.string().min(1).max(60), target: z.unknown() })
  .meta({ id: 'AddressInput' });
export const ReadinessCheck = z
  .strictObject({ check: z.string().max(40), level: ReadinessLevel, detail: z.string().max(200).optional() })
  .meta({ id: 'ReadinessCheck' });

export const AddressView = z
  .strictObject({ notifier: z.string(), alive: z.boolean(), registeredAt: Instant })
  .meta({ id: 'Address' });
export const DeviceView = z
  .strictObject({
    deviceId: Id,
    userId: Id,
    name: z.string(),
    platform: Platform,
    variant: Variant,
    /** A browser's ring is weak proof: the phone is called all the same, unless its owner trusts it. */
    trusted: z.boolean(),
    addresses: z.array(AddressView),
    readiness: ReadinessLevel,
    checks: z.array(ReadinessCheck),
    connected: z.boolean(),
    lastReceiptAt: Instant.optional(),
    lastSeenAt: Instant.optional(),
    createdAt: Instant,
    /** In lists: when it last proved a ring. */
    proof: ProofView.optional(),
  })
  .meta({ id: 'Device' });
export type DeviceView = z.output<typeof DeviceView>;
export const DeviceList = z.strictObject({ devices: z.array(DeviceView) }).meta({ id: 'DeviceList' });
export const ListDevicesInput = z.strictObject({ userId: Id.optional() });
export const DeviceRef = z.strictObject({ deviceId: Id });

export const EnrolDeviceInput = z
  .strictObject({
    name: Name,
    platform: Platform,
    variant: Variant.default('normal'),
    addresses: z.array(AddressInput).max(8).default([]),
  })
  .meta({ id: 'EnrolDeviceInput' });
export const NotifierInfo = z
  .strictObject({ notifier: z.string(), plugin: z.string(), info: z.record(z.string(), z.string()) })
  .meta({ id: 'NotifierInfo' });
/** The device token is in this answer and nowhere else. */
export const EnrolledDevice = z
  .strictObject({ device: DeviceView, deviceToken: z.string(), notifiers: z.array(NotifierInfo) })
  .meta({ id: 'EnrolledDevice' });
export const UpdateDeviceInput = z
  .strictObject({
    deviceId: Id,
    name: Name.optional(),
    trusted: z.boolean().optional(),
    addresses: z.array(AddressInput).max(8).optional(),
    checks: z.array(ReadinessCheck).max(40).optional(),
  })
  .meta({ id: 'UpdateDeviceInput' });

/** The code is in `url` and nowhere else. */
export const DeviceCode = z
  .strictObject({ deviceCodeId: Id, url: z.string(), expiresAt: Instant })
  .meta({ id: 'DeviceCode' });
export const DeviceCodeRef = z.strictObject({ deviceCodeId: Id });
export const DeviceCodeState = z.enum(['waiting', 'used', 'over']).meta({ id: 'DeviceCodeState' });
export const DeviceCodeStatus = z
  .strictObject({ status: DeviceCodeState, device: DeviceView.optional() })
  .meta({ id: 'DeviceCodeStatus' });
export const UseDeviceCodeInput = z
  .strictObject({ code: z.string().min(20).max(200), ...EnrolDeviceInput.shape })
  .meta({ id: 'UseDeviceCodeInput' });
/** The device token is in this answer and nowhere else. */
export const LetInDevice = z
  .strictObject({ ...EnrolledDevice.shape, user: UserView })
  .meta({ id: 'LetInDevice' });
