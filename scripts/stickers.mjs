// node scripts/stickers.mjs: draws the built-in stickers from Barry's parts. --check: says what is not as drawn.
// --sheet FOLDER: pictures of all of them at 96, 32 and 24 px on dark and on light ground, to be looked at.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT, runScript } from './bootstrap.mjs';
import { Problem } from './problem.mjs';
import { drawn } from './stickers/drawn.mjs';

const PACK = join(ROOT, 'src/modules/stickers/pack');
/** Screens show some of them before anything was asked of the server: they have copies. */
const COPIES = ['frontend-angular/public/stickers', 'mobile-ionic/public/stickers'].map((at) =>
  join(ROOT, at),
);
const pictures = (folder) => readdirSync(folder).filter((name) => name.endsWith('.svg'));

const readOrNothing = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

function wanted(files) {
  const copies = COPIES.flatMap((folder) =>
    pictures(folder).map((name) => [join(folder, name), files[name]]),
  );
  return [...Object.entries(files).map(([name, text]) => [join(PACK, name), text]), ...copies];
}

await runScript(async () => {
  const files = drawn(JSON.parse(readFileSync(join(PACK, 'pack.json'), 'utf8')));
  const [option, folder] = process.argv.slice(2);
  if (option === '--sheet') {
    const { sheets } = await import('./stickers/sheet.mjs');
    return sheets(files, resolve(folder ?? 'test-results/stickers'));
  }
  const stale = wanted(files).filter(([path, text]) => readOrNothing(path) !== text);
  const strangers = pictures(PACK).filter((name) => !(name in files));
  if (strangers.length) throw new Problem(`No pose draws ${strangers.join(', ')} in ${PACK}.`);
  if (option === '--check') {
    if (!stale.length) return;
    throw new Problem(
      `Not as drawn: ${stale.map(([path]) => path).join(', ')}. Run node scripts/stickers.mjs.`,
    );
  }
  for (const [path, text] of stale) {
    if (text === undefined) throw new Problem(`No pose draws ${path}.`);
    writeFileSync(path, text);
  }
});
