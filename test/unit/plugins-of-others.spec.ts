import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'plugins-of-others-'));
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
const PATIENCE_MS = 120_000;

/** The package that the page for authors shows. */
const [, shown = ''] =
  /```js\n(import[\s\S]*?)```/.exec(readFileSync(join(root, 'src/plugins/README.md'), 'utf8')) ?? [];
const FIXTURES = {
  'problem.json': { body: { what: 'disk' }, signal: { action: 'trigger', dedupKey: 'disk', title: 'disk' } },
  'recovery.json': {
    body: { what: 'disk', over: true },
    signal: { action: 'resolve', dedupKey: 'disk', title: 'disk' },
  },
};

function written(name: string, text: string, fixtures: Partial<typeof FIXTURES> = FIXTURES): string {
  const path = join(folder, name);
  mkdirSync(join(path), { recursive: true });
  writeFileSync(join(path, 'package.json'), '{ "type": "module", "exports": "./index.js" }');
  writeFileSync(join(path, 'index.js'), text);
  writeFileSync(join(path, 'README.md'), '# Checkmk\n');
  for (const [file, { body, signal }] of Object.entries(fixtures)) {
    mkdirSync(join(path, 'fixtures'), { recursive: true });
    const expected = { outcome: 'signals', signals: [signal] };
    writeFileSync(join(path, 'fixtures', file), JSON.stringify({ body, expect: expected }));
  }
  return path;
}

async function tried(...paths: string[]): Promise<{ readonly isGreen: boolean; readonly said: string }> {
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const env = { ...process.env, BARRY_PLUGINS: paths.join(','), BARRY_FUZZ_RUNS: '5' };
  const options = { cwd: root, env, timeout: PATIENCE_MS, maxBuffer: 1 << 24 };
  try {
    const { stderr } = await promisify(execFile)(
      process.execPath,
      [...jest, '--selectProjects', 'elsewhere'],
      options,
    );
    return { isGreen: true, said: stderr };
  } catch (error) {
    return { isGreen: false, said: (error as { stderr?: string }).stderr ?? String(error) };
  }
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('npm run test:plugins', () => {
  it(
    'holds the package that the page for authors shows to the contract, and finds nothing',
    async () => expect(await tried(written('as-shown', shown))).toMatchObject({ isGreen: true }),
    PATIENCE_MS,
  );

  it(
    'says what is wrong with each of those that are not',
    async () => {
      const { isGreen, said } = await tried(
        written('never-over', shown.replace("over ? 'resolve' : 'trigger'", "'trigger'")),
        written('nothing-recorded', shown, {}),
        written('of-the-future', shown.replace('contract: 1', 'contract: 2')),
      );
      expect(isGreen).toBe(false);
      expect(said).toMatch(/✕ closes what it opens/);
      expect(said).toMatch(/✕ checkmk has recorded requests/);
      expect(said).toContain('checkmk speaks contract 2, this house speaks 1');
    },
    PATIENCE_MS,
  );

  it(
    'is red where nothing is named',
    async () => expect((await tried()).said).toMatch(/✕ is told by BARRY_PLUGINS which ones/),
    PATIENCE_MS,
  );
});
