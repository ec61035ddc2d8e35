import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import type * as dto from './explanation.dto.js';
import { explanations } from './explanation.operations.js';
import { ExplanationService } from './explanation.service.js';

@Controller()
export class ExplanationController {
  constructor(private readonly explanation: ExplanationService) {}

  @Operate(explanations.ExplainEscalation)
  explainEscalation(
    @Input() input: z.output<typeof dto.ExplainEscalationInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.ExplanationView> {
    return this.explanation.ofEscalation(input, caller);
  }

  @Operate(explanations.ExplainAlert)
  explainAlert(
    @Input() input: z.output<typeof dto.ExplainAlertInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.ExplanationView> {
    return this.explanation.ofAlert(input, caller);
  }
}
