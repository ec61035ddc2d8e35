// npm run new -- alert-source NAME ["Title"]   writes a plugin that is green at once.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const plugins = join(root, 'src/plugins');
const KINDS = {
  'alert-source': { folder: 'alert-sources', heading: '// Alert sources', suffix: 'Source' },
  notifier: { folder: 'notifiers', heading: '// Notifiers', suffix: 'Notifier' },
};
const USAGE =
  'usage: npm run new -- alert-source|notifier NAME ["Title"]   for example: alert-source checkmk';
/** Words that an export cannot be called, or an address that is the house's own. */
const TAKEN = new Set(
  (
    'await break call case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if implements import in instanceof interface let new null package plugins private protected public return ' +
    'static super switch this throw true try typeof undefined var void while with yield'
  ).split(' '),
);

class Refused extends Error {}

const camelOf = (id) => id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const titleOf = (id) =>
  id
    .split('-')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join(' ');

function checked([kind, id, title, ...rest]) {
  if (!Object.hasOwn(KINDS, kind ?? '') || id === undefined || rest.length > 0) throw new Refused(USAGE);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id.length > 40)
    throw new Refused(`"${id}" is no name for a plugin: small letters, digits and single dashes, at most 40`);
  if (TAKEN.has(id)) throw new Refused(`"${id}" means something already; choose another name`);
  if (existsSync(join(plugins, KINDS[kind].folder, id)))
    throw new Refused(`there is a plugin in src/plugins/${KINDS[kind].folder}/${id} already`);
  if (title !== undefined && !/^[^'"`\\$|\n]{1,60}$/.test(title))
    throw new Refused('the title is one line of at most 60 signs, without quotes');
  return { kind, id, title: title ?? titleOf(id), camel: camelOf(id) };
}

async function written(path, text) {
  const options = await prettier.resolveConfig(path);
  const formatted = path.endsWith('.ts') ? await prettier.format(text, { ...options, filepath: path }) : text;
  writeFileSync(path, formatted);
}

async function writeFolder({ kind, id, title, camel }) {
  const folder = join(plugins, KINDS[kind].folder, id);
  // Made beside its place and moved there whole: a failure leaves nothing half-written.
  const draft = `${folder}.draft`;
  try {
    mkdirSync(draft, { recursive: true });
    cpSync(join(plugins, 'kit/template', kind), draft, { recursive: true });
    for (const file of readdirSync(draft, { recursive: true }).filter((one) => one.endsWith('.tmpl'))) {
      const text = readFileSync(join(draft, file), 'utf8');
      rmSync(join(draft, file));
      await written(
        join(draft, file.replace('__ID__', id).replace(/\.tmpl$/, '')),
        text.replaceAll('__ID__', id).replaceAll('__NAME__', title).replaceAll('__CAMEL__', camel),
      );
    }
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

async function writeLine({ kind, id, camel }) {
  const { folder, heading, suffix } = KINDS[kind];
  const path = join(plugins, 'plugins.ts');
  const text = readFileSync(path, 'utf8');
  // A source and a notifier may share their name: e-mail comes in and goes out.
  const name = new RegExp(`\\b${camel}\\b`).test(text) ? `${camel}${suffix}` : camel;
  const what = name === camel ? camel : `${camel} as ${name}`;
  const isImport = (line) => line.startsWith('import ');
  const pathOf = (line) => line.slice(line.indexOf(" from '"));
  const lines = text.split('\n');
  const imports = [...lines.filter(isImport), `import { ${what} } from './${folder}/${id}/${id}.js';`];
  const others = lines.filter((line) => !isImport(line));
  const start = others.findIndex((line) => line.trim() === heading) + 1;
  if (start === 0) throw new Refused(`src/plugins/plugins.ts has no line "${heading}"`);
  const length = others.slice(start).findIndex((line) => !/^ {2}\w+,$/.test(line));
  const listed = [...others.slice(start, start + length), `  ${name},`].sort();
  others.splice(start, length, ...listed);
  imports.sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
  await written(path, [...imports, ...others].join('\n'));
}

try {
  const plugin = checked(process.argv.slice(2));
  const folder = await writeFolder(plugin);
  await writeLine(plugin).catch((error) => {
    rmSync(folder, { recursive: true });
    throw error;
  });
  const place = relative(root, folder);
  console.log(`${place} is written and listed in src/plugins/plugins.ts. Its tests are green:

  npm run jest -- --selectProjects unit ${place}

Next: ${
    plugin.kind === 'alert-source'
      ? 'paste one real problem and one real recovery into fixtures/, write what they should become, then change read().'
      : 'teach simulator/ what the real gateway answers, then change send().'
  } src/plugins/README.md goes on from there.`);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
