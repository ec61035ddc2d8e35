import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import type { Caller, OrgRoleName } from '../../platform/auth/caller.js';
import { Transaction } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import type * as dto from './access.dto.js';
import { SecondFactorFirst } from './access.errors.js';
import { FactorChecks } from './factor-checks.js';
import { type FactorRule, isFactorRequired } from './second-factor.rules.js';

type SignInRules = z.output<typeof dto.SignInRules>;

/** Asked at sign-in and nowhere else: whoever is in stays in, and no device is ever asked. */
@Injectable()
export class SignInRulesService {
  constructor(
    private readonly transaction: Transaction,
    private readonly audit: AuditTrail,
    private readonly checks: FactorChecks,
  ) {}

  async get(): Promise<SignInRules> {
    const [row] = await this.transaction.query<{ second_factor: FactorRule; version: number }>(
      `select second_factor, version from sign_in_rules`,
    );
    if (!row) throw new Error('The rules of signing in have no row; their migration makes it');
    return { secondFactor: row.second_factor, version: row.version };
  }

  async isFactorRequired(role: OrgRoleName): Promise<boolean> {
    return isFactorRequired((await this.get()).secondFactor, role);
  }

  /** @throws SecondFactorFirst, ChangedMeanwhile */
  update(input: z.output<typeof dto.UpdateSignInRulesInput>, caller: Caller): Promise<SignInRules> {
    return this.transaction.run(async () => {
      await this.transaction.query(`select version from sign_in_rules for update`);
      const before = await this.get();
      ChangedMeanwhile.unlessSame(input.version, before.version);
      if (input.secondFactor !== 'nobody' && !(await this.checks.isSet(caller.userId)))
        throw new SecondFactorFirst('Set up your own second factor first: then it is known to work here');
      await this.transaction.query(`update sign_in_rules set second_factor = $1, version = version + 1`, [
        input.secondFactor,
      ]);
      const after = await this.get();
      this.audit.note({ targetName: 'sign-in rules', before, after });
      return after;
    });
  }
}
