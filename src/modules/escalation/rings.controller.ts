import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import type * as dto from './escalation.dto.js';
import { rings } from './escalation.operations.js';
import { RingsService } from './rings.service.js';

@Controller()
export class RingsController {
  constructor(private readonly rings: RingsService) {}

  @Operate(rings.GetRing)
  getRing(
    @Input() input: z.output<typeof dto.GetRingInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.RingView> {
    return this.rings.get(input.ringId, caller, input.wait, input.revision);
  }

  @Operate(rings.AnswerRing)
  answerRing(
    @Input() input: z.output<typeof dto.AnswerRingInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.RingView> {
    return this.rings.answer(input.ringId, input.callIds, caller);
  }

  @Operate(rings.AcceptRing)
  acceptRing(
    @Input() input: z.output<typeof dto.AnswerRingInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.RingView> {
    return this.rings.accept(input.ringId, input.callIds, caller);
  }

  @Operate(rings.DeclineRing)
  declineRing(
    @Input() input: z.output<typeof dto.DeclineRingInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.RingView> {
    return this.rings.decline(input.ringId, input.callIds, input.reason, caller);
  }

  @Operate(rings.PostReceipt)
  postReceipt(
    @Input() input: z.output<typeof dto.ReceiptInput>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.ReceiptAnswer>> {
    return this.rings.receipt(input, caller);
  }
}
