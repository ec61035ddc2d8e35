import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authenticator } from '../../platform/auth/auth.guard.js';
import { Forbidden } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { OneTimeSecrets } from '../../platform/auth/one-time-secrets.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { PeopleQueries } from '../people/index.js';
import { DeviceCodeInvalid, DeviceCodeUnknown } from './devices.errors.js';
import type * as dto from './devices.dto.js';
import { DevicesService } from './devices.service.js';

const LIVES_MS = 2 * 60_000;
const PREFIX = 'barry_q_';
const digestOf = (code: string): Buffer => createHash('sha256').update(code).digest();

interface Row {
  readonly id: string;
  readonly expires_at: Date;
  readonly used_at: Date | null;
  readonly revoked_at: Date | null;
  readonly device_id: string | null;
}
interface Used {
  readonly id: string;
  readonly user_id: string;
  readonly made_by_kind: Caller['kind'];
  readonly made_by_id: string;
}

/** Somebody who is signed in lets a device in by showing it a code: nothing is typed on it. */
@Injectable()
export class DeviceCodesService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly audit: AuditTrail,
    private readonly authenticator: Authenticator,
    private readonly secrets: OneTimeSecrets,
    private readonly people: PeopleQueries,
    private readonly devices: DevicesService,
  ) {}

  async create(caller: Caller): Promise<z.output<typeof dto.DeviceCode>> {
    const { userId, credentialId, kind } = caller;
    // What leaks from a script must not become a phone that rings in somebody's place.
    if (userId === undefined || credentialId === undefined || kind === 'token')
      throw new Forbidden('A device is let in by somebody who has signed in, not by a token');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + LIVES_MS);
    const code = PREFIX + randomBytes(32).toString('base64url');
    const deviceCodeId = newId();
    await this.transaction.query(
      `insert into device_codes (id, user_id, code_hash, made_by_kind, made_by_id, made_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [deviceCodeId, userId, digestOf(code), kind, credentialId, now, expiresAt],
    );
    const after = { expiresAt: expiresAt.toISOString() };
    this.audit.note({ targetId: deviceCodeId, targetName: caller.name, after });
    return { deviceCodeId, url: this.addressOf(code), expiresAt: expiresAt.toISOString() };
  }

  async get(deviceCodeId: string, caller: Caller): Promise<z.output<typeof dto.DeviceCodeStatus>> {
    const now = this.clock.now();
    const row = await this.row(deviceCodeId, caller);
    const device = row.device_id === null ? undefined : await this.devices.find(row.device_id, now);
    return { status: statusOf(row, now), ...(device ? { device } : {}) };
  }

  /** The screen that showed it was closed. */
  async revoke(deviceCodeId: string, caller: Caller): Promise<Record<string, never>> {
    const now = this.clock.now();
    const row = await this.row(deviceCodeId, caller);
    const revoked = await this.transaction.query(
      `update device_codes set revoked_at = $2 where id = $1 and used_at is null and revoked_at is null returning id`,
      [deviceCodeId, now],
    );
    const before = { status: statusOf(row, now) };
    const after = revoked.length === 0 ? before : { status: 'over' };
    this.audit.note({ targetId: deviceCodeId, targetName: caller.name, before, after });
    return {};
  }

  /** @throws DeviceCodeInvalid, TooManyTries */
  use(
    { code, ...given }: z.output<typeof dto.UseDeviceCodeInput>,
    from: Caller,
  ): Promise<z.output<typeof dto.LetInDevice>> {
    const digest = digestOf(code);
    return this.secrets.tried('device code', digest, from, () =>
      this.transaction.run(() => this.letIn(digest, given, from)),
    );
  }

  private async letIn(
    digest: Buffer,
    given: z.output<typeof dto.EnrolDeviceInput>,
    from: Caller,
  ): Promise<z.output<typeof dto.LetInDevice>> {
    const [used] = await this.transaction.query<Used>(
      `update device_codes set used_at = $2
       where code_hash = $1 and used_at is null and revoked_at is null and expires_at > $2
       returning id, user_id, made_by_kind, made_by_id`,
      [digest, this.clock.now()],
    );
    const by = used && (await this.standing(used, from));
    if (!used || !by)
      throw new DeviceCodeInvalid('This code is not valid, or not any more: show another one');
    const enrolled = await this.devices.enrol(given, by);
    await this.transaction.query(`update device_codes set device_id = $2 where id = $1`, [
      used.id,
      enrolled.device.deviceId,
    ]);
    const user = await this.people.user(used.user_id);
    this.audit.note({ actor: { userId: user.userId, name: user.name } });
    return { ...enrolled, user };
  }

  /** Whoever showed the code, as they are now: who has signed out meanwhile lets nobody in. */
  private async standing(
    { made_by_kind: kind, made_by_id: id }: Used,
    from: Caller,
  ): Promise<Caller | undefined> {
    const standing = await this.authenticator.standing([{ ...from, kind, credentialId: id }]);
    return standing.get(id);
  }

  private async row(deviceCodeId: string, caller: Caller): Promise<Row> {
    const [row] = await this.transaction.query<Row>(
      `select id, expires_at, used_at, revoked_at, device_id from device_codes where id = $1 and user_id = $2`,
      [deviceCodeId, caller.userId ?? null],
    );
    if (!row) throw new DeviceCodeUnknown('There is no such code', { deviceCodeId });
    return row;
  }

  /** Opened by a camera it leads to the app; behind the # it is sent to no server. All names, because names fail. */
  private addressOf(code: string): string {
    const said = new URLSearchParams([
      ['code', code],
      ...this.config.publicUrls.map((url) => ['server', url] as [string, string]),
    ]);
    return `${this.config.publicUrl}/app/sign-in#${said.toString()}`;
  }
}

function statusOf(row: Row, now: Date): 'used' | 'over' | 'waiting' {
  if (row.device_id !== null) return 'used';
  return row.revoked_at !== null || row.used_at !== null || row.expires_at <= now ? 'over' : 'waiting';
}
