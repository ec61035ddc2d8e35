// node scripts/emoji.mjs FOLDER: writes the table of the emoji picker from an unpacked package emojibase-data
// (MIT; names and keywords of Unicode CLDR). The table is committed: nobody needs the package (49 MB) but to renew it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runScript } from './bootstrap.mjs';
import { emojiTable, inLines } from './emoji/table.mjs';
import { Problem } from './problem.mjs';

const FILES = ['frontend-angular/public/emoji/emoji.json', 'mobile-ionic/public/emoji/emoji.json'];
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));

await runScript(async () => {
  const [folder] = process.argv.slice(2);
  if (!folder) throw new Problem('Say where emojibase-data was unpacked: npm pack emojibase-data, tar xzf …');
  const { version } = json(join(folder, 'package.json'));
  const [en, ja] = ['en', 'ja'].map((language) => ({
    emoji: json(join(folder, language, 'data.json')),
    groups: json(join(folder, language, 'messages.json')).groups,
  }));
  const own = json(join(ROOT, 'scripts/emoji/our-words.json'));
  const { subgroups } = json(join(folder, 'meta/groups.json'));
  const text = inLines(emojiTable({ en, ja, own, subgroups, version }));
  for (const file of FILES) writeFileSync(join(ROOT, file), text);
  console.log(`${text.split('\n').length} lines, ${Buffer.byteLength(text)} bytes`);
});
