import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packFaults, type Pictures } from './pack.rules.js';
import { PackList } from './stickers.dto.js';

const FOLDER = join(import.meta.dirname, 'pack');

export interface StickerPicture {
  readonly svg: string;
  /** Of the content: an address with it never changes what it shows. */
  readonly hash: string;
}

export interface BuiltInPack {
  readonly list: PackList;
  /** By the id of the sticker. */
  readonly pictures: ReadonlyMap<string, StickerPicture>;
}

/** Drawn by scripts/stickers.mjs. A broken pack is a broken build: it fails at the start, not under a finger. */
export function readBuiltInPack(folder = FOLDER): BuiltInPack {
  const list = PackList.parse(JSON.parse(readFileSync(join(folder, 'pack.json'), 'utf8')));
  const files = readPictures(folder);
  const faults = packFaults(list, files);
  if (faults.length > 0) throw new Error(`The built-in stickers are broken: ${faults.join('; ')}`);
  const pictures = list.stickers.map(({ id }) => [id, pictureOf(files[`${id}.svg`] ?? '')] as const);
  return { list, pictures: new Map(pictures) };
}

function readPictures(folder: string): Pictures {
  const names = readdirSync(folder).filter((name) => name.endsWith('.svg'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

const pictureOf = (svg: string): StickerPicture => ({
  svg,
  hash: createHash('sha256').update(svg).digest('base64url').slice(0, 16),
});
