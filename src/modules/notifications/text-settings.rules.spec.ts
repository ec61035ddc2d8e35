import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readSettings } from './text-settings.rules.js';

const Settings = z.strictObject({
  port: z.int().min(1).max(65_535),
  secure: z.boolean().default(true),
  password: z.string(),
});

describe('settings that come from environment variables', () => {
  it('may be numbers and yes or no; a password of digits stays what it is', () => {
    const given = { port: '2525', secure: 'false', password: '12345' };
    expect(readSettings(Settings, given).data).toEqual({ port: 2525, secure: false, password: '12345' });
  });

  it.each([
    { port: 'smtp', password: 'x' },
    { port: '', password: 'x' },
    { port: '70000', password: 'x' },
    { port: '25', secure: 'yes', password: 'x' },
    { port: '25' },
  ])('are refused as before: %j', (given) => {
    expect(readSettings(Settings, given).success).toBe(false);
  });
});
