import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const COPIED = [
  'src/plugins',
  'scripts/new-plugin.mjs',
  'test/jest-preload.mjs',
  'package.json',
  'tsconfig.json',
  'jest.config.mjs',
  'eslint.config.mjs',
  '.dependency-cruiser.cjs',
  '.prettierrc',
  '.prettierignore',
];
const NEW = ['src/plugins/alert-sources/check-mk', 'src/plugins/notifiers/check-mk'];
const PATIENCE_MS = 120_000;

let copy: string;
const run = async (...command: string[]): Promise<{ code: number; said: string }> => {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, {
      cwd: copy,
      timeout: PATIENCE_MS,
      maxBuffer: 1 << 24,
    });
    return { code: 0, said: `${stdout}${stderr}` };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number; stdout?: string; stderr?: string };
    return { code: code ?? -1, said: `${stdout}${stderr}` };
  }
};
const make = (...words: string[]) => run('scripts/new-plugin.mjs', ...words);

beforeAll(() => {
  copy = realpathSync(mkdtempSync(join(tmpdir(), 'new-plugin-')));
  for (const path of COPIED) cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  // Only the unit project: the others set up a database.
  writeFileSync(
    join(copy, 'jest.unit.mjs'),
    "import all from './jest.config.mjs';\nexport default { projects: all.projects.filter((one) => one.displayName === 'unit') };\n",
  );
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('npm run new', () => {
  it.each([
    [[], /^usage: /],
    [['alert-source'], /^usage: /],
    [['alert-source', 'x', 'X', 'more'], /^usage: /],
    [['gateway', 'x'], /^usage: /],
    [['constructor', 'x'], /^usage: /],
    [['alert-source', 'Check_MK'], /no name for a plugin/],
    [['alert-source', '../../etc'], /no name for a plugin/],
    [['alert-source', 'x'.repeat(41)], /no name for a plugin/],
    [['alert-source', 'default'], /means something already/],
    [['alert-source', 'call'], /means something already/],
    [['alert-source', 'grafana'], /there is a plugin in src\/plugins\/alert-sources\/grafana already/],
    [['alert-source', 'x', "Bob's"], /without quotes/],
  ])('refuses %j in one line, and writes nothing', async (words, line) => {
    const before = readFileSync(join(copy, 'src/plugins/plugins.ts'), 'utf8');
    const { code, said } = await make(...words);
    expect([code, said.trim().split('\n').length]).toEqual([1, 1]);
    expect(said).toMatch(line);
    expect(readFileSync(join(copy, 'src/plugins/plugins.ts'), 'utf8')).toBe(before);
    expect(existsSync(join(copy, 'src/plugins/alert-sources/x'))).toBe(false);
  });

  it(
    'writes a source and a notifier of one name, listed, formatted, typed, linted, in bounds and green',
    async () => {
      expect(await make('alert-source', 'check-mk', 'Checkmk')).toMatchObject({ code: 0 });
      expect(await make('notifier', 'check-mk', 'Checkmk')).toMatchObject({ code: 0 });
      const files = NEW.flatMap((folder) => readdirSync(join(copy, folder), { recursive: true }).map(String));
      expect(files.filter((file) => /tmpl|__/.test(file))).toEqual([]);
      const texts = NEW.flatMap((folder) =>
        readdirSync(join(copy, folder), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
      );
      expect(texts.join('')).not.toMatch(/__[A-Z]+__/);

      writeFileSync(
        join(copy, 'tsconfig.new.json'),
        JSON.stringify({
          extends: './tsconfig.json',
          include: [...NEW.map((folder) => `${folder}/**/*.ts`), 'src/plugins/plugins.ts'],
        }),
      );
      const bin = (path: string, ...words: string[]) => run(join('node_modules', path), ...words);
      const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
      const [tests, types, rules] = await Promise.all([
        run(...jest, '-c', 'jest.unit.mjs', '-i', '/check-mk/', 'src/plugins/plugins.spec.ts'),
        bin('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.new.json'),
        (async () => [
          await bin('eslint/bin/eslint.js', ...NEW, 'src/plugins/plugins.ts'),
          await bin(
            'dependency-cruiser/bin/dependency-cruiser.mjs',
            ...['--config', '.dependency-cruiser.cjs', ...NEW],
          ),
          await bin('prettier/bin/prettier.cjs', '--check', 'src/plugins/plugins.ts', ...NEW),
        ])(),
      ]);
      const [lint, boundaries, format] = rules;
      const faults = Object.entries({ tests, types, lint, boundaries, format }).flatMap(([name, result]) =>
        result?.code === 0 ? [] : [`${name}: ${result?.said}`],
      );
      expect(faults).toEqual([]);
      expect(tests.said).toMatch(/Test Suites: 3 passed/);
    },
    PATIENCE_MS,
  );
});
