import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hashOf } from '../../scripts/start/build.mjs';
import { missingPackage } from '../../scripts/start/install.mjs';
import { welcomeText } from '../../scripts/start/welcome.mjs';
import { inFull, toolFailure } from '../../scripts/testing/failures.mjs';
import { fromJest, fromPlaywright, inWords, summed } from '../../scripts/testing/results.mjs';

const room = mkdtempSync(join(tmpdir(), 'scripts-'));
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(room, path)), { recursive: true });
  writeFileSync(join(room, path), text);
};
const lock = (path: string, packages: object) => write(path, JSON.stringify({ packages }));
const WANTED = 'package-lock.json';
const INSTALLED = 'node_modules/.package-lock.json';

beforeEach(() => rmSync(room, { recursive: true, force: true }));
afterAll(() => rmSync(room, { recursive: true, force: true }));

describe('what npm start installs', () => {
  const zod = { version: '4.6.7' };
  const ours = { version: '24.21.0', optional: true, os: [process.platform], cpu: [process.arch] };
  const foreign = { version: '24.21.0', optional: true, os: ['plan9'], cpu: ['pdp11'] };

  it('nothing, when everything that the lock file names is there', () => {
    lock(WANTED, { '': {}, 'frontend-angular': {}, 'node_modules/zod': zod, 'node_modules/n': foreign });
    lock(INSTALLED, { 'node_modules/zod': zod });
    expect(missingPackage(room)).toBeUndefined();
  });

  it('everything, when nothing is there or an installation broke off', () => {
    lock(WANTED, { 'node_modules/zod': zod });
    expect(missingPackage(room)).toBe('node_modules');
    write('node_modules/zod/package.json', '{}');
    expect(missingPackage(room)).toBe('node_modules');
  });

  it('a package that is new or has another version', () => {
    lock(WANTED, { 'node_modules/zod': zod });
    lock(INSTALLED, { 'node_modules/zod': { version: '4.6.6' } });
    expect(missingPackage(room)).toBe('node_modules/zod');
    lock(INSTALLED, {});
    expect(missingPackage(room)).toBe('node_modules/zod');
  });

  it('the Node and the PostgreSQL of this platform, although npm calls them optional', () => {
    lock(WANTED, { 'node_modules/n': ours });
    lock(INSTALLED, {});
    expect(missingPackage(room)).toBe('node_modules/n');
  });
});

describe('what npm start builds', () => {
  const PATTERNS = ['src/**/*', 'tsconfig.json'];
  const before = () => {
    write('src/main.ts', 'one');
    write('tsconfig.json', '{}');
    return hashOf(room, PATTERNS);
  };

  it('again when a source changes, appears or moves', () => {
    const hash = before();
    expect(hashOf(room, PATTERNS)).toBe(hash);
    write('src/main.ts', 'two');
    expect(hashOf(room, PATTERNS)).not.toBe(hash);
    write('src/main.ts', 'one');
    write('src/other.ts', '');
    expect(hashOf(room, PATTERNS)).not.toBe(hash);
    rmSync(join(room, 'src'), { recursive: true });
    write('src/moved/main.ts', 'one');
    expect(hashOf(room, PATTERNS)).not.toBe(hash);
  });

  it('not again for a spec, or for what a build itself wrote', () => {
    const hash = before();
    write('src/main.spec.ts', 'new');
    write('src/dist/main.js', 'new');
    write('src/node_modules/a/index.js', 'new');
    expect(hashOf(room, PATTERNS)).toBe(hash);
  });
});

describe('what npm start says at the end', () => {
  const say = (welcome: object | undefined) =>
    welcomeText({
      welcome,
      origin: 'http://127.0.0.1:3000',
      dataDir: '/b/.barry',
      root: '/b',
      seconds: 1.23,
    });

  it('addresses, sign-ins and a command to paste', () => {
    const text = say({
      urls: { console: 'http://c', grpc: 'g:1' },
      demo: {
        users: [{ email: 'misaki@demo.barry', password: 'secret', name: '佐藤 美咲' }],
        grafana: { url: 'u', curl: "curl -d '\n{}'" },
      },
    });
    expect(text).toContain('Console   http://c');
    expect(text).toContain('misaki@demo.barry  secret  佐藤 美咲');
    expect(text).toContain("  curl -d '\n{}'");
    expect(text).not.toContain('administrator');
  });

  it('which plugins of the settings are off, and why', () => {
    const refused = [{ package: './checkmk', reason: "it cannot be loaded: Cannot find package 'zod'" }];
    expect(say({ urls: {}, refused })).toContain(
      "Off, of the plugins in the settings:\n    ./checkmk: it cannot be loaded: Cannot find package 'zod'",
    );
    expect(say({ urls: {}, refused: [] })).not.toContain('Off');
  });

  it('the one-time link where there is no demo', () => {
    expect(say({ urls: {}, adminLink: 'http://c/setup?token=t' })).toContain('http://c/setup?token=t');
  });

  it('at least the address when the server said nothing', () => {
    expect(say(undefined)).toContain('http://127.0.0.1:3000');
  });
});

