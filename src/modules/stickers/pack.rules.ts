import { svgFaults, svgIds } from '../../platform/pictures/svg.rules.js';
import type { PackList } from './stickers.dto.js';

export const STICKER_BYTES = 8 * 1024;

/** File name → text, as they lie beside the list. */
export type Pictures = Readonly<Record<string, string>>;

/** What keeps a pack from being shown; empty for a sound one. */
export function packFaults(list: PackList, pictures: Pictures): readonly string[] {
  const files = list.stickers.map(({ id }) => `${id}.svg`);
  return [
    ...twice(files).map((file) => `${file} is listed twice`),
    ...files.filter((file) => !(file in pictures)).map((file) => `${file} is missing`),
    ...Object.keys(pictures)
      .filter((file) => !files.includes(file))
      .map((file) => `${file} is not listed`),
    ...Object.entries(pictures).flatMap(([file, svg]) =>
      svgFaults(svg, STICKER_BYTES).map((fault) => `${file}: ${fault}`),
    ),
    ...twice(Object.values(pictures).flatMap(svgIds)).map((id) => `two pictures share the id ${id}`),
    ...list.stickers
      .filter(({ id, text }) => !(pictures[`${id}.svg`] ?? '').includes(titleOf(text)))
      .map(({ id }) => `${id}.svg: its title is not its text`),
    ...twice(list.stickers.flatMap(({ text }) => [text.en, text.ja])).map((text) => `two say ${text}`),
  ];
}

/** A screen reader that meets the picture alone reads this. */
const titleOf = ({ en, ja }: { readonly en: string; readonly ja: string }): string =>
  `<title>${en} / ${ja}</title>`;

const twice = (names: readonly string[]): readonly string[] =>
  names.filter((name, at) => names.indexOf(name) !== at);
