import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Input, Operate } from '../../platform/wire/operation.js';
import type * as dto from './engine.dto.js';
import { EngineViews } from './engine.views.js';
import { engine } from './escalation.operations.js';

@Controller()
export class EngineController {
  constructor(private readonly views: EngineViews) {}

  @Operate(engine.GetEngine)
  getEngine(): Promise<dto.EngineView> {
    return this.views.engine();
  }

  @Operate(engine.ListFindings)
  listFindings(
    @Input() input: z.output<typeof dto.ListFindingsInput>,
  ): Promise<z.output<typeof dto.FindingPage>> {
    return this.views.findings(input);
  }
}