describe('what npm test counts', () => {
  it('a suite that could not be loaded as one that failed, and names what was skipped', () => {
    const result = fromJest({
      numPassedTests: 2,
      numFailedTests: 1,
      numRuntimeErrorTestSuites: 1,
      testResults: [
        {
          assertionResults: [
            { status: 'passed', fullName: 'a' },
            { status: 'pending', fullName: 'needs a package' },
          ],
        },
      ],
    });
    expect(result).toMatchObject({ passed: 2, failed: 2, skipped: ['needs a package'] });
  });

  it('a browser test that passed only when repeated as one that failed', () => {
    const result = fromPlaywright({
      stats: { expected: 5, unexpected: 1, flaky: 1 },
      errors: [],
      suites: [{ suites: [{ specs: [{ title: 'real phone', tests: [{ status: 'skipped' }] }] }] }],
    });
    expect(result).toMatchObject({ passed: 5, failed: 2, skipped: ['real phone'] });
  });

  it('in one plain line over all suites', () => {
    const sum = summed([
      { passed: 1, failed: 0, skipped: ['a'], failures: [] },
      { passed: 2, failed: 3, skipped: ['b'], failures: [] },
    ]);
    expect(inWords(sum)).toBe('3 passed, 3 failed, 2 skipped');
  });
});

describe('what npm test says of what failed, at its very end', () => {
  const file = join(import.meta.dirname, '../e2e/rings.e2e-spec.ts');

  it('of a test: its name, its line, the first lines of the reason', () => {
    const stack = `    at Object.<anonymous> (${file}:41:7)`;
    const reason = [
      'Error: \u001b[31mnot rung\u001b[39m',
      stack,
      ...Array.from({ length: 30 }, (_, i) => `line ${i}`),
    ];
    const { failures } = fromJest({
      testResults: [
        {
          name: file,
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'a phone rings' },
            { status: 'failed', fullName: 'a phone rings on', failureMessages: [reason.join('\n')] },
          ],
        },
      ],
    });
    const said = inFull(failures).split('\n');
    expect(said.slice(0, 2)).toEqual([
      '✗ a phone rings on  (test/e2e/rings.e2e-spec.ts:41)',
      '    Error: not rung',
    ]);
    expect(said).toHaveLength(16);
  });

  it('of a test of a spec that was loaded together with others: the spec it stands in', () => {
    const { failures } = fromJest({
      testResults: [
        {
          name: join(import.meta.dirname, '../together/01.together-spec.mjs'),
          status: 'failed',
          assertionResults: [
            {
              status: 'failed',
              ancestorTitles: ['test/e2e/rings.e2e-spec.ts', 'a phone'],
              fullName: 'test/e2e/rings.e2e-spec.ts a phone rings on',
              failureMessages: [`Error: not rung\n    at ${file}:41:7`],
            },
          ],
        },
      ],
    });
    expect(inFull(failures).split('\n')[0]).toBe('✗ a phone rings on  (test/e2e/rings.e2e-spec.ts:41)');
  });

  it('of a file that cannot be loaded: what it was that could not', () => {
    const broken = {
      name: file,
      status: 'failed',
      message: 'SyntaxError: no such export',
      assertionResults: [],
    };
    expect(inFull(fromJest({ testResults: [broken] }).failures)).toBe(
      '✗ the file  (test/e2e/rings.e2e-spec.ts)\n    SyntaxError: no such export',
    );
  });

  it('of a browser test: where it stands among the others, and every error that it had', () => {
    const errors = [{ message: 'TimeoutError: no button', snippet: '> 12 | click()' }, { message: 'closed' }];
    const spec = {
      title: 'opens',
      file: 'options.spec.ts',
      line: 12,
      tests: [{ status: 'unexpected', results: [{ status: 'failed', errors }] }],
    };
    const { failures } = fromPlaywright({
      stats: { expected: 0, unexpected: 1, flaky: 0 },
      config: { rootDir: join(import.meta.dirname, '../browser') },
      errors: [{ message: 'the server did not start' }],
      suites: [{ title: 'options.spec.ts', suites: [{ title: 'console, ja', specs: [spec] }] }],
    });
    expect(inFull(failures)).toBe(
      [
        '✗ console, ja › opens  (test/browser/options.spec.ts:12)',
        '    TimeoutError: no button',
        '    > 12 | click()',
        '    closed',
        '',
        '✗ the run',
        '    the server did not start',
      ].join('\n'),
    );
  });

  it('of a tool: what it said last', () => {
    const output = Array.from({ length: 40 }, (_, i) => `fault ${i}`).join('\n');
    const said = inFull([toolFailure('lint', output)]).split('\n');
    expect([said.length, said[0], said.at(-1)]).toEqual([16, '✗ lint', '    fault 39']);
  });
});
