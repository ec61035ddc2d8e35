import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** No spec needs as long on any machine; a mutant may hang. */
const PATIENCE_MS = 10 * 60_000;
const TEST_MS = 3 * 60_000;

/**
 * Runs specs in a folder. `failed`: full names and messages. `isHung`: it was ended by us.
 * `files` are named exactly, `patterns` are parts of paths. `mayStop`: after the first file that fails.
 */
export function runJest(
  folder,
  { projects, files = [], patterns = [], only, environment = {}, workers = 1, mayStop = false },
) {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const options = [
    ...['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--silent'],
    ...['--forceExit', `--maxWorkers=${workers}`, '--json', `--outputFile=${report}`],
    // A busy machine is no reason to think that something hangs.
    `--testTimeout=${TEST_MS}`,
    ...(mayStop ? ['--bail=1'] : []),
    ...['--selectProjects', ...projects, '-t', only],
    ...(files.length > 0 ? ['--runTestsByPath', ...files] : ['--testPathPatterns', ...patterns]),
  ];
  const { error } = spawnSync(process.execPath, options, {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: PATIENCE_MS,
  });
  if (error?.code === 'ETIMEDOUT') return { ran: 0, failed: [], isHung: true };
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const tests = testResults.flatMap((spec) => {
    const file = spec.name.slice(folder.length + 1).replace(/^.*?(src|test)\//, '$1/');
    // A file that does not load has no tests: it is one that failed.
    if (spec.status === 'failed' && spec.assertionResults.every(({ status }) => status !== 'failed'))
      return [{ file, name: 'does not load', status: 'failed', message: spec.message ?? '' }];
    return spec.assertionResults.map(({ fullName, status, failureMessages }) => ({
      file,
      name: fullName,
      status,
      message: failureMessages?.join('\n') ?? '',
    }));
  });
  return {
    ran: tests.filter(({ status }) => status === 'passed' || status === 'failed').length,
    failed: tests.filter(({ status }) => status === 'failed'),
    isHung: false,
  };
}
