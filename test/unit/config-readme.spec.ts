import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { settingsReadme } from '../../scripts/config/readme.mjs';
import { ConfigSchema } from '../../src/platform/config/config.schema.js';
import { NAMED } from '../../src/platform/config/environment.js';

const config = join(import.meta.dirname, '../../config');

describe('config/README.md', () => {
  it('is what the schema and default.yaml say; npm run config:readme writes it anew', () => {
    const readme = settingsReadme({
      schema: z.toJSONSchema(ConfigSchema, { io: 'input' }),
      defaults: readFileSync(join(config, 'default.yaml'), 'utf8'),
      names: NAMED,
    });
    expect(readFileSync(join(config, 'README.md'), 'utf8')).toBe(readme);
  });
});
