import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { plugins } from '../../src/plugins/plugins.js';

const root = join(import.meta.dirname, '../..');

it('builds every file that a source hands out into the product', () => {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'nest-cli.json'), 'utf8')) as {
    compilerOptions: { assets: string[] };
  };
  const copied = globSync(compilerOptions.assets, { cwd: join(root, 'src') });
  const handedOut = plugins.flatMap((plugin) =>
    plugin.kind === 'alert-source' && plugin.install
      ? plugin.install.names.map((name) => `plugins/alert-sources/${plugin.id}/install/${name}`)
      : [],
  );
  expect(handedOut).not.toHaveLength(0);
  expect(copied).toEqual(expect.arrayContaining(handedOut));
});
