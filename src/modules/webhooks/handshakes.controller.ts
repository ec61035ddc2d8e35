import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import type * as dto from './handshakes.dto.js';
import { handshakes } from './handshakes.operations.js';
import { HandshakesService } from './handshakes.service.js';

@Controller()
export class HandshakesController {
  constructor(private readonly service: HandshakesService) {}

  @Operate(handshakes.ListHandshakes)
  listHandshakes(
    @Input() input: z.output<typeof dto.HandshakesOfIntegration>,
  ): Promise<z.output<typeof dto.HandshakeList>> {
    return this.service.list(input.integrationId);
  }

  @Operate(handshakes.ConfirmHandshake)
  confirmHandshake(
    @Input() input: z.output<typeof dto.ConfirmHandshakeInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.HandshakeView> {
    return this.service.confirm(input, caller);
  }
}
