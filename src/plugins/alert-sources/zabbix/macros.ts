import { textsOf } from '../../kit/index.js';

/** What the parameters of our media type say; names as there, values never empty. */
export type Macros = Readonly<Record<string, string | undefined>>;

const LONGEST_MACRO = 256;

/** What Zabbix leaves where a macro does not apply: the macro as it was written, or a word of its own. */
const isUnfilled = (text: string): boolean =>
  text.length <= LONGEST_MACRO && /^(\{\$?[A-Z][A-Z0-9_.]*([:<][^{}]*)?\}|\*UN(KNOWN|DEFINED)\*)$/.test(text);

/** How our script reaches us is no part of what happened, and holds the key. */
const PRIVATE = new Set(['barry_url', 'barry_token', 'http_proxy']);

/** Everything that was filled in. Zabbix writes CRLF into what people wrote on several lines. */
export const filledOf = (body: unknown): Macros =>
  Object.fromEntries(
    Object.entries(textsOf(body)).flatMap(([name, text]) => {
      const value = text.replaceAll('\r\n', '\n');
      return value.trim() === '' || isUnfilled(value.trim()) || PRIVATE.has(name) ? [] : [[name, value]];
    }),
  );

/** User macros that nobody has set, `{$ZABBIX.URL}` above all. */
export const unsetUserMacros = (body: unknown): readonly string[] => [
  ...new Set(Object.values(textsOf(body)).filter((text) => /^\{\$[A-Z0-9_.]{1,60}\}$/.test(text))),
];

/** The Test button of a media type fills nothing in. */
export const isTestButton = (body: unknown): boolean => textsOf(body)['event_id'] === '{EVENT.ID}';
