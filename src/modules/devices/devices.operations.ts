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
});
