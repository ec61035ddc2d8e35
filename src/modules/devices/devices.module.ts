import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { Forgetting } from '../../platform/database/forgetting.js';
import { Presence } from '../../platform/events/presence.js';
import { PeopleModule } from '../people/index.js';
import { AddressesService } from './addresses.service.js';
import { DeviceCodesService } from './device-codes.service.js';
import { DevicesController } from './devices.controller.js';
import { DevicesService } from './devices.service.js';
import { PresenceService } from './presence.service.js';

const DAY_MS = 24 * 60 * 60_000;

/** Global for `Presence`, which the live stream reports to without knowing who listens. */
@Global()
@Module({
  imports: [PeopleModule],
  controllers: [DevicesController],
  providers: [
    AddressesService,
    DeviceCodesService,
    DevicesService,
    PresenceService,
    { provide: Presence, useExisting: PresenceService },
  ],
  exports: [AddressesService, DevicesService, PresenceService, Presence],
})
export class DevicesModule implements OnModuleInit {
  constructor(private readonly forgetting: Forgetting) {}

  onModuleInit(): void {
    this.forgetting.add({ table: 'device_codes', age: 'expires_at', keptMs: DAY_MS });
  }
}
