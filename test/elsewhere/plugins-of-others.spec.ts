import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../src/platform/clock/system-clock.js';
import { loadExternalPlugins } from '../../src/platform/plugin-host/external-plugins.js';
import type { AnyAlertSource } from '../../src/plugins/kit/index.js';
import { alertSourceContract } from '../../src/plugins/kit/testing/index.js';
import { plugins as own } from '../../src/plugins/plugins.js';

/*
 * Plugins that live elsewhere, held against the contract: `BARRY_PLUGINS=../barry-checkmk npm run test:plugins`.
 * Their fixtures lie in `fixtures/` beside them, or in `<id>/fixtures/` where a package has several.
 */
const names = (process.env['BARRY_PLUGINS'] ?? '').split(',').filter(Boolean);

it('is told by BARRY_PLUGINS which ones', () => expect(names).not.toHaveLength(0));

for (const name of names) {
  const { plugins, refused } = await loadExternalPlugins([name], own, new SystemClock());

  describe(name, () => {
    it('is taken by this house', () => expect(refused).toEqual([]));
    for (const plugin of plugins) if (plugin.kind === 'alert-source') hold(plugin, folderOf(name, plugin.id));
  });
}

function hold(source: AnyAlertSource, folder: string): void {
  const fixtures = join(folder, 'fixtures');
  if (existsSync(fixtures))
    alertSourceContract(source, folder, { namedElsewhere: 'a package has a name of its own' });
  else
    it(`${source.id} has recorded requests`, () => {
      throw new Error(`there is no folder ${fixtures}`);
    });
}

function folderOf(name: string, id: string): string {
  const path = resolve(name);
  const folder = existsSync(path) && statSync(path).isDirectory() ? path : dirname(path);
  return existsSync(join(folder, id, 'fixtures')) ? join(folder, id) : folder;
}
