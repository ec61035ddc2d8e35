import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LANGUAGES = ['en', 'ja'] as const;

/** The groups of texts that a file adds: of two with one name the later would take the place of the other. */
const groupsOf = (language: string): string[] =>
  readdirSync(join(__dirname, language))
    .filter((file) => file !== 'index.ts')
    .flatMap((file) =>
      [...readFileSync(join(__dirname, language, file), 'utf8').matchAll(/^ {2}'?([\w-]+)'?: \{/gm)].map(
        ([, name = '']) => name,
      ),
    );

it.each(LANGUAGES)('no two files of texts have a group of one name (%s)', (language) => {
  const groups = groupsOf(language);
  expect(groups.length).toBeGreaterThan(50);
  expect(groups.filter((name, i) => groups.indexOf(name) !== i)).toEqual([]);
});
