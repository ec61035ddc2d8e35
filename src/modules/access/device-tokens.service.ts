import { Injectable } from '@nestjs/common';
import { DeviceTokens } from '../../platform/auth/device-tokens.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { DEVICE_PREFIX, digestOf, newSecret } from './secrets.js';

/** A phone signs in once and must still ring a year later: the token lives until it is revoked. */
@Injectable()
export class DeviceTokensService extends DeviceTokens {
  constructor(private readonly transaction: Transaction) {
    super();
  }

  async issue(
    { userId, deviceId }: { readonly userId: string; readonly deviceId: string },
    now: Date,
  ): Promise<string> {
    const token = newSecret(DEVICE_PREFIX);
    await this.transaction.query(
      `insert into device_tokens (id, device_id, user_id, token_hash, created_at) values ($1, $2, $3, $4, $5)`,
      [newId(), deviceId, userId, digestOf(token), now],
    );
    return token;
  }

  async revoke(deviceId: string, now: Date): Promise<void> {
    await this.transaction.query(
      `update device_tokens set revoked_at = $2 where device_id = $1 and revoked_at is null`,
      [deviceId, now],
    );
  }
}
