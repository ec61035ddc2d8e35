import type { CallLogRow } from './call.state.js';
import type { LogRow } from './escalation.state.js';
import type { ExplainLocale } from './explain.texts.js';
import { CHANNEL_WORDS, NAMELESS, SEVERITY_WORDS, TEXTS } from './explain.texts.js';
import type { UserId } from './policy.js';
import type { Reason } from './reasons.rules.js';
import { callReasonsOf, reasonsFor, reasonsOf } from './reasons.rules.js';

/** The name of a person or device, by id; nothing when it is not known any more. */
export type Names = (id: string) => string | undefined;

/** One log row, of an escalation or of a call, in sentences for one reader. */
export function explain(row: LogRow | CallLogRow, names: Names, locale: ExplainLocale): readonly string[] {
  const reasons = 'candidates' in row ? reasonsOf(row) : callReasonsOf(row);
  return reasons.map((reason) => sentence(reason, names, locale));
}

/** "Why was I (not) called?" */
export function explainFor(
  rows: readonly LogRow[],
  userId: UserId,
  names: Names,
  locale: ExplainLocale,
): readonly string[] {
  return reasonsFor(rows, userId).map((reason) => sentence(reason, names, locale));
}

export function sentence({ code, params }: Reason, names: Names, locale: ExplainLocale): string {
  return TEXTS[code][locale].replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (_, key, one, many) => {
    const value = worded(key as keyof Reason['params'], params, names, locale);
    if (one === undefined) return value;
    return (value === '1' ? one : many) as string;
  });
}

/** What stands in the place of a hole. */
export function worded(
  key: keyof Reason['params'],
  params: Reason['params'],
  names: Names,
  locale: ExplainLocale,
): string {
  switch (key) {
    case 'person':
      return person(params.person, names, locale);
    case 'people':
      return list(
        (params.people ?? []).map((userId) => person(userId, names, locale)),
        locale,
      );
    case 'device':
      return device(params.device, names, locale);
    case 'severity':
      return params.severity ? SEVERITY_WORDS[params.severity][locale] : '';
    default:
      return String(params[key] ?? '');
  }
}

function person(userId: UserId | undefined, names: Names, locale: ExplainLocale): string {
  const name = userId === undefined ? undefined : names(userId);
  if (name === undefined) return NAMELESS.person[locale];
  return locale === 'ja' ? `${name}さん` : name;
}

function device(by: string | undefined, names: Names, locale: ExplainLocale): string {
  if (by === undefined) return NAMELESS.device[locale];
  return names(by) ?? CHANNEL_WORDS[by]?.[locale] ?? NAMELESS.device[locale];
}

function list(names: readonly string[], locale: ExplainLocale): string {
  if (locale === 'ja') return names.join('、');
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
