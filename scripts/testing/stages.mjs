import { globSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bootstrap.mjs';
import { fromJest, fromPlaywright } from './results.mjs';

const MINUTE_MS = 60_000;
const tool = (path) => join(ROOT, 'node_modules', path);

/** Two minutes where nobody else works; several times of that on a busy machine is no fault. */
const CHECK_MS = 10 * MINUTE_MS;

/** A tool that either is content or is not: it counts as one. */
const check = (name, path, arguments_) => ({
  name,
  command: [process.execPath, tool(path), ...arguments_],
  limitMs: CHECK_MS,
});

/** `--maxWorkers`: two stages share the machine. */
const jest = (name, { cwd = ROOT, flags = [], options = [], limitMs = CHECK_MS }) => ({
  name,
  cwd,
  limitMs,
  command: [process.execPath, ...flags, tool('jest/bin/jest.js'), '--json', '--silent', ...options],
  reportTo: (file) => ({ arguments_: [`--outputFile=${file}`] }),
  read: fromJest,
});

/** The server's specs are ES modules; those of the two apps are not. */
const ES_MODULES = ['--experimental-vm-modules', '--no-warnings'];

export const CHECKS = [
  jest('unit and contract', { flags: ES_MODULES, options: ['--selectProjects', 'unit', '--maxWorkers=2'] }),
  check('lint', 'eslint/bin/eslint.js', ['src', 'test', 'scripts']),
  check('types', 'typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']),
  check('format', 'prettier/bin/prettier.cjs', [
    '--check',
    '--log-level=warn',
    '--cache',
    '--cache-strategy=content',
    '--cache-location=node_modules/.cache/barry/prettier',
    '.',
  ]),
  {
    name: 'generated files',
    command: [process.execPath, join(ROOT, 'scripts/generate.mjs'), '--check'],
    limitMs: CHECK_MS,
  },
  {
    name: 'contracts',
    command: [process.execPath, join(ROOT, 'scripts/contracts.mjs')],
    limitMs: CHECK_MS,
  },
  check('boundaries', 'dependency-cruiser/bin/dependency-cruiser.mjs', [
    'src',
    'test',
    '--config',
    '.dependency-cruiser.cjs',
  ]),
];

export const UNIT = [CHECKS[0], ...workspaces()];

const endToEnd = (project) => [
  jest('end to end and wires', {
    flags: ES_MODULES,
    options: ['--selectProjects', project, '--maxWorkers=2'],
    // Half of that where nobody else works; what hangs is ended by each test's own limit.
    limitMs: 25 * MINUTE_MS,
  }),
];

/** By shares, each of which loads the server once (ADR 0042). */
export const E2E = endToEnd('together');

/** By their own names: for whoever asks for some of them. */
export const E2E_ALONE = endToEnd('e2e');

/** Three replicas in one process, by seeds, and a crash at every so manyth await of three steps. */
export const SIM = [
  jest('simulation', {
    flags: ES_MODULES,
    options: ['--selectProjects', 'sim', '--maxWorkers=2'],
    // Four minutes where nobody else works; what hangs is ended by each test's own limit.
    limitMs: 30 * MINUTE_MS,
  }),
];

/** One at a time: they kill and measure, and want the machine for themselves. */
export const CHAOS = [
  jest('chaos', {
    flags: ES_MODULES,
    options: ['--selectProjects', 'chaos', '--maxWorkers=1'],
    limitMs: 12 * MINUTE_MS,
  }),
];

export const WORKSPACES = workspaces();

function workspaces() {
  return [
    ['console', 'frontend-angular'],
    ['app', 'mobile-ionic'],
  ]
    .filter(([, folder]) => hasSpecs(folder))
    .map(([name, folder]) => jest(`${name}, unit`, { cwd: join(ROOT, folder) }));
}

function hasSpecs(folder) {
  return globSync(`${folder}/{src,native-call/src}/**/*.spec.ts`, { cwd: ROOT }).length > 0;
}

export const BROWSER = [
  {
    name: 'browser',
    cwd: ROOT,
    limitMs: 25 * MINUTE_MS,
    command: [
      process.execPath,
      tool('@playwright/test/cli.js'),
      'test',
      '--config=test/browser/playwright.config.mts',
      // No progress: nobody sees it, and it would push out why a test failed.
      '--reporter=json',
    ],
    reportTo: (file) => ({ environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: file } }),
    read: fromPlaywright,
  },
];
