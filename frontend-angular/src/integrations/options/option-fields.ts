import type { Language } from '../../design/text/texts';

/** One field of a plugin's options, as far as a form can be drawn of it. */
export type OptionField = {
  readonly name: string;
  /** In the reader's language where the plugin speaks it. */
  readonly title: string;
  readonly hint: string;
  /** The languages of the two, where they are not the reader's. */
  readonly titleLang: 'en' | null;
  readonly hintLang: 'en' | null;
  readonly isRequired: boolean;
} & (
  | { readonly kind: 'text'; readonly initial: string; readonly isSecret: boolean; readonly most: number }
  | { readonly kind: 'number'; readonly initial: string; readonly isWhole: boolean }
  | { readonly kind: 'choice'; readonly initial: string; readonly choices: readonly string[] }
  | { readonly kind: 'switch'; readonly initial: boolean }
  | { readonly kind: 'list'; readonly initial: readonly string[] }
  /** Words and what they mean; `choices` where only some meanings are possible. */
  | { readonly kind: 'table'; readonly choices: readonly string[] | undefined }
  | { readonly kind: 'group'; readonly fields: readonly OptionField[] }
  /** A group for each of some names, as far as it is wanted. */
  | { readonly kind: 'groups'; readonly names: readonly string[]; readonly fields: readonly OptionField[] }
  /** A shape for which there is no drawing: written as JSON. */
  | { readonly kind: 'json' }
);

type Schema = Readonly<Record<string, unknown>>;

const MOST_SIGNS = 2000;

/** The fields of a JSON Schema of an object, in its order. */
export function fieldsOf(schema: unknown, language: Language): readonly OptionField[] {
  const { properties, required } = recordOf(schema);
  const needed = new Set(stringsOf(required));
  return Object.entries(recordOf(properties)).map(([name, inner]) =>
    fieldOf(name, recordOf(inner), needed.has(name), language),
  );
}

function fieldOf(name: string, schema: Schema, isRequired: boolean, language: Language): OptionField {
  const base = { name, isRequired, ...wordsOf(name, schema, language) };
  const initial = schema['default'];
  const choices = stringsOf(schema['enum']);
  switch (schema['type']) {
    case 'string':
      if (choices.length > 0) return { ...base, kind: 'choice', initial: textOf(initial), choices };
      return {
        ...base,
        kind: 'text',
        initial: textOf(initial),
        isSecret: schema['writeOnly'] === true,
        most: typeof schema['maxLength'] === 'number' ? schema['maxLength'] : MOST_SIGNS,
      };
    case 'number':
    case 'integer':
      return {
        ...base,
        kind: 'number',
        initial: typeof initial === 'number' ? String(initial) : '',
        isWhole: schema['type'] === 'integer',
      };
    case 'boolean':
      return { ...base, kind: 'switch', initial: initial === true };
    case 'array':
      return recordOf(schema['items'])['type'] === 'string'
        ? { ...base, kind: 'list', initial: stringsOf(initial) }
        : { ...base, kind: 'json' };
    case 'object':
      return objectOf(base, schema, language);
    default:
      return { ...base, kind: 'json' };
  }
}

type Words = Pick<OptionField, 'title' | 'hint' | 'titleLang' | 'hintLang'>;

/** `x-ja`: what a plugin says in Japanese as well. */
function wordsOf(name: string, schema: Schema, language: Language): Words {
  const [title, hint] = [textOf(schema['title']) || name, textOf(schema['description'])];
  if (language === 'en') return { title, hint, titleLang: null, hintLang: null };
  const own = recordOf(schema['x-ja']);
  const [ownTitle, ownHint] = [textOf(own['title']), textOf(own['description'])];
  return {
    title: ownTitle || title,
    hint: ownHint || hint,
    titleLang: ownTitle === '' ? 'en' : null,
    hintLang: ownHint === '' ? 'en' : null,
  };
}

function objectOf(
  base: Words & Pick<OptionField, 'name' | 'isRequired'>,
  schema: Schema,
  language: Language,
): OptionField {
  if (schema['properties'] !== undefined)
    return { ...base, kind: 'group', fields: fieldsOf(schema, language) };
  const meaning = recordOf(schema['additionalProperties']);
  if (meaning['type'] === 'string') {
    const choices = stringsOf(meaning['enum']);
    return { ...base, kind: 'table', choices: choices.length > 0 ? choices : undefined };
  }
  const names = stringsOf(recordOf(schema['propertyNames'])['enum']);
  if (meaning['properties'] !== undefined && names.length > 0)
    return { ...base, kind: 'groups', names, fields: fieldsOf(meaning, language) };
  return { ...base, kind: 'json' };
}

/** Options as the form holds them: what the server gave, changed field by field. */
export type Options = Readonly<Record<string, unknown>>;

/** With one field set; undefined, or nothing in it, takes it out. */
export function withField(options: Options, name: string, value: unknown): Options {
  const rest = Object.fromEntries(Object.entries(options).filter(([key]) => key !== name));
  if (!(name in options)) return isNothing(value) ? rest : { ...rest, [name]: value };
  // In its place: what is saved should differ by what was changed.
  return Object.fromEntries(
    Object.entries(options).flatMap(([key, old]) => {
      if (key !== name) return [[key, old]];
      return isNothing(value) ? [] : [[key, value]];
    }),
  );
}

/** How many of the fields on top are other than they were. */
export function countDifferent(before: Options, after: Options): number {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  ).length;
}

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0);

export const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
export const stringsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
