import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, run } from './install.mjs';

const LOCK = 'package-lock.json';
const NEVER = /(^|\/)(node_modules|dist|\.angular|android|ios)(\/|$)|\.spec\.ts$/;

const TARGETS = [
  {
    name: 'server',
    inputs: ['src/**/*', 'tsconfig*.json', 'nest-cli.json', '.swcrc', LOCK],
    output: 'dist',
    proof: 'dist/main.js',
    build: (root) => run(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], { cwd: root }),
  },
  {
    name: 'console',
    inputs: ['frontend-angular/**/*', LOCK],
    output: 'frontend-angular/dist',
    build: (root) => npm(root, ['run', 'build:console']),
  },
  {
    name: 'app',
    inputs: ['mobile-ionic/**/*', LOCK],
    output: 'mobile-ionic/dist',
    build: (root) => npm(root, ['run', 'build:app']),
  },
];

/** Builds what is stale. The stamp lies in the output, so that whoever builds by hand removes it with the rest. */
export async function ensureBuilt(root, progress, names = TARGETS.map(({ name }) => name)) {
  for (const target of TARGETS.filter(({ name }) => names.includes(name))) {
    const inputs = hashOf(root, target.inputs);
    const stamp = join(root, target.output, '.build.json');
    if (isFresh(root, target, stamp, inputs)) continue;
    await progress.step(`building the ${target.name}`, () => target.build(root));
    writeFileSync(stamp, `${JSON.stringify({ inputs })}\n`);
  }
}

function isFresh(root, { proof }, stamp, inputs) {
  if (!existsSync(stamp) || (proof && !existsSync(join(root, proof)))) return false;
  return JSON.parse(readFileSync(stamp, 'utf8')).inputs === inputs;
}

export function hashOf(root, patterns) {
  const hash = createHash('sha256');
  const files = globSync(patterns, { cwd: root, exclude: (path) => NEVER.test(path) });
  for (const file of files.sort()) {
    const path = join(root, file);
    if (NEVER.test(file) || !statSync(path).isFile()) continue;
    hash.update(`${file}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}
