import {
  type Action,
  actionOf,
  instantOf,
  isRecord,
  labelsOf,
  linksOf,
  severityOf,
  type Signal,
} from '../../kit/index.js';
import { identified, nameOfWords } from './identity.js';
import { type Mapping, TEXT_FIELDS, type TextField } from './mapping.js';
import { pathOf, pick } from './path.js';
import { type Budget, filled, type Template, templateOf } from './template.js';

/** A mapping that was understood once, for all alerts of a delivery. */
export interface Mapper {
  /** The alerts in what was sent; undefined where the path leads nowhere. */
  items(sent: unknown): readonly unknown[] | undefined;
  /** One alert. `nothing`: the mapping says that it is none; undefined: it fits nowhere. */
  read(item: unknown, sent: unknown, spent: Budget): Signal | 'nothing' | undefined;
}

/** Two that differ in one of these are two. */
const NAMES: ReadonlySet<TextField> = new Set(['dedupKey', 'groupKey', 'deliveryId']);
/** What an alert without a key goes by. */
const WORDS = ['title', 'host', 'service', 'component'] as const;

const OVER_A_STATUS = [
  'trigger',
  'resolve',
  'acknowledge',
  'unacknowledge',
  'note',
  'update',
  'snooze',
] as const;

export function mapperOf(mapping: Mapping): Mapper {
  const fields = TEXT_FIELDS.flatMap((name) => {
    const written = mapping[name];
    return written === undefined ? [] : [[name, templateOf(written), mapping.tables?.[name]] as const];
  });
  const labels = Object.entries(mapping.labels ?? {}).map(
    ([name, written]) => [name, templateOf(written)] as const,
  );
  const status = optional(mapping.status?.from);
  const level = optional(mapping.severity?.from);
  const allLabels = pathOf(mapping.labelsFrom ?? '');
  const list = pathOf(mapping.items ?? '');
  /** Of the words as they were sent, not as far as they are shown. */
  function keyOfWords(item: unknown, sent: unknown, spent: Budget): string | undefined {
    const [title, host, service, component] = WORDS.map((word) => {
      const [, template, table] = fields.find(([name]) => name === word) ?? [];
      return template && translated(identified(template, item, sent, spent), table);
    });
    return title === undefined ? undefined : nameOfWords(title, host, service, component);
  }
  return {
    items(sent) {
      if (!list) return Array.isArray(sent) ? (sent as unknown[]) : [sent];
      const found = pick(sent, list, sent);
      return found.length === 0
        ? undefined
        : found.flatMap((one): readonly unknown[] => (Array.isArray(one) ? (one as unknown[]) : [one]));
    },
    read(item, sent, spent) {
      const fill = (template: Template | undefined) => template && filled(template, item, sent, spent);
      // What happened is told whatever else is cut: a recovery that became a problem would wake somebody.
      const said = status && filled(status, item, sent);
      if (isAmong(mapping.status?.ignore, said)) return 'nothing';
      const texts: Partial<Record<TextField, string>> = Object.fromEntries(
        fields.flatMap(([name, template, table]) => {
          const text = NAMES.has(name) ? identified(template, item, sent, spent) : fill(template);
          const meant = translated(text, table);
          return meant === undefined ? [] : [[name, meant]];
        }),
      );
      const key = texts.dedupKey ?? keyOfWords(item, sent, spent);
      if (key !== undefined) texts.dedupKey = key;
      if ([texts.dedupKey, texts.title, texts.description].every((text) => text === undefined))
        return undefined;
      const severity = level && filled(level, item, sent);
      return {
        ...signalOf(texts, statusOf(said, mapping.status)),
        kind: isAmong(mapping.status?.test, said) ? 'test' : undefined,
        severity: severityOf(severity, mapping.severity?.table),
        sourceSeverity: fill(level),
        labels:
          mapping.labels || allLabels
            ? {
                ...(allLabels && labelsOf(...pick(item, allLabels, sent))),
                ...Object.fromEntries(
                  labels.flatMap(([name, template]) => {
                    const text = fill(template);
                    return text === undefined ? [] : [[name, text]];
                  }),
                ),
              }
            : undefined,
        details: isRecord(item) ? item : undefined,
      };
    },
  };
}

const optional = (written: string | undefined): Template | undefined =>
  written === undefined ? undefined : templateOf(written);

function signalOf(texts: Partial<Record<TextField, string>>, action: Action): Signal {
  const { team, person, link, runbook, image, dashboard, startedAt, endedAt, expiresAt, until, ...plain } =
    texts;
  return {
    ...plain,
    action,
    teams: namesOf(team),
    people: namesOf(person),
    startedAt: instantOf(startedAt),
    endedAt: action === 'resolve' ? instantOf(endedAt) : undefined,
    expiresAt: action === 'trigger' || action === 'update' ? instantOf(expiresAt) : undefined,
    until: action === 'snooze' ? instantOf(until) : undefined,
    links: linksOf({ source: link, runbook, image, dashboard }),
  };
}

/** A path through a list names several, with commas between. */
const namesOf = (text: string | undefined): readonly string[] | undefined =>
  text
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);

const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

const isAmong = (list: readonly string[] | undefined, word: string | undefined): boolean =>
  word !== undefined && (list ?? []).some((one) => same(one, word));

function translated(
  text: string | undefined,
  table:
    { readonly words: Readonly<Record<string, string>>; readonly otherwise?: string | undefined } | undefined,
): string | undefined {
  if (!table) return text;
  const entry =
    text === undefined ? undefined : Object.entries(table.words).find(([word]) => same(word, text));
  return entry?.[1] ?? table.otherwise ?? text;
}

function statusOf(word: string | undefined, lists: Mapping['status']): Action {
  if (isAmong(lists?.test, word)) return 'trigger';
  return OVER_A_STATUS.find((action) => isAmong(lists?.[action], word)) ?? actionOf(word) ?? 'trigger';
}
