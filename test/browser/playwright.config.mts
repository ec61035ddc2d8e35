import { defineConfig } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from '../../scripts/find-browser.mjs';

const browser = await findBrowser();
const SECOND_MS = 1_000;

/** Two at once, each with a world of its own: one alone leaves half of two cores idle while it waits for pages. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/browser',
  globalSetup: './product.setup.ts',
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  // What hangs is ended by the limit of each step; the longest test takes 20 s where nobody else works.
  timeout: 300 * SECOND_MS,
  expect: { timeout: 20 * SECOND_MS },
  // Where only the end of the output is kept, no line of it is progress.
  reporter: process.env['CI'] ? 'dot' : 'line',
  use: {
    actionTimeout: 20 * SECOND_MS,
    navigationTimeout: 30 * SECOND_MS,
    screenshot: 'only-on-failure',
    launchOptions: { args: [...BROWSER_FLAGS], ...(browser ? { executablePath: browser } : {}) },
  },
});
