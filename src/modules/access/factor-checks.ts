import { Injectable } from '@nestjs/common';
import { SecretBox } from '../../platform/auth/secret-box.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Letters } from '../notifications/index.js';
import { PeopleQueries, type UserView } from '../people/index.js';
import { SecondFactorMissing, SecondFactorWrong, TooManyTries } from './access.errors.js';
import { TELLING, typedCode, waitAfterMs } from './second-factor.rules.js';
import { digestOf } from './secrets.js';
import { stepOf } from './totp.rules.js';

interface Row {
  readonly sealed_secret: string;
  readonly wait_until: Date | null;
}

/** What the secret was sealed for: it cannot be opened as another's. */
export const factorContext = (userId: string): string => `second factor ${userId}`;

/** Whether a code is right, once. What decides stands in the database, for all replicas. */
@Injectable()
export class FactorChecks {
  private readonly checking = new Set<string>();

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly box: SecretBox,
    private readonly people: PeopleQueries,
    private readonly letters: Letters,
  ) {}

  async isSet(userId: string | undefined): Promise<boolean> {
    const rows = await this.transaction.query(
      `select user_id from second_factors where user_id = $1 and confirmed_at is not null`,
      [userId ?? null],
    );
    return rows.length > 0;
  }

  /** By what it was right. @throws SecondFactorWrong, TooManyTries, SecondFactorMissing */
  check(user: UserView, typed: string): Promise<'code' | 'recovery-code'> {
    const given = typedCode(typed);
    return this.transaction.run(async () => {
      const now = this.clock.now();
      const guess = await this.oneAtATime(user.userId);
      const [row] = await this.transaction.query<Row>(
        `select sealed_secret, wait_until from second_factors
         where user_id = $1 and confirmed_at is not null for update`,
        [user.userId],
      );
      if (!row) throw new SecondFactorMissing('There is no second factor', { userId: user.userId });
      if (given.kind === 'recovery' && (await this.takeRecoveryCode(user, given.code, now)))
        return 'recovery-code';
      if (given.kind === 'code') {
        const waitMs = (row.wait_until?.getTime() ?? 0) - now.getTime();
        if (waitMs > 0)
          throw new TooManyTries('Too many wrong codes; wait, or use a recovery code', {
            retryAfterSeconds: Math.ceil(waitMs / 1000),
          });
        const secret = Buffer.from(this.box.open(row.sealed_secret, factorContext(user.userId)), 'base64url');
        const step = stepOf(secret, given.code, now);
        if (step !== undefined && (await this.takeStep(user.userId, step))) return 'code';
        guess.isWrong = true;
      }
      throw new SecondFactorWrong(user.userId);
    });
  }

  /** A code is good once: of those who bring the same, the database lets one through. */
  async takeStep(userId: string, step: number): Promise<boolean> {
    const taken = await this.transaction.query(
      `update second_factors set last_step = $2, wrong_in_row = 0, wait_until = null
       where user_id = $1 and (last_step is null or last_step < $2) returning user_id`,
      [userId, step],
    );
    return taken.length > 0;
  }

  private async takeRecoveryCode(user: UserView, code: string, now: Date): Promise<boolean> {
    const taken = await this.transaction.query(
      `update recovery_codes set used_at = $3 where user_id = $1 and code_hash = $2 and used_at is null
       returning user_id`,
      [user.userId, digestOf(code), now],
    );
    if (taken.length > 0)
      await this.letters.send({ about: 'recovery-code-used', to: user, link: this.profile }, now);
    return taken.length > 0;
  }

  /** A wrong one is counted once its request has failed: until then nobody may guess again. */
  private async oneAtATime(userId: string): Promise<{ isWrong: boolean }> {
    if (this.checking.has(userId)) throw new TooManyTries('One code at a time', { retryAfterSeconds: 1 });
    this.checking.add(userId);
    const guess = { isWrong: false };
    this.transaction.afterCommit(() => this.checking.delete(userId));
    await this.transaction.afterRollback(async () => {
      try {
        if (guess.isWrong) await this.countWrong(userId);
      } finally {
        this.checking.delete(userId);
      }
    });
    return guess;
  }

  private async countWrong(userId: string): Promise<void> {
    const now = this.clock.now();
    await this.transaction.run(async () => {
      const [row] = await this.transaction.query<{ wrong_in_row: number }>(
        `update second_factors set wrong_in_row = wrong_in_row + 1 where user_id = $1 returning wrong_in_row`,
        [userId],
      );
      const wrong = row?.wrong_in_row ?? 0;
      const waitMs = waitAfterMs(wrong);
      if (waitMs > 0)
        await this.transaction.query(`update second_factors set wait_until = $2 where user_id = $1`, [
          userId,
          new Date(now.getTime() + waitMs),
        ]);
      if (wrong < TELLING) return;
      const day = now.toISOString().slice(0, 10);
      const to = await this.people.user(userId);
      await this.letters.send({ about: 'codes-tried', to, link: this.profile, key: `${userId}/${day}` }, now);
    });
  }

  private get profile(): string {
    return `${this.config.publicUrl}/settings/profile`;
  }
}
