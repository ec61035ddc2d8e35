// Writes protos, OpenAPI and both apps' clients from the operations, and the list of invariants
// from their tests. `--check` fails where a file would change.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DOCUMENT, invariantsDocument } from './mutants/document.mjs';
import { ownTests } from './mutants/own-tests.mjs';
import { keptResults } from './mutants/results.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const isCheck = process.argv.includes('--check');
const run = (...command) =>
  execFileSync('npx', command, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });

run('swc', 'src', '-d', '.barry/generate', '--strip-leading-paths', '-q');
const load = (path) => import(join(root, '.barry/generate', path));
await import('reflect-metadata');
const { allOperations, allStreams } = await load('operations.js');
const { writeProtos } = await load('platform/wire/proto-writer.js');
const { writeOpenApi } = await load('platform/wire/openapi.js');
const { readExamples } = await load('examples.js');
const protobuf = (await import('protobufjs')).default;

function numbersOf(module) {
  const file = join(root, `proto/barry/${module}/v1/${module}.proto`);
  const numbers = new Map();
  if (!existsSync(file)) return numbers;
  const namespace = protobuf
    .parse(readFileSync(file, 'utf8'), { keepCase: true })
    .root.lookup(`barry.${module}.v1`);
  for (const type of namespace.nestedArray) {
    if (type instanceof protobuf.Type)
      for (const field of type.fieldsArray) numbers.set(`${type.name}.${field.name}`, field.id);
    if (type instanceof protobuf.Enum)
      for (const [word, id] of Object.entries(type.values)) numbers.set(`${type.name}.${word}`, id);
  }
  return numbers;
}

const changed = [];
function write(path, text) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  changed.push(path);
  if (isCheck) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

for (const [path, text] of writeProtos(allOperations, allStreams, numbersOf)) write(`proto/${path}`, text);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const facts = { version, examples: readExamples(join(root, 'src')) };
write('docs/openapi.json', `${JSON.stringify(writeOpenApi(allOperations, facts), null, 2)}\n`);
write(DOCUMENT, invariantsDocument(ownTests(root), keptResults(root)));
if (isCheck && changed.length > 0) {
  console.error(`Run \`npm run generate\`: ${changed.join(', ')} would change.`);
  process.exit(1);
}
if (!isCheck)
  for (const app of ['frontend-angular', 'mobile-ionic'])
    run(
      'ng-openapi-gen',
      '--input',
      'docs/openapi.json',
      '--output',
      `${app}/src/generated/api`,
      '--ignoreUnusedModels',
      'false',
    );
console.log(changed.length === 0 ? 'Everything is as generated.' : `Written: ${changed.join(', ')}`);
