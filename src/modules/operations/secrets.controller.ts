import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Input, Operate } from '../../platform/wire/operation.js';
import type * as dto from './secrets.dto.js';
import { secrets } from './secrets.operations.js';
import { SecretsRotation } from './secrets.service.js';

@Controller()
export class SecretsController {
  constructor(private readonly rotation: SecretsRotation) {}

  @Operate(secrets.GetSecrets)
  getSecrets(): Promise<z.output<typeof dto.SecretsView>> {
    return this.rotation.view();
  }

  @Operate(secrets.RotateSecrets)
  rotateSecrets(
    @Input() input: z.output<typeof dto.RotateSecretsInput>,
  ): Promise<z.output<typeof dto.SecretsRotated>> {
    return this.rotation.rotate(input.rows);
  }
}
