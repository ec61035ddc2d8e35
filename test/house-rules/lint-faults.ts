export interface LintFault {
  readonly rule: string;
  readonly what: string;
  readonly file: string;
  readonly text: string;
}

const MODULE = 'src/modules/people';

const fault = (rule: string, what: string, text: string, folder = MODULE): LintFault => ({
  rule,
  what,
  file: `${folder}/${what.replace(/[^a-z0-9]+/gi, '-').toLowerCase()}.ts`,
  text,
});

const ambientClock = [
  ['Date now', 'export const at = Date.now();'],
  ['new Date', 'export const at = new Date();'],
  ['Date as a function', 'export const at = Date();'],
  ['performance now', 'export const at = performance.now();'],
  ['process hrtime', 'export const at = process.hrtime.bigint();'],
  ['AbortSignal timeout', 'export const signal = AbortSignal.timeout(1);'],
].map(([what = '', text = '']) => fault('no-restricted-syntax', what, text));

const timers = ['setTimeout', 'setInterval', 'setImmediate'].flatMap((name) => [
  fault('no-restricted-globals', name, `export const timer = ${name}(() => undefined, 1);`),
  fault(
    'no-restricted-properties',
    `globalThis ${name}`,
    `export const timer = globalThis.${name}(() => undefined, 1);`,
  ),
]);

const sqlClock = [
  ['now in sql', 'export const sql = `select now()`;'],
  ['clock timestamp in sql', "export const sql = 'select clock_timestamp()';"],
  ['current timestamp in sql', 'export const sql = `update t set at = current_timestamp`;'],
].map(([what = '', text = '']) => fault('no-restricted-syntax', what, text));

const comparedSecrets = [
  ['a token compared', 'export const same = (a: string, token: string): boolean => a === token;'],
  [
    'a signature of something compared',
    'export const other = (a: { signature: string }, b: string): boolean => a.signature !== b;',
  ],
  [
    'a csrf token at the right',
    'export const same = (a: string, b: { csrfToken: string }): boolean => a === b.csrfToken;',
  ],
].map(([what = '', text = '']) => fault('no-restricted-syntax', what, text));

const environment = [
  fault('no-restricted-properties', 'process env', "export const port = process.env['PORT'];"),
  fault(
    'no-restricted-properties',
    'process taken apart',
    'const { env } = process;\nexport const all = env;',
  ),
  fault(
    'no-restricted-imports',
    'env imported',
    "import { env } from 'node:process';\nexport const all = env;",
  ),
];

export const LINT_FAULTS: readonly LintFault[] = [
  ...ambientClock,
  ...timers,
  ...comparedSecrets,
  fault(
    'no-restricted-imports',
    'timers imported',
    "import { setTimeout as wait } from 'node:timers/promises';\nexport const pause = wait;",
  ),
  fault(
    'no-restricted-imports',
    'timers imported by the platform',
    "import { setTimeout as wait } from 'node:timers/promises';\nexport const pause = wait;",
    'src/platform/http',
  ),
  fault('no-restricted-syntax', 'the clock of a migration', 'export const at = Date.now();', MODULE),
  ...sqlClock,
  ...environment,
  fault(
    'no-restricted-imports',
    'an HTTP exception of Nest',
    "import { NotFoundException } from '@nestjs/common';\nexport const fail = () => new NotFoundException();",
  ),
  fault('no-restricted-exports', 'a default export', 'export default 1;'),
  fault('max-lines', 'four hundred lines', Array.from({ length: 401 }, (_, i) => `// ${i}`).join('\n')),
  fault(
    '@typescript-eslint/no-explicit-any',
    'any',
    'export const anything = (given: any): number => given as number;',
  ),
  fault(
    '@typescript-eslint/no-floating-promises',
    'a floating promise',
    'export const go = (): void => {\n  Promise.resolve(1);\n};',
  ),
  fault(
    '@typescript-eslint/no-misused-promises',
    'a promise where nobody waits',
    'export const go = (list: number[]): void => {\n  list.forEach(async () => Promise.resolve());\n};',
  ),
  fault(
    '@typescript-eslint/switch-exhaustiveness-check',
    'a forgotten case',
    "export function word(x: 'a' | 'b'): string {\n  switch (x) {\n    case 'a':\n      return 'A';\n  }\n  return '';\n}",
  ),
  fault(
    '@typescript-eslint/no-non-null-assertion',
    'an assertion without proof',
    'export const first = (list: number[]): number => list[0]!;',
  ),
  fault('@typescript-eslint/no-unused-vars', 'a name that nobody uses', 'const forgotten = 1;\nexport {};'),
  fault('eqeqeq', 'two equal signs', 'export const same = (a: string, b: string): boolean => a == b;'),
  fault(
    'sort-imports',
    'names in no order',
    "import { writeFileSync, readFileSync } from 'node:fs';\nexport const io = [writeFileSync, readFileSync];",
  ),
];

/** What the same words are allowed to do in the rooms made for them. */
export const ALLOWED: Readonly<Record<string, string>> = {
  'src/platform/clock/clock.ts':
    "export const at = Date.now();\nexport const sql = 'select clock_timestamp()';",
  'src/platform/config/config.ts': "export const port = process.env['PORT'];",
  'src/modules/people/people.migrations.ts': 'export const sql = `alter table t alter at set default now()`;',
  'src/modules/people/absent.ts':
    "export const none = (token?: string | null): boolean => token === undefined || token === null || token === '';",
  'src/modules/people/people.spec.ts': 'export const at = new Date();',
  'src/modules/people/given.ts':
    'export const at = new Date(0);\nexport const knowing = `we know (now) better`;',
  'src/plugins/notifiers/web-push/simulator/service.ts':
    'export const at = setTimeout(() => undefined, Date.now());',
};
