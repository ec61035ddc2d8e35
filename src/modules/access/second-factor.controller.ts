import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import type * as dto from './access.dto.js';
import { access } from './access.operations.js';
import { SecondFactorService } from './second-factor.service.js';
import { SignInRulesService } from './sign-in-rules.service.js';

type Nothing = Record<string, never>;

@Controller()
export class SecondFactorController {
  constructor(
    private readonly factors: SecondFactorService,
    private readonly rules: SignInRulesService,
  ) {}

  @Operate(access.GetSecondFactor)
  get(@TheCaller() caller: Caller): Promise<z.output<typeof dto.SecondFactor>> {
    return this.factors.get(caller);
  }

  @Operate(access.StartSecondFactor)
  start(@TheCaller() caller: Caller): Promise<z.output<typeof dto.FactorSecret>> {
    return this.factors.start(caller);
  }

  @Operate(access.ConfirmSecondFactor)
  confirm(
    @Input() input: z.output<typeof dto.CodeInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.RecoveryCodes>> {
    return this.factors.confirm(input, caller);
  }

  @Operate(access.RemoveSecondFactor)
  remove(@Input() input: z.output<typeof dto.CodeInput>, @TheCaller() caller: Caller): Promise<Nothing> {
    return this.factors.remove(input, caller);
  }

  @Operate(access.RenewRecoveryCodes)
  renewCodes(
    @Input() input: z.output<typeof dto.CodeInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.RecoveryCodes>> {
    return this.factors.renewCodes(input, caller);
  }

  @Operate(access.ListFactorOwners)
  owners(): Promise<z.output<typeof dto.FactorOwners>> {
    return this.factors.owners();
  }

  @Operate(access.TakeSecondFactor)
  take(@Input() input: z.output<typeof dto.UserRef>, @TheCaller() caller: Caller): Promise<Nothing> {
    return this.factors.take(input.userId, caller);
  }

  @Operate(access.GetSignInRules)
  getRules(): Promise<z.output<typeof dto.SignInRules>> {
    return this.rules.get();
  }

  @Operate(access.UpdateSignInRules)
  updateRules(
    @Input() input: z.output<typeof dto.UpdateSignInRulesInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.SignInRules>> {
    return this.rules.update(input, caller);
  }
}
