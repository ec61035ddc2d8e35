import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import type * as dto from './test-rings.dto.js';
import { testRings } from './test-rings.operations.js';
import { TestRingsService } from './test-rings.service.js';

@Controller()
export class TestRingsController {
  constructor(private readonly service: TestRingsService) {}

  @Operate(testRings.StartTestRings)
  startTestRings(
    @Input() input: z.output<typeof dto.StartTestRingsInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.TestRingList>> {
    return this.service.start(input, caller);
  }

  @Operate(testRings.ListTestRings)
  listTestRings(
    @Input() input: z.output<typeof dto.ListTestRingsInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.TestRingList>> {
    return this.service.list(input, caller);
  }

  @Operate(testRings.StopTestRing)
  stopTestRing(
    @Input() input: z.output<typeof dto.TestRingRef>,
    @TheCaller() caller: Caller,
  ): Promise<dto.TestRingView> {
    return this.service.stop(input.testRingId, caller);
  }
}
