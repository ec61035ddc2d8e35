import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/auth/caller.js';
import { OneTimeSecrets } from '../../platform/auth/one-time-secrets.js';
import { FailedSignIns } from './failed-sign-ins.service.js';
import { SignInLimits } from './sign-in-limits.js';

@Injectable()
export class OneTimeSecretsService extends OneTimeSecrets {
  constructor(
    private readonly limits: SignInLimits,
    private readonly failures: FailedSignIns,
  ) {
    super();
  }

  /** Each of its own account, so that guesses of strangers keep no owner out. */
  tried<T>(what: string, digest: Buffer, from: Caller, attempt: () => Promise<T>): Promise<T> {
    return this.failures.noted(what, from, () =>
      this.limits.try(`${what} ${digest.toString('base64url')}`, from.address, attempt),
    );
  }
}
