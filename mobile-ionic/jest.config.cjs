const { createCjsPreset } = require('jest-preset-angular/presets');

const preset = createCjsPreset({ tsconfig: '<rootDir>/tsconfig.spec.json' });

/** @type {import('jest').Config} */
module.exports = {
  ...preset,
  roots: ['<rootDir>/src', '<rootDir>/native-call/src', '<rootDir>/public'],
  setupFilesAfterEnv: ['<rootDir>/src/setup-jest.ts'],
  testMatch: ['**/*.spec.ts'],
  moduleNameMapper: {
    '^@barry/native-call$': '<rootDir>/native-call/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transformIgnorePatterns: [
    'node_modules/(?!(.*\\.mjs$|@angular/|@ionic/|@stencil/|ionicons/|@jsverse/|@capacitor/|@barry/))',
  ],
  modulePathIgnorePatterns: [
    '<rootDir>/dist',
    '<rootDir>/native-call/dist',
    '<rootDir>/android',
    '<rootDir>/ios',
  ],
};
