import type { AddressesService, RingingDevice } from '../devices/index.js';
import { type Distrust, routeOf, type Routes } from '../notifications/index.js';
import type { PhoneCalls } from './phone-calls.js';

/** Where people can be rung, as one transaction sees it: each of them is looked up once. */
export class DeviceDirectory {
  private readonly devices = new Map<string, readonly RingingDevice[]>();
  private readonly phones = new Map<string, string>();
  private distrusted: ReadonlyMap<string, Distrust> = new Map();

  constructor(
    private readonly addresses: AddressesService,
    private readonly telephones: PhoneCalls,
    private readonly routes: Routes,
    private readonly now: Date,
  ) {}

  /** Three queries for all that are not known yet; they travel together. */
  async know(userIds: readonly string[]): Promise<void> {
    const missing = [...new Set(userIds)].filter((userId) => !this.devices.has(userId));
    if (missing.length === 0) return;
    const [devices, numbers, distrusted] = await Promise.all([
      this.addresses.devicesOf(missing, this.now),
      this.telephones.numbersOf(missing),
      this.routes.distrusted(),
    ]);
    const found = Map.groupBy(devices, ({ userId }) => userId);
    for (const userId of missing) this.devices.set(userId, found.get(userId) ?? []);
    for (const [userId, number] of numbers) this.phones.set(userId, number);
    this.distrusted = distrusted;
  }

  async devicesOf(userIds: readonly string[]): Promise<readonly RingingDevice[]> {
    await this.know(userIds);
    return userIds.flatMap((userId) => this.devices.get(userId) ?? []);
  }

  /** By the best of its ways. An open stream needs no provider; a device that proves little was never waited for. */
  distrustOf(device: RingingDevice): Distrust | undefined {
    if (device.connected || device.proof === 'weak') return undefined;
    const states = device.addresses.map(({ notifier }) =>
      this.distrusted.get(routeOf(notifier, device.variant)),
    );
    if (states.length === 0 || states.includes(undefined)) return undefined;
    return states.includes('degraded') ? 'degraded' : 'open';
  }

  async numberOf(userId: string): Promise<string | undefined> {
    await this.know([userId]);
    return this.phones.get(userId);
  }
}
