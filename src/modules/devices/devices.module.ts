import { Global, Module } from '@nestjs/common';
import { Presence } from '../../platform/events/presence.js';
import { PeopleModule } from '../people/index.js';
import { AddressesService } from './addresses.service.js';
import { DevicesController } from './devices.controller.js';
import { DevicesService } from './devices.service.js';
import { PresenceService } from './presence.service.js';

/** Global for `Presence`, which the live stream reports to without knowing who listens. */
@Global()
@Module({
  imports: [PeopleModule],
  controllers: [DevicesController],
  providers: [
    AddressesService,
    DevicesService,
    PresenceService,
    { provide: Presence, useExisting: PresenceService },
  ],
  exports: [AddressesService, PresenceService, Presence],
})
export class DevicesModule {}
