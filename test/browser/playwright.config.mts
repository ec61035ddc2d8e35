import { defineConfig } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from '../../scripts/find-browser.mjs';

const browser = await findBrowser();
const SECOND_MS = 1_000;

/** One server, one browser, one after the other: two cores are all there is. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/browser',
  globalSetup: './product.setup.ts',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 120 * SECOND_MS,
  expect: { timeout: 20 * SECOND_MS },
  reporter: 'line',
  use: {
    actionTimeout: 20 * SECOND_MS,
    navigationTimeout: 30 * SECOND_MS,
    screenshot: 'only-on-failure',
    launchOptions: { args: [...BROWSER_FLAGS], ...(browser ? { executablePath: browser } : {}) },
  },
});
