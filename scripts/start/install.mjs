import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../problem.mjs';

/** `npm ci`, but only when something that the lock file names is not there. */
export async function ensureInstalled(root, progress) {
  if (missingPackage(root) === undefined) return;
  await progress.step('installing packages (a minute or so)', () => npm(root, ['ci', '--loglevel=error']));
  const missing = missingPackage(root);
  if (missing) throw new Problem(`npm ci ended well, but ${missing} is not there.`);
}

/** npm keeps a list of what it has put into node_modules; a broken installation leaves none. */
export function missingPackage(root) {
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const installed = packagesIn(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted) throw new Problem('There is no package-lock.json here: is this a whole checkout?');
  if (!installed) return 'node_modules';
  const missing = Object.entries(wanted).find(
    ([path, package_]) => path.includes('node_modules/') && isMissing(package_, installed[path]),
  );
  return missing?.[0];
}

function isMissing(wanted, installed) {
  if (installed) return installed.version !== wanted.version;
  if (!wanted.optional && !wanted.devOptional) return !wanted.peer;
  // An optional package of this very platform (a Node, a PostgreSQL) is not optional for us.
  return (
    wanted.os !== undefined &&
    fits(wanted.os, process.platform) &&
    fits(wanted.cpu, process.arch) &&
    !wanted.libc
  );
}

function fits(list, own) {
  const names = [list ?? own].flat();
  return names.includes(own);
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** The npm that started us, else the one on the path. Its output is shown only when it fails. */
export function npm(root, arguments_) {
  const own = process.env.npm_execpath;
  const [command, ...rest] = own?.endsWith('.js')
    ? [process.execPath, own, ...arguments_]
    : ['npm', ...arguments_];
  return run(command, rest, { cwd: root, shell: command === 'npm' && process.platform === 'win32' });
}

export function run(command, arguments_, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, arguments_, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk) => (output = (output + chunk).slice(-20_000));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve(output);
      reject(new Problem(`${output.trim()}\n\n${[command, ...arguments_].join(' ')} failed with ${code}.`));
    });
  });
}
