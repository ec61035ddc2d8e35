import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import { AddressesService } from '../devices/index.js';
import { NotifierInstances, Routes } from '../notifications/index.js';
import { Reachability } from '../policies/index.js';
import { DeviceDirectory } from './device-directory.js';
import { PhoneCalls } from './phone-calls.js';

/** Somebody can be reached whose device has an open stream or a live address, or whose telephone can be called. */
@Injectable()
export class ReachService extends Reachability {
  constructor(
    private readonly addresses: AddressesService,
    private readonly instances: NotifierInstances,
    private readonly phones: PhoneCalls,
    private readonly transaction: Transaction,
    private readonly routes: Routes,
  ) {
    super();
  }

  reachable(userIds: readonly string[], now: Date): Promise<ReadonlySet<string>> {
    return this.reachableBy(userIds, new DeviceDirectory(this.addresses, this.phones, this.routes, now));
  }

  async reachableBy(userIds: readonly string[], directory: DeviceDirectory): Promise<ReadonlySet<string>> {
    const ringing = (await directory.devicesOf(userIds)).filter((device) => this.instances.canRing(device));
    const reachable = new Set(ringing.map(({ userId }) => userId));
    for (const userId of userIds) if (await directory.numberOf(userId)) reachable.add(userId);
    return reachable;
  }

  override async lastCalledAt(userIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const rows = await this.transaction.query<{ user_id: string; at: Date }>(
      `select c.user_id, max(c.started_at) as at from calls c join escalations e on e.id = c.escalation_id
       where c.user_id = any($1::uuid[]) and e.kind <> 'test' group by c.user_id`,
      [userIds],
    );
    return new Map(rows.map((row) => [row.user_id, row.at]));
  }
}
