import type { AddressesService, RingingDevice } from '../devices/index.js';
import type { PhoneCalls } from './phone-calls.js';

/** Where people can be rung, as one transaction sees it: each of them is looked up once. */
export class DeviceDirectory {
  private readonly devices = new Map<string, readonly RingingDevice[]>();
  private readonly phones = new Map<string, string>();

  constructor(
    private readonly addresses: AddressesService,
    private readonly telephones: PhoneCalls,
    private readonly now: Date,
  ) {}

  /** Two queries for all that are not known yet. */
  async know(userIds: readonly string[]): Promise<void> {
    const missing = [...new Set(userIds)].filter((userId) => !this.devices.has(userId));
    if (missing.length === 0) return;
    const found = Map.groupBy(await this.addresses.devicesOf(missing, this.now), ({ userId }) => userId);
    for (const userId of missing) this.devices.set(userId, found.get(userId) ?? []);
    for (const [userId, number] of await this.telephones.numbersOf(missing)) this.phones.set(userId, number);
  }

  async devicesOf(userIds: readonly string[]): Promise<readonly RingingDevice[]> {
    await this.know(userIds);
    return userIds.flatMap((userId) => this.devices.get(userId) ?? []);
  }

  async numberOf(userId: string): Promise<string | undefined> {
    await this.know([userId]);
    return this.phones.get(userId);
  }
}
