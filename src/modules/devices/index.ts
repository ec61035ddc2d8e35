export * from './devices.dto.js';
export { devices } from './devices.operations.js';
export { AddressesService, type RingingAddress, type RingingDevice } from './addresses.service.js';
export { DeviceCodes1795771000030 } from './device-codes.migrations.js';
export { Devices1795400000030 } from './devices.migrations.js';
export { DevicesService } from './devices.service.js';
export { DevicesModule } from './devices.module.js';
export { PresenceService } from './presence.service.js';
