import type { EN } from './en/index';

type Sections = typeof EN;

/** Every text there is: `section.key`, checked at compile time in code and templates. */
export type TextKey = {
  [S in keyof Sections & string]: `${S}.${keyof Sections[S] & string}`;
}[keyof Sections & string];

type TextOf<K extends TextKey> = K extends `${infer S}.${infer T}`
  ? S extends keyof Sections
    ? T extends keyof Sections[S]
      ? Sections[S][T]
      : never
    : never
  : never;

type Names<S> = S extends `${string}{{${infer P}}}${infer Rest}` ? P | Names<Rest> : never;

/** No second argument for a text without places; all its places by name for one with them. */
export type TextArguments<K extends TextKey> = [Names<TextOf<K>>] extends [never]
  ? []
  : [values: Record<Names<TextOf<K>>, string | number>];

/** `x.alerts` for the pair `x.alerts_one` and `x.alerts_other`. */
export type CountKey = TextKey extends infer K ? (K extends `${infer B}_other` ? B : never) : never;

/** What another language has to give: every key, but not the forms its grammar has no use for. */
export type Translation = {
  [S in keyof Sections]: {
    [K in keyof Sections[S] as K extends `${string}_one` ? never : K]: string;
  };
};

/** A text without places, to be held in data and shown later. */
export type PlainKey = { [K in TextKey]: [Names<TextOf<K>>] extends [never] ? K : never }[TextKey];
