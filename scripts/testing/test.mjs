import { performance } from 'node:perf_hooks';
import { ROOT } from '../bootstrap.mjs';
import { ensureBrowser } from '../find-browser.mjs';
import { Problem } from '../problem.mjs';
import { ensureBuilt } from '../start/build.mjs';
import { inFull, toolFailure } from './failures.mjs';
import { inWords, summed } from './results.mjs';
import { runStages } from './run-stages.mjs';
import { BROWSER, CHAOS, CHECKS, E2E, E2E_ALONE, SIM, UNIT, WORKSPACES } from './stages.mjs';

const PARTS = {
  check: async () => runStages(CHECKS, { lanes: 2 }),
  unit: async (_, more) => runStages(UNIT, { more }),
  e2e: async (progress, more) => {
    await ensureBuilt(ROOT, progress);
    return runStages(more.length > 0 ? E2E_ALONE : E2E, { more });
  },
  // From the sources: nothing is built for it.
  sim: async (_, more) => runStages(SIM, { more }),
  chaos: async (progress, more) => {
    await ensureBuilt(ROOT, progress);
    return runStages(CHAOS, { more });
  },
  browser: async (progress, more) => {
    const browser = await ensureBrowser(progress);
    await ensureBuilt(ROOT, progress);
    return runStages(BROWSER, { more, environment: { ...process.env, CHROME_PATH: browser } });
  },
};

const WHOLE = [
  PARTS.check,
  PARTS.e2e,
  PARTS.sim,
  PARTS.chaos,
  () => runStages(WORKSPACES, { lanes: 2 }),
  // Last: what is cheaper has spoken by then.
  PARTS.browser,
];

/**
 * Ends with one plain line; whatever failed, or nothing that ran, is a failure. Before that line stands why: who runs
 * it elsewhere may see nothing but the end.
 */
export async function test([part, ...more], progress) {
  if (part !== undefined && !(part in PARTS)) {
    throw new Problem(
      `"${part}" is unknown. npm test runs all; the parts are ${Object.keys(PARTS).join(', ')}.`,
    );
  }
  const results = [];
  for (const run of part === undefined ? WHOLE : [PARTS[part]]) {
    results.push(...(await run(progress, more).catch(asFailure)));
  }
  const sum = summed(results);
  for (const name of sum.skipped) console.log(`skipped: ${name}`);
  const minutes = (performance.now() / 60_000).toFixed(1);
  console.log(`\n${minutes} minutes\n${inWords(sum)}`);
  if (sum.failures.length > 0) console.log(`\n${inFull(sum.failures)}\n\n${inWords(sum)}`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

/** A build that breaks or a browser that is missing must not hide what the other parts say. */
function asFailure(error) {
  const said = error instanceof Problem ? error.message : error.stack;
  console.error(`\n${said}\n`);
  return [{ passed: 0, failed: 1, skipped: [], failures: [toolFailure('what it needs', said)] }];
}
