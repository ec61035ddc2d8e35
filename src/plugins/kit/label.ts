/** Words for people: in both languages of the console, or in one where a plugin speaks no other. */
export type Text = string | { readonly en: string; readonly ja: string };

/** A text as one who reads this language is shown it. */
export const textIn = (text: Text, locale: 'en' | 'ja'): string =>
  typeof text === 'string' ? text : text[locale];

/** Where a JSON Schema has the Japanese words of a field; `title` and `description` are as everybody expects them. */
export const JAPANESE = 'x-ja';

/**
 * What a form shows for a field, and a hint below it: `z.string().meta(label({ en: 'Host', ja: 'ホスト' }))`.
 * `.meta({ title: 'Host' })` is the same in English only.
 */
export function label(title: Text, description?: Text): Readonly<Record<string, unknown>> {
  const said = (locale: 'en' | 'ja') => ({
    title: textIn(title, locale),
    ...(description === undefined ? {} : { description: textIn(description, locale) }),
  });
  const isInBoth = [title, description].some((text) => typeof text === 'object');
  return { ...said('en'), ...(isInBoth ? { [JAPANESE]: said('ja') } : {}) };
}
