import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import type { UserView } from '../people/index.js';
import type * as dto from './service-accounts.dto.js';
import { serviceAccounts } from './service-accounts.operations.js';
import { ServiceAccountsService } from './service-accounts.service.js';

@Controller()
export class ServiceAccountsController {
  constructor(private readonly accounts: ServiceAccountsService) {}

  @Operate(serviceAccounts.ListServiceAccounts)
  listServiceAccounts(
    @Input() input: z.output<typeof dto.ListServiceAccountsInput>,
  ): Promise<z.output<typeof dto.ServiceAccountPage>> {
    return this.accounts.list(input);
  }

  @Operate(serviceAccounts.CreateServiceAccount)
  createServiceAccount(
    @Input() input: z.output<typeof dto.CreateServiceAccountInput>,
    @TheCaller() caller: Caller,
  ): Promise<UserView> {
    return this.accounts.create(input, caller);
  }

  @Operate(serviceAccounts.UpdateServiceAccount)
  updateServiceAccount(
    @Input() input: z.output<typeof dto.UpdateServiceAccountInput>,
    @TheCaller() caller: Caller,
  ): Promise<UserView> {
    return this.accounts.update(input, caller);
  }
}
