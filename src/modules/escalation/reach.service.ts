import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
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
    private readonly transaction: Transaction,
  ) {
    super();
  }

  async reachable(userIds: readonly string[], now: Date): Promise<ReadonlySet<string>> {
    if (userIds.length === 0) return new Set();
    const devices = await this.addresses.devicesOf(userIds, now);
    const phones = await this.phones.numbersOf(userIds);
    const ringing = devices.filter((device) => this.instances.canRing(device));
    return new Set([...ringing.map((device) => device.userId), ...phones.keys()]);
  }

  override async lastCalledAt(userIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const rows = await this.transaction.query<{ user_id: string; at: Date }>(
      `select user_id, max(started_at) as at from calls where user_id = any($1::uuid[]) group by user_id`,
      [userIds],
    );
    return new Map(rows.map((row) => [row.user_id, row.at]));
  }
}
