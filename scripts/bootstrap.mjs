// Runs before anything is installed, on whatever Node the machine has: nothing but Node's own modules here.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './start/install.mjs';
import { Problem } from './problem.mjs';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
/** The first Node on which ES modules run inside Jest. */
const NEEDED = [24, 9];

/** Installs what is missing and goes on, if need be in the Node that the lock file brings; then it does not return. */
export async function bootstrap(progress) {
  await ensureInstalled(ROOT, progress);
  if (isRecent(process.versions.node)) return;
  const node = lockedNode();
  if (!node) {
    throw new Problem(
      `Barry needs Node ${NEEDED.join('.')} or newer, and this is ${process.versions.node}. Install Node 24 (with nvm: nvm install) and start again.`,
    );
  }
  await continueIn(node);
}

export function isRecent(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}

/** npm's packages of Node itself; macOS has none and brings its own. */
export function lockedNode(root = ROOT) {
  const name = { win32: 'win' }[process.platform] ?? process.platform;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const node = join(root, 'node_modules', `node-${name}-${process.arch}`, 'bin', program);
  return existsSync(node) ? node : undefined;
}

/** Never resolves: this process only passes signals on and ends as the other one ends. */
function continueIn(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => process.exit(code ?? 1));
  });
}

/** Runs a script's main function; a Problem is one line, anything else is a fault of ours and keeps its stack. */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Problem ? `\n${error.message}\n` : error);
    process.exitCode = error instanceof Problem ? error.exitCode : 1;
  }
}
