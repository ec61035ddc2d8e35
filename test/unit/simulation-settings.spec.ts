import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Config } from '../../src/platform/config/config.js';

let room = '';
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), 'barry-settings-'));
});
afterEach(() => rmSync(room, { recursive: true, force: true }));

const load = (more: Record<string, string>): Config =>
  Config.load({
    DATABASE_URL: 'postgres://127.0.0.1/barry',
    BARRY_EMBEDDED_DATABASE: 'true',
    BARRY_DATA_DIR: room,
    BARRY_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    ...more,
  });

describe('simulated phones', () => {
  it('are off unless the variable says otherwise', () => {
    expect(load({}).settings.simulate).toBe(false);
    expect(load({ BARRY_SIMULATE: 'true' }).settings.simulate).toBe(true);
  });

  it('cannot be turned on by a file', () => {
    const file = join(room, 'settings.yaml');
    writeFileSync(file, 'simulate: true\n');
    expect(() => load({ BARRY_CONFIG: file })).toThrow('only BARRY_SIMULATE=true turns it on');
  });

  it.each([
    ['in production', { NODE_ENV: 'production' }, 'not in production'],
    ['on a database of somebody', { BARRY_EMBEDDED_DATABASE: 'false' }, 'only with demo data'],
    ['without the demo', { BARRY_DEMO: 'false' }, 'only with demo data'],
    [
      'beside a notifier that rings real phones',
      { BARRY_NOTIFIERS_0_NAME: 'fcm', BARRY_NOTIFIERS_0_PLUGIN: 'fcm' },
      'not beside notifiers',
    ],
  ])('are refused %s', (_, more, why) => {
    expect(() => load({ BARRY_SIMULATE: 'true', ...more })).toThrow(why);
  });
});
