import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { NotifierInstance } from '../../src/platform/config/config.schema.js';
import { fromEnvironment, layered } from '../../src/platform/config/environment.js';
import { plugins } from '../../src/plugins/plugins.js';

const text = readFileSync(join(import.meta.dirname, '../../config/production.example.yaml'), 'utf8');
/** Long enough for a signing secret, and begins as Slack's bot tokens do. */
const SECRET = 'xoxb-example-of-a-secret';

describe('config/production.example.yaml', () => {
  it('names notifiers that there are, with settings that they take, and secrets at their right places', () => {
    const names = text.match(/BARRY_NOTIFIERS_\w+/g) ?? [];
    const environment = Object.fromEntries(names.map((name) => [name, SECRET]));
    const { notifiers } = layered(parse(text), fromEnvironment(environment)) as { notifiers: unknown[] };
    for (const written of notifiers) {
      const { plugin: id, settings } = NotifierInstance.parse(written);
      const plugin = plugins.find((one) => one.kind === 'notifier' && one.id === id);
      if (plugin?.kind !== 'notifier') throw new Error(`there is no notifier ${id}`);
      expect({ id, issues: plugin.settings.safeParse(settings).error?.issues }).toEqual({ id });
    }
    expect(notifiers.length).toBeGreaterThanOrEqual(names.length);
  });

  it('holds no secret itself', () => {
    expect(text).not.toMatch(/^\s+(password|secret|\w*[tT]oken|\w*[kK]ey):/m);
  });
});
