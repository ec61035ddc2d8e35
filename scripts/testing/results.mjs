import { jestFailures, playwrightFailures } from './failures.mjs';

/** @typedef {{ passed: number, failed: number, skipped: readonly string[], failures: readonly import('./failures.mjs').Failure[] }} Result */

/** A suite that could not even be loaded has no tests; it counts as one that failed. */
export function fromJest(report) {
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const skipped = tests.filter(({ status }) => ['pending', 'skipped', 'todo', 'disabled'].includes(status));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: skipped.map(({ fullName }) => fullName),
    failures: jestFailures(report),
  };
}

/** A test that passed only when it was repeated is one that failed. */
export function fromPlaywright(report) {
  const { expected, unexpected, flaky } = report.stats;
  return {
    passed: expected,
    failed: unexpected + flaky + report.errors.length,
    skipped: report.suites.flatMap(skippedIn),
    failures: playwrightFailures(report),
  };
}

function skippedIn(suite) {
  const own = (suite.specs ?? []).filter(({ tests }) => tests.some(({ status }) => status === 'skipped'));
  return [...own.map(({ title }) => title), ...(suite.suites ?? []).flatMap(skippedIn)];
}

export function summed(results) {
  return results.reduce(
    (sum, result) => ({
      passed: sum.passed + result.passed,
      failed: sum.failed + result.failed,
      skipped: [...sum.skipped, ...result.skipped],
      failures: [...sum.failures, ...result.failures],
    }),
    { passed: 0, failed: 0, skipped: [], failures: [] },
  );
}

export const inWords = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
