import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../bootstrap.mjs';
import { toolFailure } from './failures.mjs';
import { inWords } from './results.mjs';

const OUTPUT_LIMIT = 60_000;

/** Runs the stages, `lanes` at a time, in their order; the output of one is shown only when it fails. */
export async function runStages(stages, { lanes = 1, environment = process.env, more = [] } = {}) {
  const queue = [...stages];
  const results = [];
  const lane = async () => {
    for (let stage = queue.shift(); stage; stage = queue.shift()) {
      results.push(await runStage(stage, environment, more));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

async function runStage(stage, environment, more) {
  const startedAt = performance.now();
  const room = mkdtempSync(join(tmpdir(), 'barry-report-'));
  const report = join(room, 'report.json');
  const extra = stage.reportTo?.(report) ?? {};
  const [command, ...arguments_] = [
    ...stage.command,
    ...(extra.arguments_ ?? []),
    ...(stage.read ? more : []),
  ];
  const { code, output } = await run(command, arguments_, {
    cwd: stage.cwd ?? ROOT,
    env: { ...environment, ...extra.environment },
    timeout: stage.limitMs,
  });
  const result = outcome(stage, code, report, output);
  rmSync(room, { recursive: true, force: true });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (result.failed > 0) console.log(`\n${output.trimEnd()}\n`);
  const mark = result.failed > 0 ? '✗' : '✓';
  console.log(
    `${mark} ${stage.name.padEnd(22)} ${seconds.padStart(6)} s   ${stage.read ? inWords(result) : ''}`.trimEnd(),
  );
  return result;
}

function outcome(stage, code, report, output) {
  const broken = { passed: 0, failed: 1, skipped: [], failures: [toolFailure(stage.name, output)] };
  if (!stage.read) return code === 0 ? { passed: 1, failed: 0, skipped: [], failures: [] } : broken;
  try {
    const result = stage.read(JSON.parse(readFileSync(report, 'utf8')));
    // A runner that is not content although every test is (an open handle, a failed teardown) has failed too.
    return code !== 0 && result.failed === 0 ? { ...result, failed: 1, failures: broken.failures } : result;
  } catch {
    return broken;
  }
}

function run(command, arguments_, options) {
  return new Promise((resolve) => {
    const child = spawn(command, arguments_, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk) => (output = (output + chunk).slice(-OUTPUT_LIMIT));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', ({ message }) => resolve({ code: 1, output: message }));
    child.once('close', (code, signal) => {
      if (signal) output += `\nended by ${signal} (the limit is ${options.timeout / 60_000} minutes)`;
      resolve({ code: code ?? 1, output });
    });
  });
}
