// What others build on: the protos and the OpenAPI document, by the linters of their own worlds. In `npm run check`.
// `--release` keeps the protos as they are now: from then on nothing in them may be taken away or renumbered.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConfig, lintFromString } from '@redocly/openapi-core';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Of the last release: its messages, without comments. */
const RELEASED = join(root, 'proto/released.binpb');

const OPENAPI_RULES = {
  extends: ['recommended'],
  rules: {
    // Barry is not given away.
    'info-license': 'off',
    // Both apps are built with the types of requests, which the document itself unfolds.
    'no-unused-components': 'off',
  },
};

const buf = (...given) => {
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/@bufbuild/buf/bin/buf'), ...given], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return [];
  } catch (error) {
    return [`buf ${given[0]}: ${(error.stdout ?? '') + (error.stderr ?? '')}`.trim()];
  }
};

async function openApiFaults() {
  const absoluteRef = join(root, 'docs/openapi.json');
  const found = await lintFromString({
    source: readFileSync(absoluteRef, 'utf8'),
    absoluteRef,
    config: await createConfig(OPENAPI_RULES),
  });
  return found.map(
    ({ ruleId, message, location }) =>
      `docs/openapi.json: ${ruleId}: ${message} ${location[0]?.pointer ?? ''}`,
  );
}

if (process.argv.includes('--release')) {
  const faults = buf('build', 'proto', '--exclude-source-info', '-o', RELEASED);
  for (const fault of faults) console.error(fault);
  process.exit(faults.length);
}

const faults = [
  ...buf('lint', 'proto'),
  ...buf('breaking', 'proto', '--against', RELEASED),
  ...(await openApiFaults()),
];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log('The contracts are in order.');
