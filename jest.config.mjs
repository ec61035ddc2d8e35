const swc = {
  // .swcrc is the build's and leaves specs out.
  swcrc: false,
  $schema: 'https://swc.rs/schema.json',
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2023',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
};

const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  rootDir: '.',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  // Jest's require(esm) refuses an ES module that is still being linked: Nest's are loaded first.
  setupFiles: ['<rootDir>/test/jest-preload.mjs'],
  transformIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/mobile-ionic/', '<rootDir>/frontend-angular/'],
  ...more,
});

const cluster = {
  globalSetup: '<rootDir>/test/harness/cluster.setup.mjs',
  globalTeardown: '<rootDir>/test/harness/cluster.teardown.mjs',
};

/** @type {import('jest').Config} */
export default {
  // Machines that test are busy; what hangs is ended all the same.
  testTimeout: 120_000,
  projects: [
    project('unit', ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/unit/**/*.spec.ts']),
    // Only where somebody names some: npm run test:plugins.
    project('elsewhere', ['<rootDir>/test/elsewhere/**/*.spec.ts']),
    project('e2e', ['<rootDir>/test/{e2e,wires}/**/*.e2e-spec.ts'], cluster),
    // The same for `npm test`: several specs share one loading of the server (test/together).
    project(
      'together',
      ['<rootDir>/test/together/*.together-spec.mjs', '<rootDir>/test/wires/**/*.e2e-spec.ts'],
      {
        ...cluster,
        testEnvironment: '<rootDir>/test/together/environment.mjs',
      },
    ),
    project('sim', ['<rootDir>/test/sim/**/*.sim-spec.ts'], {
      ...cluster,
      // Ids come from the seed as well: rows are ordered by them.
      moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', '^uuidv7$': '<rootDir>/test/sim/seeded-ids.ts' },
    }),
    project('chaos', ['<rootDir>/test/chaos/**/*.chaos-spec.ts'], cluster),
    // Longer than `npm test` may take: npm run prove.
    project('prove', ['<rootDir>/test/chaos/**/*.prove-spec.ts'], cluster),
  ],
};
