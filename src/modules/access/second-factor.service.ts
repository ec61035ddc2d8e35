import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import type { Caller } from '../../platform/auth/caller.js';
import { SecretBox } from '../../platform/auth/secret-box.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Letters } from '../notifications/index.js';
import { PeopleQueries, type UserView } from '../people/index.js';
import type * as dto from './access.dto.js';
import { SecondFactorMissing, SecondFactorOwn, SecondFactorSet, SecondFactorWrong } from './access.errors.js';
import { FactorChecks, factorContext } from './factor-checks.js';
import {
  type FactorRule,
  isFactorRequired,
  RECOVERY_BYTES,
  RECOVERY_CODES,
  recoveryCodeOf,
  typedCode,
} from './second-factor.rules.js';
import { digestOf } from './secrets.js';
import { signedInUser } from './sessions.service.js';
import { base32, factorAddress, minutesOff, stepOf } from './totp.rules.js';

/** As long as the digest that makes the codes, as RFC 4226 advises. */
const SECRET_BYTES = 20;

type Nothing = Record<string, never>;
type Codes = z.output<typeof dto.RecoveryCodes>;

/** A second factor from its first scan to its end. */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly box: SecretBox,
    private readonly audit: AuditTrail,
    private readonly people: PeopleQueries,
    private readonly checks: FactorChecks,
    private readonly letters: Letters,
  ) {}

  async get(caller: Caller): Promise<z.output<typeof dto.SecondFactor>> {
    const [row] = await this.transaction.query<{
      confirmed_at: Date | null;
      codes_left: number;
      rule: FactorRule;
    }>(
      `select r.second_factor as rule, f.confirmed_at,
         (select count(*)::int from recovery_codes c where c.user_id = f.user_id and c.used_at is null) as codes_left
       from sign_in_rules r left join second_factors f on f.user_id = $1`,
      [caller.userId ?? null],
    );
    const since = row?.confirmed_at ?? undefined;
    return {
      enabled: since !== undefined,
      ...(since === undefined ? {} : { since: since.toISOString() }),
      recoveryCodesLeft: since === undefined ? 0 : (row?.codes_left ?? 0),
      required: isFactorRequired(row?.rule ?? 'nobody', caller.orgRole ?? 'read-only'),
    };
  }

  /** @throws SecondFactorSet */
  async start(caller: Caller): Promise<z.output<typeof dto.FactorSecret>> {
    return this.begin(await this.people.user(signedInUser(caller)));
  }

  /** A newer one takes the place of one that was never proved. @throws SecondFactorSet */
  async begin(user: UserView): Promise<z.output<typeof dto.FactorSecret>> {
    const secret = randomBytes(SECRET_BYTES);
    const sealed = this.box.seal(secret.toString('base64url'), factorContext(user.userId));
    const begun = await this.transaction.query(
      `insert into second_factors (user_id, sealed_secret, made_at) values ($1, $2, $3)
       on conflict (user_id) do update set sealed_secret = excluded.sealed_secret, made_at = excluded.made_at
       where second_factors.confirmed_at is null returning user_id`,
      [user.userId, sealed, this.clock.now()],
    );
    if (begun.length === 0)
      throw new SecondFactorSet('There is a second factor already', { userId: user.userId });
    this.note(user, { secondFactor: 'none' }, { secondFactor: 'waits for its first code' });
    const { name } = await this.people.organisation();
    const issuer = name === 'Barry' ? name : `Barry (${name})`;
    return { secret: base32(secret), address: factorAddress(secret, user.email, issuer) };
  }

  async confirm(input: z.output<typeof dto.CodeInput>, caller: Caller): Promise<Codes> {
    return this.prove(await this.people.user(signedInUser(caller)), input.code);
  }

  /** From here on sign-ins ask for a code. @throws SecondFactorWrong, SecondFactorMissing, SecondFactorSet */
  prove(user: UserView, typed: string): Promise<Codes> {
    const now = this.clock.now();
    return this.transaction.run(async () => {
      const [row] = await this.transaction.query<{ sealed_secret: string; confirmed_at: Date | null }>(
        `select sealed_secret, confirmed_at from second_factors where user_id = $1 for update`,
        [user.userId],
      );
      if (!row) throw new SecondFactorMissing('Begin with a new secret', { userId: user.userId });
      if (row.confirmed_at)
        throw new SecondFactorSet('There is a second factor already', { userId: user.userId });
      const secret = Buffer.from(this.box.open(row.sealed_secret, factorContext(user.userId)), 'base64url');
      const given = typedCode(typed);
      const code = given.kind === 'code' ? given.code : '';
      const step = stepOf(secret, code, now);
      if (step === undefined) {
        // Only here, where the secret is in the hands of who asks: a clock that is wrong is why most of these fail.
        const off = minutesOff(secret, code, now);
        throw new SecondFactorWrong(user.userId, off === undefined ? {} : { minutesOff: off });
      }
      await this.transaction.query(`update second_factors set confirmed_at = $2 where user_id = $1`, [
        user.userId,
        now,
      ]);
      await this.checks.takeStep(user.userId, step);
      const recoveryCodes = await this.newCodes(user.userId, now);
      this.note(user, { secondFactor: 'waits for its first code' }, { secondFactor: 'asked for' });
      await this.letters.send({ about: 'second-factor-on', to: user, link: this.profile }, now);
      return { recoveryCodes };
    });
  }

  /** @throws SecondFactorWrong, SecondFactorMissing, TooManyTries */
  async remove(input: z.output<typeof dto.CodeInput>, caller: Caller): Promise<Nothing> {
    const user = await this.people.user(signedInUser(caller));
    await this.checks.check(user, input.code);
    await this.end(user);
    await this.letters.send({ about: 'second-factor-off', to: user, link: this.profile }, this.clock.now());
    return {};
  }

  /** @throws SecondFactorWrong, SecondFactorMissing, TooManyTries */
  async renewCodes(input: z.output<typeof dto.CodeInput>, caller: Caller): Promise<Codes> {
    const user = await this.people.user(signedInUser(caller));
    await this.checks.check(user, input.code);
    const before = { recoveryCodesLeft: await this.codesLeft(user.userId) };
    const recoveryCodes = await this.newCodes(user.userId, this.clock.now());
    // The old ones are void: where as many are left as before, they are others.
    this.note(user, before, { recoveryCodesLeft: recoveryCodes.length, renewed: true });
    return { recoveryCodes };
  }

  async owners(): Promise<z.output<typeof dto.FactorOwners>> {
    const rows = await this.transaction.query<{ user_id: string; confirmed_at: Date }>(
      `select user_id, confirmed_at from second_factors where confirmed_at is not null order by user_id`,
    );
    return { owners: rows.map((row) => ({ userId: row.user_id, since: row.confirmed_at.toISOString() })) };
  }

  /** For whoever has lost phone and codes. @throws SecondFactorOwn, SecondFactorMissing */
  async take(userId: string, caller: Caller): Promise<Nothing> {
    if (userId === caller.userId)
      throw new SecondFactorOwn('Your own is removed with a code of it, or by another admin', { userId });
    const user = await this.people.user(userId);
    await this.end(user);
    await this.letters.send({ about: 'second-factor-taken', to: user, link: this.profile }, this.clock.now());
    return {};
  }

  private async end(user: UserView): Promise<void> {
    await this.transaction.query(`delete from recovery_codes where user_id = $1`, [user.userId]);
    const ended = await this.transaction.query(
      `delete from second_factors where user_id = $1 and confirmed_at is not null returning user_id`,
      [user.userId],
    );
    if (ended.length === 0)
      throw new SecondFactorMissing('There is no second factor', { userId: user.userId });
    this.note(user, { secondFactor: 'asked for' }, { secondFactor: 'none' });
  }

  private async newCodes(userId: string, now: Date): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCodeOf(randomBytes(RECOVERY_BYTES)));
    await this.transaction.query(`delete from recovery_codes where user_id = $1`, [userId]);
    await this.transaction.query(
      `insert into recovery_codes (user_id, code_hash, made_at)
       select $1, code_hash, $3 from unnest($2::bytea[]) as codes (code_hash)`,
      [userId, codes.map(digestOf), now],
    );
    return codes;
  }

  private async codesLeft(userId: string): Promise<number> {
    const [row] = await this.transaction.query<{ left: number }>(
      `select count(*)::integer as left from recovery_codes where user_id = $1 and used_at is null`,
      [userId],
    );
    return row?.left ?? 0;
  }

  private note({ userId, name }: UserView, before: object, after: object): void {
    this.audit.note({ targetId: userId, targetName: name, before, after });
  }

  private get profile(): string {
    return `${this.config.publicUrl}/settings/profile`;
  }
}
