import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Input, Operate } from '../../platform/wire/operation.js';
import type * as access from './access.dto.js';
import { OidcAdmin } from './oidc.admin.service.js';
import type * as dto from './oidc.dto.js';
import { singleSignOn } from './oidc.operations.js';

@Controller()
export class OidcController {
  constructor(private readonly admin: OidcAdmin) {}

  @Operate(singleSignOn.GetSingleSignOn)
  get(): Promise<z.output<typeof dto.SingleSignOn>> {
    return this.admin.get();
  }

  @Operate(singleSignOn.TryClaims)
  tryClaims(
    @Input() input: z.output<typeof dto.TryClaimsInput>,
  ): Promise<z.output<typeof dto.ClaimsVerdict>> {
    return this.admin.tryClaims(input);
  }

  @Operate(singleSignOn.GetUserOrigin)
  origin(@Input() input: z.output<typeof access.UserRef>): Promise<z.output<typeof dto.UserOrigin>> {
    return this.admin.originOf(input.userId);
  }
}
