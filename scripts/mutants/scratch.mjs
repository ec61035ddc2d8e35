// A copy of the tree in which something is broken: whoever edits or tests meanwhile is not disturbed.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What specs of the server read. */
const COPIED = [
  ...['src', 'test', 'scripts', 'proto', 'config', 'docs'],
  ...['package.json', 'jest.config.mjs', 'tsconfig.json', 'nest-cli.json', '.swcrc', '.nvmrc'],
];

export class Scratch {
  constructor(root) {
    this.root = root;
    this.folder = mkdtempSync(join(tmpdir(), 'barry-mutants-'));
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
    for (const name of COPIED) cpSync(join(root, name), join(this.folder, name), { recursive: true });
  }

  /** Everything else is as in the checkout: what the last one broke is whole again. */
  plant(mutant) {
    for (const [file, text] of plantedTexts(this.root, mutant)) writeFileSync(join(this.folder, file), text);
  }

  heal({ edits }) {
    for (const { file } of edits) cpSync(join(this.root, file), join(this.folder, file));
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** File → its text with the fault in it. Throws where a text to find does not stand there exactly once. */
export function plantedTexts(root, { mutant, edits }) {
  const texts = new Map();
  for (const { file, find, replace } of edits) {
    const text = texts.get(file) ?? readFileSync(join(root, file), 'utf8');
    const found = loose(find);
    if (text.split(found).length !== 2)
      throw new Error(`${mutant}: what it breaks is not in ${file} exactly once: ${find}`);
    texts.set(
      file,
      text.replace(found, () => replace),
    );
  }
  return texts;
}

/** The formatter may break a line anywhere that a space stands. */
const loose = (code) =>
  new RegExp(
    code
      .trim()
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/\s+/g, '\\s+'),
  );
