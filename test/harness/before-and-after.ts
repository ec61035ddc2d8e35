import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = join(import.meta.dirname, '../../src/plugins/alert-sources');
const HEADING = '## Your configuration, before and after';

/** What an operator changes in the system that sends, as the README of a source shows it. */
export interface Changed {
  readonly source: string;
  /** The line above the block. */
  readonly title: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
  readonly before: string;
  readonly after: string;
}

/** Ids of the sources whose README shows it. */
export const sourcesThatShowIt = (): readonly string[] =>
  readdirSync(SOURCES).filter((id) => readmeOf(id).includes(HEADING));

export function changesOf(source: string): readonly Changed[] {
  const [, part = ''] = readmeOf(source).split(HEADING);
  const section = part.split(/^## /m)[0] ?? '';
  return Array.from(
    section.matchAll(/([^\n]*)\n\n```diff\n([\s\S]*?)\n```/g),
    ([, title = '', block = '']) => {
      const lines = block.split('\n');
      const without = (sign: string): string =>
        lines.flatMap((line) => (line.startsWith(sign) ? [] : [line.slice(1)])).join('\n');
      const with_ = (sign: string) => lines.flatMap((line) => (line.startsWith(sign) ? [line.slice(1)] : []));
      return {
        source,
        title,
        removed: with_('-'),
        added: with_('+'),
        before: without('+'),
        after: without('-'),
      };
    },
  );
}

/** The one whose title begins like this. */
export function changeOf(source: string, title: string): Changed {
  const found = changesOf(source).find((one) => one.title.startsWith(title));
  if (!found) throw new Error(`The README of ${source} shows no change of "${title}"`);
  return found;
}

function readmeOf(source: string): string {
  const path = join(SOURCES, source, 'README.md');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
