import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority, Forbidden } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { DeviceTokens } from '../../platform/auth/device-tokens.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import type { ProofView } from '../../platform/wire/proof.js';
import { NotifierDirectory, STREAM_NOTIFIER } from '../../platform/plugin-host/notifier-directory.js';
import { PeopleQueries, RingProofs } from '../people/index.js';
import { AddressesService, type Registration } from './addresses.service.js';
import type * as dto from './devices.dto.js';
import { DeviceUnknown } from './devices.errors.js';
import { connectedSince, DEVICE_COLUMNS, type DeviceRow, deviceViewOf } from './devices.rows.js';

@Injectable()
export class DevicesService {
  private directory: NotifierDirectory | undefined;

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly people: PeopleQueries,
    private readonly tokens: DeviceTokens,
    private readonly addresses: AddressesService,
    private readonly modules: ModuleRef,
  ) {}

  async enrol(
    input: z.output<typeof dto.EnrolDeviceInput>,
    caller: Caller,
  ): Promise<z.output<typeof dto.EnrolledDevice>> {
    const now = this.clock.now();
    const userId = ownerOf(caller);
    await this.people.requirePeople([userId]);
    const registrations = this.checked(input.addresses);
    return this.transaction.run(async () => {
      const deviceId = newId();
      await this.transaction.query(
        `insert into devices (id, user_id, name, platform, variant, last_seen_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $6)`,
        [deviceId, userId, input.name, input.platform, input.variant, now],
      );
      await this.addresses.register(deviceId, registrations, now);
      const deviceToken = await this.tokens.issue({ userId, deviceId }, now);
      const device = await this.get(deviceId, now);
      this.audit.note({ targetId: deviceId, targetName: device.name, after: device });
      await this.events.append([{ kind: 'device.enrolled', at: now, userId, deviceId }]);
      const notifiers = this.notifiers()
        .instances()
        .map(({ name, plugin, publicInfo }) => ({ notifier: name, plugin, info: { ...publicInfo } }));
      return { device, deviceToken, notifiers };
    });
  }

  async list(
    input: z.output<typeof dto.ListDevicesInput>,
    caller: Caller,
  ): Promise<z.output<typeof dto.DeviceList>> {
    const now = this.clock.now();
    const userId = input.userId ?? ownerOf(caller);
    await this.people.user(userId);
    const rows = await this.transaction.query<DeviceRow>(
      `select ${DEVICE_COLUMNS} from devices where user_id = $2 and removed_at is null
       order by devices.created_at, devices.id`,
      [connectedSince(now), userId],
    );
    const proofs = await this.modules.get<RingProofs>(RingProofs, { strict: false }).ofDevices(
      rows.map(({ id }) => id),
      now,
    );
    return { devices: rows.map((row) => ({ ...deviceViewOf(row), ...proofIn(proofs, row.id) })) };
  }

  async update(input: z.output<typeof dto.UpdateDeviceInput>, caller: Caller): Promise<dto.DeviceView> {
    const now = this.clock.now();
    const registrations = input.addresses && this.checked(input.addresses);
    return this.transaction.run(async () => {
      const before = await this.lock(input.deviceId, now);
      if (before.userId !== caller.userId) throw new Forbidden('This device is somebody else’s');
      await this.transaction.query(
        `update devices set name = $2, trusted = $3, checks = $4, last_seen_at = $5 where id = $1`,
        [
          before.deviceId,
          input.name ?? before.name,
          input.trusted ?? before.trusted,
          JSON.stringify(input.checks ?? before.checks),
          now,
        ],
      );
      if (registrations) await this.addresses.register(before.deviceId, registrations, now);
      const after = await this.get(before.deviceId, now);
      this.audit.note({ targetId: after.deviceId, targetName: after.name, before, after });
      await this.events.append([
        { kind: 'device.updated', at: now, userId: after.userId, deviceId: after.deviceId },
      ]);
      return after;
    });
  }

  /** One's own; an admin may remove the phone of somebody who has left. */
  async remove(deviceId: string, caller: Caller): Promise<Record<string, never>> {
    const now = this.clock.now();
    return this.transaction.run(async () => {
      const before = await this.lock(deviceId, now);
      if (before.userId !== caller.userId) this.authority.require(caller, 'users.manage');
      await this.transaction.query(`update devices set removed_at = $2 where id = $1`, [deviceId, now]);
      await this.transaction.query(
        `update device_addresses set gone_at = $2 where device_id = $1 and gone_at is null`,
        [deviceId, now],
      );
      await this.tokens.revoke(deviceId, now);
      this.audit.note({ targetId: deviceId, targetName: before.name, before });
      await this.events.append([{ kind: 'device.removed', at: now, userId: before.userId, deviceId }]);
      return {};
    });
  }

  /** Of somebody who may not come in any more. Joins the transaction that runs. */
  async removeAllOf(userId: string, now: Date): Promise<void> {
    const rows = await this.transaction.query<{ id: string }>(
      `update devices set removed_at = $2 where user_id = $1 and removed_at is null returning id`,
      [userId, now],
    );
    const ids = rows.map(({ id }) => id);
    await this.transaction.query(
      `update device_addresses set gone_at = $2 where device_id = any($1::uuid[]) and gone_at is null`,
      [ids, now],
    );
    for (const deviceId of ids) await this.tokens.revoke(deviceId, now);
    await this.events.append(ids.map((deviceId) => ({ kind: 'device.removed', at: now, userId, deviceId })));
  }

  /** Undefined: it was removed. */
  async find(deviceId: string, now: Date): Promise<dto.DeviceView | undefined> {
    const [row] = await this.transaction.query<DeviceRow>(
      `select ${DEVICE_COLUMNS} from devices where id = $2 and removed_at is null`,
      [connectedSince(now), deviceId],
    );
    return row && deviceViewOf(row);
  }

  private async get(deviceId: string, now: Date): Promise<dto.DeviceView> {
    const device = await this.find(deviceId, now);
    if (!device) throw new DeviceUnknown('There is no such device', { deviceId });
    return device;
  }

  private async lock(deviceId: string, now: Date): Promise<dto.DeviceView> {
    await this.transaction.query(`select id from devices where id = $1 for update`, [deviceId]);
    return this.get(deviceId, now);
  }

  /** @throws InvalidInput for a notifier that is not there, or a target that it refuses */
  private checked(given: z.output<typeof dto.EnrolDeviceInput>['addresses']): readonly Registration[] {
    return given.map(({ notifier, target }) => ({
      notifier,
      target: notifier === STREAM_NOTIFIER ? {} : this.notifiers().parseTarget(notifier, target),
    }));
  }

  /** Bound by `notifications`, which stands above this module: looked up when first needed. */
  private notifiers(): NotifierDirectory {
    return (this.directory ??= this.modules.get<NotifierDirectory>(NotifierDirectory, { strict: false }));
  }
}

function ownerOf(caller: Caller): string {
  if (caller.userId === undefined) throw new Forbidden('Only people have devices');
  return caller.userId;
}

function proofIn(proofs: ReadonlyMap<string, ProofView>, deviceId: string): { readonly proof?: ProofView } {
  const proof = proofs.get(deviceId);
  return proof ? { proof } : {};
}
