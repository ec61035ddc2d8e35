import { fitsGlob } from '../../kit/index.js';
import type { EmailOptions } from './options.js';

/** A subject without what it says about the state: the same in a problem and in its recovery. */
export interface Subject {
  readonly bare: string;
  /** What was taken off, in small letters, from the outside to the inside. */
  readonly words: readonly string[];
}

const WELL =
  '障害復旧|障害回復|障害解消|復旧済み?|復旧|回復|解消|解決済み?|解決|正常|resolved|recovery|recovered|ok|up|closed|cleared|normal';
const ILL =
  '障害発生|障害|異常|発生|firing|alerting|alarm|problem|re-triggered|triggered|down|unreachable|no data';
/** These say how bad it is; "[RESOLVED] disk (critical)" is over all the same. */
const BAD = '警告|注意|重大|緊急|エラー|危険|critical|crit|warning|warn|error|unknown|emergency|major|minor';
const STATE = `${WELL}|${ILL}|${BAD}`;
const AFTER = '(?:のお知らせ|のご連絡|通知|しました|メール|連絡)?';

const before = (pattern: string): RegExp => new RegExp(`^${pattern}\\s*`, 'i');
/** What may stand before the fault's own name. */
const BEFORE: readonly RegExp[] = [
  before('(re|fwd?|aw|sv|tr)\\s*:'),
  before('\\[(external|ext|spam|monitor alert|alert|アラート|監視)\\]'),
  before('【(アラート|監視)】'),
  before(`\\[\\s*(${STATE})${AFTER}(?:\\s*:\\s*\\d{1,6})?\\s*\\]`),
  before(`[【（(〔]\\s*(${STATE})${AFTER}\\s*[】）)〕]`),
  // "Resolved in 6s: …", "Updated problem in 1h 2m: …"
  before('(resolved|updated problem)(?: in [^:]{1,40})?\\s*:'),
  before('monitor is (down|up)\\s*:'),
  before(`(${STATE})${AFTER}(?: alert)?\\s*[:：]`),
  // Nagios: "** PROBLEM Service Alert: …"
  before(
    '\\*{1,3}\\s*(problem|recovery|acknowledgement|(?:flapping|downtime)\\w{3,8})\\s(?=\\s*(?:service|host) alert)',
  ),
];

/**
 * What may stand behind it. Only what cannot be part of a sentence: "the name could not be resolved" and "the load is up"
 * are no good news.
 */
const BEHIND: readonly RegExp[] = [
  /\sis (OK|UP|DOWN|UNREACHABLE|CRITICAL|WARNING|UNKNOWN)[!\s*]{0,6}$/,
  new RegExp(`\\s*(?:\\s[-–—|]\\s+|[:：]\\s*)(${STATE})${AFTER}$`, 'i'),
  new RegExp(`\\s*[[【（(〔]\\s*(${STATE})${AFTER}\\s*[\\]】）)〕]$`, 'i'),
  new RegExp(`(障害復旧|障害回復|障害解消|障害発生)${AFTER}。?$`),
  new RegExp(`(?:\\s|[がはの])(復旧|回復|解消|障害|異常)(?:しました|のお知らせ|通知)。?$`),
];

const MOST_WORDS = 8;
const PATTERNS: readonly (readonly [RegExp, 'before' | 'behind'])[] = [
  ...BEFORE.map((pattern) => [pattern, 'before'] as const),
  ...BEHIND.map((pattern) => [pattern, 'behind'] as const),
];

export function subjectOf(subject: string): Subject {
  let bare = subject.trim().slice(0, 1000);
  const words: string[] = [];
  while (words.length < MOST_WORDS) {
    const next = taken(bare);
    if (!next) break;
    words.push(next.word);
    bare = next.rest;
  }
  return { bare: bare.replace(/^[*\s]{1,6}|[*\s]{1,6}$/g, ''), words };
}

function taken(text: string): { readonly word: string; readonly rest: string } | undefined {
  for (const [pattern, side] of PATTERNS) {
    const found = pattern.exec(text);
    const rest =
      found && (side === 'before' ? text.slice(found[0].length) : text.slice(0, found.index)).trim();
    // Nothing but states: then they are its name.
    if (rest && found[1] !== undefined) return { word: found[1].toLowerCase(), rest };
  }
  return undefined;
}

const isOf = (words: string): RegExp => new RegExp(`^(?:${words})$`, 'i');
const [SAYS_WELL, SAYS_ILL] = [isOf(WELL), isOf(ILL)];

export type MailState = 'ill' | 'well' | 'note';

/** The outermost word that says one or the other; where none does it is a problem. */
export function stateOf(subject: string, { words }: Subject, { resolveSubjects }: EmailOptions): MailState {
  if (resolveSubjects.some((pattern) => fitsGlob(subject, pattern))) return 'well';
  if (words.some((word) => /^(updated problem|acknowledgement|flapping|downtime)/.test(word))) return 'note';
  const telling = words.find((word) => SAYS_WELL.test(word) || SAYS_ILL.test(word));
  return telling !== undefined && SAYS_WELL.test(telling) ? 'well' : 'ill';
}
