import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Problem } from './problem.mjs';

const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const WINDOWS = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';
const USUAL = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
    (name) => `/usr/bin/${name}`,
  ),
  MAC,
  WINDOWS,
];
const PACKAGES = ['chromium', 'fonts-noto-cjk', 'fonts-noto-color-emoji'];

/** What every run of a browser needs: no sandbox in containers, no GPU, no calls home. */
export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The program to run; `undefined` when there is none. Looks only. */
export async function findBrowser(environment = process.env) {
  const { CHROME_PATH: chosen } = environment;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Problem(`CHROME_PATH names ${chosen}, and there is no such file.`);
  }
  const usual = USUAL.find((path) => existsSync(path));
  if (usual) return usual;
  const { chromium } = await import('@playwright/test');
  const own = chromium.executablePath();
  return existsSync(own) ? own : undefined;
}

/** Finds a browser or, on a fresh machine where we may, installs one. */
export async function ensureBrowser(progress) {
  const found = await findBrowser();
  if (found) return found;
  if (canInstall()) await progress.step('installing a browser', () => Promise.resolve(install()));
  const installed = await findBrowser();
  if (installed) return installed;
  throw new Problem(
    `There is no browser for the tests. Install one (apt-get install ${PACKAGES.join(' ')}; or npx playwright install chromium), or set CHROME_PATH.`,
  );
}

const canInstall = () =>
  process.platform === 'linux' && process.getuid() === 0 && existsSync('/usr/bin/apt-get');

function install() {
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES], options);
}
