import { z } from 'zod';
import { operations } from '../../platform/wire/declare.js';
import { Empty } from '../../platform/wire/schemas.js';
import * as dto from './devices.dto.js';

export const devices = operations('devices', 'DevicesService', {
  EnrolDevice: {
    summary: 'Registers an app or browser that can ring; gives its long-lived token',
    http: 'POST /devices',
    allow: 'devices.own',
    audit: 'device.enrolled',
    created: true,
    input: dto.EnrolDeviceInput,
    output: dto.EnrolledDevice,
  },
  ListDevices: {
    summary: 'Devices of a user, by default of oneself',
    http: 'GET /devices',
    allow: 'people.read',
    input: dto.ListDevicesInput,
    output: dto.DeviceList,
  },
  UpdateDevice: {
    summary: 'Addresses, name and readiness of an own device',
    http: 'PATCH /devices/:deviceId',
    allow: 'devices.own',
    audit: 'device.updated',
    input: dto.UpdateDeviceInput,
    output: dto.DeviceView,
  },
  RemoveDevice: {
    summary: 'Removes a device and revokes its token',
    http: 'DELETE /devices/:deviceId',
    allow: 'devices.own',
    audit: 'device.removed',
    input: dto.DeviceRef,
    output: Empty,
  },
  CreateDeviceCode: {
    summary: 'A code that lets one device in as oneself, within two minutes; shown as a QR code',
    http: 'POST /device-codes',
    allow: 'devices.own',
    audit: 'device-code.created',
    created: true,
    input: z.strictObject({}),
    output: dto.DeviceCode,
  },
  GetDeviceCode: {
    summary: 'What became of an own code',
    http: 'GET /device-codes/:deviceCodeId',
    allow: 'devices.own',
    input: dto.DeviceCodeRef,
    output: dto.DeviceCodeStatus,
  },
  RevokeDeviceCode: {
    summary: 'Takes an own code back',
    http: 'DELETE /device-codes/:deviceCodeId',
    allow: 'devices.own',
    audit: 'device-code.revoked',
    input: dto.DeviceCodeRef,
    output: Empty,
  },
  UseDeviceCode: {
    summary: 'Registers the device that read a code, once; gives its long-lived token',
    http: 'POST /device-codes/use',
    allow: 'public',
    audit: 'device-code.used',
    created: true,
    input: dto.UseDeviceCodeInput,
    output: dto.LetInDevice,
  },
});
