import { z } from 'zod';
import { operations } from '../../platform/wire/declare.js';
import * as dto from './secrets.dto.js';

export const secrets = operations('operations', 'SecretsService', {
  GetSecrets: {
    summary:
      'With which keys the secrets of the database are sealed, and how many still wait for the new one',
    http: 'GET /secrets',
    allow: 'secrets.read',
    input: z.strictObject({}),
    output: dto.SecretsView,
  },
  RotateSecrets: {
    summary: 'Seals secrets that were sealed with another key with the present one, so many at a time',
    http: 'POST /secrets/rotate',
    allow: 'secrets.rotate',
    audit: 'secrets.rotated',
    input: dto.RotateSecretsInput,
    output: dto.SecretsRotated,
  },
});
