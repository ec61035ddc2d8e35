import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import type * as dto from './policies.dto.js';
import { policies } from './policies.operations.js';
import { PoliciesService } from './policies.service.js';
import { PreviewService } from './preview.service.js';

@Controller()
export class PoliciesController {
  constructor(
    private readonly service: PoliciesService,
    private readonly preview: PreviewService,
  ) {}

  @Operate(policies.ListPolicies)
  listPolicies(
    @Input() input: z.output<typeof dto.ListPoliciesInput>,
  ): Promise<z.output<typeof dto.PolicyList>> {
    return this.service.list(input);
  }

  @Operate(policies.GetPolicy)
  getPolicy(@Input() input: z.output<typeof dto.PolicyRef>): Promise<dto.PolicyView> {
    return this.service.get(input.policyId);
  }

  @Operate(policies.CreatePolicy)
  createPolicy(
    @Input() input: z.output<typeof dto.CreatePolicyInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.PolicyView> {
    return this.service.create(input, caller);
  }

  @Operate(policies.UpdatePolicy)
  updatePolicy(
    @Input() input: z.output<typeof dto.UpdatePolicyInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.PolicyView> {
    return this.service.update(input, caller);
  }

  @Operate(policies.DeletePolicy)
  deletePolicy(
    @Input() input: z.output<typeof dto.PolicyRef>,
    @TheCaller() caller: Caller,
  ): Promise<Record<string, never>> {
    return this.service.delete(input.policyId, caller);
  }

  @Operate(policies.PreviewRinging)
  previewRinging(
    @Input() input: z.output<typeof dto.PreviewInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.Preview>> {
    return this.preview.of(input, caller);
  }
}
