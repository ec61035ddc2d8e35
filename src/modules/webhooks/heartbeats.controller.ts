import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Caller, TheCaller } from '../../platform/auth/caller.js';
import { Input, Operate } from '../../platform/wire/operation.js';
import type * as dto from './heartbeats.dto.js';
import { heartbeats } from './heartbeats.operations.js';
import { HeartbeatsService } from './heartbeats.service.js';

@Controller()
export class HeartbeatsController {
  constructor(private readonly service: HeartbeatsService) {}

  @Operate(heartbeats.ListHeartbeats)
  list(
    @Input() input: z.output<typeof dto.ListHeartbeatsInput>,
  ): Promise<z.output<typeof dto.HeartbeatPage>> {
    return this.service.list(input);
  }

  @Operate(heartbeats.GetHeartbeat)
  get(@Input() input: z.output<typeof dto.HeartbeatRef>): Promise<dto.HeartbeatView> {
    return this.service.get(input.heartbeatId);
  }

  @Operate(heartbeats.CreateHeartbeat)
  create(
    @Input() input: z.output<typeof dto.CreateHeartbeatInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.HeartbeatView> {
    return this.service.create(input, caller);
  }

  @Operate(heartbeats.UpdateHeartbeat)
  update(
    @Input() input: z.output<typeof dto.UpdateHeartbeatInput>,
    @TheCaller() caller: Caller,
  ): Promise<dto.HeartbeatView> {
    return this.service.update(input, caller);
  }

  @Operate(heartbeats.DeleteHeartbeat)
  delete(
    @Input() input: z.output<typeof dto.HeartbeatRef>,
    @TheCaller() caller: Caller,
  ): Promise<Record<string, never>> {
    return this.service.delete(input.heartbeatId, caller);
  }

  @Operate(heartbeats.RevealHeartbeat)
  reveal(
    @Input() input: z.output<typeof dto.HeartbeatRef>,
    @TheCaller() caller: Caller,
  ): Promise<z.output<typeof dto.HeartbeatAddress>> {
    return this.service.reveal(input.heartbeatId, caller);
  }

  @Operate(heartbeats.RotateHeartbeatKey)
  rotateKey(
    @Input() input: z.output<typeof dto.HeartbeatRef>,
    @TheCaller() caller: Caller,
  ): Promise<dto.HeartbeatView> {
    return this.service.rotateKey(input.heartbeatId, caller);
  }
}
