import { worded as reasonWord } from './explain.rules.js';
import { type ExplainLocale, type ReasonCode, type Text, TEXTS } from './explain.texts.js';
import { FACT_TEXTS } from './explanation.texts.js';
import {
  DEADLINE_WORDS,
  DECLINE_WORDS,
  FOLLOW_WORDS,
  NOTIFIER_WORDS,
  ORDER_WORDS,
} from './explanation.words.js';
import type { Instant } from './policy.js';
import type { Reason } from './reasons.rules.js';

export type FactCode = ReasonCode | keyof typeof FACT_TEXTS;
export type DeadlineName = keyof typeof DEADLINE_WORDS;
export type Follow = keyof typeof FOLLOW_WORDS;

type FactParams = Reason['params'] & {
  readonly at?: Instant;
  readonly until?: Instant;
  /** A length of time in milliseconds. */
  readonly lasted?: number;
  readonly number?: number;
  readonly version?: number;
  readonly title?: string;
  readonly name?: string;
  readonly origin?: string;
  readonly policy?: string;
  readonly notifier?: string;
  readonly text?: string;
  /** Why somebody declined: a code of the app's, or their own words. */
  readonly reason?: string;
  /** Ids, which a reader gets as names. */
  readonly team?: string;
  readonly schedule?: string;
  readonly deadline?: DeadlineName;
  readonly follow?: Follow;
  readonly order?: CallOrderName;
};
type CallOrderName = keyof typeof ORDER_WORDS;

/** One thing that is known, as data; `said` makes it a sentence for one reader. */
export interface Fact {
  readonly code: FactCode;
  readonly params: FactParams;
}

export const fact = (code: FactCode, params: FactParams = {}): Fact => ({ code, params });

/** Whom a sentence is for. */
export interface Reader {
  readonly names: (id: string) => string | undefined;
  readonly locale: ExplainLocale;
  readonly timeZone: string;
  /** Times of this day are written without their date. */
  readonly day: Instant;
}

/** For programs and screens: what the sentence was made of. */
export interface Said {
  readonly code: string;
  readonly params: Record<string, string>;
  readonly text: string;
}

export const ALL_TEXTS: Readonly<Record<FactCode, Text>> = { ...TEXTS, ...FACT_TEXTS };

export function said(one: Fact, reader: Reader): Said {
  const { code, params } = one;
  const text = ALL_TEXTS[code][reader.locale].replace(
    /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g,
    (_, key: string, single: string | undefined, many: string) => {
      const value = worded(key, params, reader);
      if (single === undefined) return value;
      return value === '1' ? single : many;
    },
  );
  return { code, params: plain(params), text };
}

function worded(key: string, params: FactParams, reader: Reader): string {
  const { locale, names } = reader;
  switch (key) {
    case 'at':
      return params.at === undefined ? '' : clockTime(params.at, reader);
    case 'until':
      return params.until === undefined ? '' : dayTime(params.until, reader);
    case 'lasted':
      return params.lasted === undefined ? '' : lasting(params.lasted, locale);
    case 'deadline':
      return params.deadline ? DEADLINE_WORDS[params.deadline][locale] : '';
    case 'follow':
      return params.follow ? FOLLOW_WORDS[params.follow][locale] : '';
    case 'order':
      return params.order ? ORDER_WORDS[params.order][locale] : '';
    case 'reason':
      return DECLINE_WORDS[params.reason ?? '']?.[locale] ?? quoted(params.reason ?? '', locale);
    case 'notifier':
      return NOTIFIER_WORDS[params.notifier ?? '']?.[locale] ?? params.notifier ?? '';
    case 'team':
    case 'schedule':
      return names(params[key] ?? '') ?? NAMELESS_THING[locale];
    default:
      return reasonWord(key as keyof Reason['params'], params, names, locale);
  }
}

const quoted = (text: string, locale: ExplainLocale): string =>
  locale === 'ja' ? `「${text}」` : `“${text}”`;

const NAMELESS_THING: Text = { en: 'one that was removed', ja: '削除済みのもの' };

function plain(params: FactParams): Record<string, string> {
  const shown = Object.entries(params).flatMap(([key, value]): [string, string][] => {
    if ((key === 'at' || key === 'until') && typeof value === 'number')
      return [[key, new Date(value).toISOString()]];
    return [[key, Array.isArray(value) ? value.join(',') : String(value)]];
  });
  return Object.fromEntries(shown);
}

/** To the tenth of a second: deadlines are seconds long, and people compare these with their telephones. */
function clockTime(at: Instant, reader: Reader): string {
  const time = parts(at, reader.timeZone);
  const clock = `${time.hour}:${time.minute}:${time.second}.${Math.floor((at % 1000) / 100)}`;
  const day = parts(reader.day, reader.timeZone);
  const isSameDay = day.year === time.year && day.month === time.month && day.day === time.day;
  return isSameDay ? clock : `${dateOf(time, reader.locale)} ${clock}`;
}

function dayTime(at: Instant, { timeZone, locale }: Reader): string {
  const time = parts(at, timeZone);
  return `${dateOf(time, locale)} ${time.hour}:${time.minute}`;
}

type Parts = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string>>;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function dateOf({ month, day }: Parts, locale: ExplainLocale): string {
  return locale === 'ja'
    ? `${Number(month)}月${Number(day)}日`
    : `${Number(day)} ${MONTHS[Number(month) - 1] ?? ''}`;
}

function parts(at: Instant, timeZone: string): Parts {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const found = new Map(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes): string => found.get(type) ?? '';
  return {
    year: of('year'),
    month: of('month'),
    day: of('day'),
    hour: of('hour'),
    minute: of('minute'),
    second: of('second'),
  };
}

function lasting(ms: number, locale: ExplainLocale): string {
  const [hourWord, minuteWord, secondWord] = locale === 'ja' ? ['時間', '分', '秒'] : [' h ', ' min ', ' s'];
  if (ms < 120_000) return `${Math.round(ms / 1000)}${secondWord}`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 120) return `${minutes}${minuteWord}${Math.floor((ms % 60_000) / 1000)}${secondWord}`;
  return `${Math.floor(minutes / 60)}${hourWord}${minutes % 60}${minuteWord}`.trim();
}
