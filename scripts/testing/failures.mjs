import { stripVTControlCharacters } from 'node:util';
import { join, relative } from 'node:path';
import { ROOT } from '../bootstrap.mjs';

/** @typedef {{ name: string, where: string, why: string }} Failure */

const WHY_LINES = 15;

/** Of each failed test, and of each file that could not even be loaded. */
export function jestFailures({ testResults }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((one) => one.status === 'failed');
    const tests = failed.map(({ fullName, ancestorTitles, failureMessages, location }) => {
      const why = plain(failureMessages.join('\n'));
      const [above = ''] = ancestorTitles ?? [];
      // Of several specs that were loaded together (test/together) each is named above its tests.
      const isTogether = name.endsWith('.together-spec.mjs') && above !== '';
      const file = isTogether ? join(ROOT, above) : name;
      const called = isTogether ? fullName.slice(above.length).trimStart() : fullName;
      return { name: called, where: place(file, location?.line ?? lineIn(file, why)), why };
    });
    // A file has failed without a test that has: it was not loaded.
    const isBroken = status === 'failed' && failed.length === 0;
    return isBroken ? [{ name: 'the file', where: place(name), why: plain(message) }] : tests;
  });
}

/** One that passed when it was repeated as well. */
export function playwrightFailures({ suites, errors, config }) {
  const inFile = (file, line) => place(`${config?.rootDir ?? ROOT}/${file}`, line);
  const inSuite = ({ specs = [], suites: inner = [] }, above) => [
    ...specs.flatMap(({ title, file, line, tests }) =>
      tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ results }) => ({
          name: [...above, title].join(' › '),
          where: inFile(file, line),
          why: results.flatMap(whyOf).join('\n\n'),
        })),
    ),
    // The outermost suite is the file.
    ...inner.flatMap((suite) => inSuite(suite, [...above, suite.title])),
  ];
  return [
    ...suites.flatMap((file) => inSuite(file, [])),
    ...errors.map(({ message, stack, location }) => ({
      name: 'the run',
      where: location ? place(location.file, location.line) : '',
      why: plain(stack ?? message),
    })),
  ];
}

const whyOf = ({ status, errors = [] }) => {
  const said = errors.map(({ message = '', snippet = '' }) => plain(`${message}\n${snippet}`));
  return said.length > 0 ? said : status === 'passed' ? [] : [status];
};

/** Of a tool that only says whether it is content: what it said last. */
export const toolFailure = (name, output) => ({
  name,
  where: '',
  why: plain(output).trimEnd().split('\n').slice(-WHY_LINES).join('\n'),
});

/** Each with where it stands and how its reason begins: for whoever sees nothing but the end of the output. */
export function inFull(failures) {
  return failures
    .map(({ name, where, why }) => {
      const lines = why.split('\n').filter((line) => line.trim() !== '');
      return [`✗ ${name}${where && `  (${where})`}`, ...lines.slice(0, WHY_LINES)].join('\n    ');
    })
    .join('\n\n');
}

const plain = (text = '') => stripVTControlCharacters(text);
const place = (file, line) => relative(ROOT, file) + (line ? `:${line}` : '');

/** Where the stack goes through the test's own file. */
function lineIn(file, stack) {
  const at = stack.split('\n').find((line) => line.trim().startsWith('at ') && line.includes(`${file}:`));
  return at?.slice(at.indexOf(`${file}:`) + file.length + 1).split(':')[0];
}
