import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Passwords } from '../people/index.js';
import { type Cost, hashPassword, PASSWORD_COST, passwordMatches } from './password-hash.js';

@Injectable()
export class PasswordsService extends Passwords {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    @Inject(PASSWORD_COST) private readonly cost: Cost,
  ) {
    super();
  }

  async set(userId: string, password: string): Promise<void> {
    const now = this.clock.now();
    await this.transaction.query(
      `insert into local_accounts (user_id, password_hash, changed_at) values ($1, $2, $3)
       on conflict (user_id) do update set password_hash = excluded.password_hash, changed_at = excluded.changed_at`,
      [userId, await hashPassword(password, this.cost), now],
    );
    await this.endLinks(userId, now);
  }

  /** Whatever link was made for the one of before is over. */
  private async endLinks(userId: string, now: Date): Promise<void> {
    await this.transaction.query(
      `update password_links set used_at = $2 where user_id = $1 and used_at is null`,
      [userId, now],
    );
  }

  async isSet(userId: string): Promise<boolean> {
    const rows = await this.transaction.query(`select user_id from local_accounts where user_id = $1`, [
      userId,
    ]);
    return rows.length > 0;
  }

  /** As slow for an account that does not exist. */
  async matches(userId: string | undefined, password: string): Promise<boolean> {
    const [row] = await this.transaction.query<{ password_hash: string }>(
      `select password_hash from local_accounts where user_id = $1`,
      [userId ?? null],
    );
    return passwordMatches(password, row?.password_hash, this.cost);
  }
}
