import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

const CLOCK = 'Time is an argument: ask Clock (modules), receivedAt or host.now() (plugins).';
const ENVIRONMENT = 'Only platform/config reads the environment; of the command line, cli/environment.ts.';
const SQL_TIME = 'SQL receives the time as a parameter.';

const SPECS = ['**/*.{spec,e2e-spec}.ts', 'test/**'];
/** The one clock, and the one question to the database that feeds it. */
const CLOCK_ROOM = ['src/platform/clock/**', 'src/platform/database/database-time.ts'];
/** Outside the promise that time is an argument: they play the outer world. */
const OUTER_WORLD = [...SPECS, 'src/plugins/*/*/simulator/**', 'src/**/testing/**'];

const CLOCK_SYNTAX = [
  "NewExpression[callee.name='Date'][arguments.length=0]",
  "CallExpression[callee.name='Date']",
  "MemberExpression[object.name='Date'][property.name='now']",
  "MemberExpression[object.name='performance'][property.name='now']",
  "MemberExpression[object.name='process'][property.name=/^(hrtime|uptime)$/]",
  "MemberExpression[object.name='AbortSignal'][property.name='timeout']",
  "MemberExpression[object.name='Temporal'][property.name='Now']",
].map((selector) => ({ selector, message: CLOCK }));

const SQL_CLOCK =
  '/\\b((now|clock_timestamp|statement_timestamp|transaction_timestamp)\\s*\\(\\s*\\)|current_timestamp\\b|localtimestamp\\b)/i';
const SQL_SYNTAX = [`TemplateElement[value.raw=${SQL_CLOCK}]`, `Literal[value=${SQL_CLOCK}]`].map(
  (selector) => ({ selector, message: SQL_TIME }),
);

/** How long a plain comparison takes says how much of a guess was right. */
const SECRET_NAME = '/(secret|password|passphrase|signature|hmac|csrf|token|credential)s?$/i';
const SECRET_SYNTAX = ['left', 'right']
  .flatMap((side) => [`[${side}.name=${SECRET_NAME}]`, `[${side}.property.name=${SECRET_NAME}]`])
  .map((named) => ({
    selector: `BinaryExpression[operator=/^[!=]==?$/]${named}:not(:has(> Literal, > Identifier[name='undefined']))`,
    message:
      'A secret is compared in constant time: by isSameSecret (platform/auth), in plugins by timingSafeEqual.',
  }));

const TIMERS = ['setTimeout', 'setInterval', 'setImmediate'];
const TIMER_MODULES = builtinModules.filter((name) => name.startsWith('timers'));
const timerImports = [...TIMER_MODULES, ...TIMER_MODULES.map((name) => `node:${name}`)].map((name) => ({
  name,
  message: CLOCK,
}));
const environmentImports = ['process', 'node:process'].map((name) => ({
  name,
  importNames: ['env'],
  message: ENVIRONMENT,
}));

const environment = { object: 'process', property: 'env', message: ENVIRONMENT };
const globalTimers = TIMERS.map((property) => ({ object: 'globalThis', property, message: CLOCK }));

const NO_DEFAULT_EXPORTS = {
  'no-restricted-exports': [
    'error',
    { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true } },
  ],
};

const HOUSE_TYPES = {
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  // Nest's modules and controllers are classes because decorators need one.
  '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  // `return reply.send(…)` is how an early return looks here.
  '@typescript-eslint/no-confusing-void-expression': 'off',
  // Nest declares its option bags as classes.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  // An implementation of an asynchronous interface need not wait for anything.
  '@typescript-eslint/require-await': 'off',
};

const SIZE = { 'max-lines': ['error', 400] };
const IMPORTS = { 'sort-imports': ['error', { ignoreCase: true, ignoreDeclarationSort: true }] };

/** One object per rule that has exemptions: a later object replaces the options of an earlier one. */
export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'test/browser/**/*-snapshots/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    ignores: ['test/browser/**'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: { ...HOUSE_TYPES, ...NO_DEFAULT_EXPORTS, ...SIZE, ...IMPORTS, eqeqeq: 'error' },
  },
  {
    files: ['src/**/*.ts'],
    ignores: OUTER_WORLD,
    extends: [tseslint.configs.strictTypeChecked],
    rules: HOUSE_TYPES,
  },
  {
    files: ['src/**/*.ts'],
    ignores: [...OUTER_WORLD, ...CLOCK_ROOM, '**/*.migrations.ts', '**/migrations/**'],
    rules: { 'no-restricted-syntax': ['error', ...CLOCK_SYNTAX, ...SQL_SYNTAX, ...SECRET_SYNTAX] },
  },
  {
    // A migration runs once and is never played again in a test's own time.
    files: ['src/**/*.migrations.ts', 'src/**/migrations/**'],
    rules: { 'no-restricted-syntax': ['error', ...CLOCK_SYNTAX] },
  },
  {
    files: ['src/**/*.ts'],
    ignores: [...OUTER_WORLD, ...CLOCK_ROOM],
    rules: {
      'no-restricted-globals': ['error', ...TIMERS.map((name) => ({ name, message: CLOCK }))],
      'no-restricted-properties': ['error', environment, ...globalTimers],
      'no-restricted-imports': ['error', { paths: [...timerImports, ...environmentImports] }],
    },
  },
  {
    // Failures of the house are DomainErrors: they look alike on both wires.
    files: ['src/modules/**/*.ts'],
    ignores: SPECS,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [...timerImports, ...environmentImports],
          patterns: [
            {
              group: ['@nestjs/common', '@nestjs/microservices'],
              importNamePattern: 'Exception$',
              message: "Throw a DomainError of the module's *.errors.ts.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/platform/config/**', 'src/cli/environment.ts'],
    rules: { 'no-restricted-properties': ['error', ...globalTimers] },
  },
  {
    files: OUTER_WORLD,
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  {
    files: ['scripts/**/*.mjs', 'test/**/*.mjs', 'test/browser/**/*.{ts,mts}'],
    languageOptions: { parser: tseslint.parser },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      ...SIZE,
      ...IMPORTS,
      '@typescript-eslint/no-unused-vars': HOUSE_TYPES['@typescript-eslint/no-unused-vars'],
      '@typescript-eslint/no-explicit-any': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  // Jest asks for a default export of these.
  { files: ['**/*.config.{mjs,mts}', 'test/harness/*.mjs'], rules: { 'no-restricted-exports': 'off' } },
);
