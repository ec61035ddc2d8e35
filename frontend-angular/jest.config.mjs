import presets from 'jest-preset-angular/presets/index.js';

export default {
  ...presets.createCjsPreset({ tsconfig: '<rootDir>/tsconfig.spec.json' }),
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  // Published as ES modules only.
  transformIgnorePatterns: ['node_modules/(?!.*\\.mjs$|@jsverse)'],
  setupFilesAfterEnv: ['<rootDir>/setup-jest.ts'],
};
