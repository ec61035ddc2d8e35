import { Injectable } from '@nestjs/common';
import { AddressesService } from '../devices/index.js';
import { NotifierInstances } from '../notifications/index.js';
import { Reachability } from '../policies/index.js';
import { PhoneCalls } from './phone-calls.js';

/** Somebody can be reached whose device has an open stream or a live address, or whose telephone can be called. */
@Injectable()
export class ReachService extends Reachability {
  constructor(
    private readonly addresses: AddressesService,
    private readonly instances: NotifierInstances,
    private readonly phones: PhoneCalls,
  ) {
    super();
  }

  async reachable(userIds: readonly string[], now: Date): Promise<ReadonlySet<string>> {
    if (userIds.length === 0) return new Set();
    const devices = await this.addresses.devicesOf(userIds, now);
    const phones = await this.phones.numbersOf(userIds);
    const ringing = devices.filter(
      (device) =>
        device.connected || device.addresses.some((address) => this.instances.get(address.notifier)),
    );
    return new Set([...ringing.map((device) => device.userId), ...phones.keys()]);
  }
}
