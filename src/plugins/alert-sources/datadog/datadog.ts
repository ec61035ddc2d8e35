import { z } from 'zod';
import {
  defineAlertSource,
  ignored,
  instantOf,
  isRecord,
  label,
  linksOf,
  type Reading,
  SEVERITIES,
  type Severity,
  severityOf,
  unreadable,
} from '../../kit/index.js';
import { SAMPLE } from './sample.js';
import { setup } from './setup.js';
import { Filled } from './template.js';
import { type Heading, headingOf } from './title.js';

const Options = z.strictObject({
  priorities: z
    .record(z.string(), z.enum(SEVERITIES))
    .default({})
    .meta(
      label(
        { en: 'Meaning of priorities', ja: '優先度の読み替え' },
        {
          en: 'For priorities (P1 to P5) that should mean something else here.',
          ja: '優先度（P1〜P5）を別の重大度として扱う場合に指定します。',
        },
      ),
    ),
  serviceTags: z
    .array(z.string().min(1))
    .default(['service', 'kube_deployment', 'kube_namespace'])
    .meta(
      label(
        { en: 'Service tags', ja: 'サービスのタグ' },
        {
          en: 'The first one that an alert has names its service.',
          ja: 'アラートに最初に見つかったものがサービス名になります。',
        },
      ),
    ),
});
type Options = z.output<typeof Options>;

const TRANSITION = ['alert_transition', 'transition'] as const;
const TITLE = ['title', 'event_title', 'alert_title'] as const;
const BODY = ['body', 'text', 'event_msg', 'message'] as const;
const LINK = ['url', 'link'] as const;

export const datadog = defineAlertSource<Options>({
  id: 'datadog',
  install: { folder: import.meta.dirname, names: ['payload.json'] },
  name: 'Datadog',
  options: Options,
  sample: SAMPLE,
  retries: true,
  read({ body }, options) {
    if (!isRecord(body)) return unreadable('this is no payload of a webhook of Datadog');
    const filled = new Filled(body);
    const title = filled.text(...TITLE);
    const isOurs = [
      'cycle_key',
      'alert_cycle_key',
      'aggreg_key',
      'monitor_id',
      'alert_id',
      ...TRANSITION,
      ...TITLE,
    ];
    if (!isOurs.some((name) => name in body))
      return unreadable('it has none of the fields of the payload that the set-up shows');
    return readingOf(filled, headingOf(title ?? ''), options);
  },
  setup,
});

function readingOf(filled: Filled, heading: Heading, options: Options): Reading {
  const said = filled.text(...TRANSITION);
  // A variable that was not filled in says nothing; what Datadog itself wrote before the title does.
  const state = stateOf(said ?? heading.transition);
  const isOver = state === 'over';
  const priority = filled.text('priority', 'alert_priority', 'severity') ?? heading.priority;
  const tags = tagsOf(filled.list('tags'));
  const scopes = filled.list('scopes', 'scope', 'alert_scope');
  const scoped = { ...tagsOf(heading.on?.split(',') ?? []), ...tagsOf(scopes) };
  const where = { ...scoped, ...tags };
  const at = instantOf(filled.text('date', 'last_updated'));
  const name = heading.name || undefined;
  const dedupKey = keyOf(filled, heading, scopes);
  if (isOver && dedupKey === undefined) return ignored('a recovery that names no alert');
  return {
    outcome: 'signals',
    signals: [
      {
        action: isOver ? 'resolve' : 'trigger',
        kind: heading.isTest ? 'test' : state === 'no data' ? 'no-data' : 'problem',
        dedupKey,
        title: state === 'no data' && name !== undefined ? `No data: ${name}` : name,
        description: textIn(filled.text(...BODY)) ?? filled.text('alert_status'),
        severity: severityIn(state, severityOf(priority, options.priorities), filled.text('alert_type')),
        sourceSeverity: priority ?? filled.text('alert_type'),
        service: options.serviceTags.map((tag) => where[tag]).find(Boolean),
        host: filled.text('hostname', 'host') ?? (where['host'] || undefined),
        environment: where['env'] || where['environment'] || undefined,
        teams: where['team'] ? [where['team']] : undefined,
        labels: where,
        details: filled.rest(...TITLE, ...BODY, ...LINK, 'tags', 'snapshot'),
        links: linksOf({ source: filled.text(...LINK), image: filled.text('snapshot') }),
        startedAt: at,
        endedAt: isOver ? (instantOf(filled.text('last_updated')) ?? at) : undefined,
      },
    ],
    warnings: warningsOf(filled, said, state),
  };
}

type State = 'on' | 'warn' | 'no data' | 'over';
const STATES: Readonly<Record<string, State>> = {
  triggered: 'on',
  're-triggered': 'on',
  renotify: 'on',
  warn: 'warn',
  're-warn': 'warn',
  'no data': 'no data',
  're-no data': 'no data',
  recovered: 'over',
};

const stateOf = (transition = ''): State | undefined => {
  const word = transition.toLowerCase();
  return Object.hasOwn(STATES, word) ? STATES[word] : undefined;
};

/** From the trigger to the recovery it is one cycle; without one, the monitor and what it fired on. */
function keyOf(filled: Filled, { name, on }: Heading, scopes: readonly string[]): string | undefined {
  const cycle = filled.text('cycle_key', 'alert_cycle_key');
  if (cycle !== undefined) return cycle;
  const scope = [...scopes].sort().join(',');
  const monitor = filled.text('monitor_id', 'alert_id');
  if (monitor !== undefined) return `monitor:${monitor}/${scope}`;
  const group = filled.text('aggreg_key');
  if (group !== undefined) return `group:${group}`;
  return name === '' ? undefined : `title:${name}/${scope || (on ?? '')}`;
}

/**
 * A warning is never more than a warning, whatever the priority of its monitor: when it becomes worse, the severity
 * rises, and who took the warning in the afternoon is rung again at night.
 */
function severityIn(
  state: State | undefined,
  priority: Severity | undefined,
  type: string | undefined,
): Severity | undefined {
  const own = priority ?? (type === 'success' ? undefined : severityOf(type));
  return state === 'warn' && own !== 'info' ? 'warning' : own;
}

function warningsOf(filled: Filled, said: string | undefined, state: State | undefined): readonly string[] {
  const { unfilled } = filled;
  return [
    ...(unfilled.length > 0
      ? [`Datadog does not know ${unfilled.join(', ')}: look at the payload of the webhook`]
      : []),
    ...(state === undefined && (said !== undefined || filled.isLiteral(...TRANSITION))
      ? ['a transition that nobody knows was taken for a problem']
      : []),
  ];
}

/** "service:api" is a name and its value; a word alone is a tag all the same. */
const tagsOf = (list: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    list.map((tag) => {
      const colon = tag.indexOf(':');
      return colon < 1 ? [tag.trim(), ''] : [tag.slice(0, colon).trim(), tag.slice(colon + 1).trim()];
    }),
  );

/** Datadog's marks for Markdown, and the handle that sent it here. */
function textIn(body: string | undefined): string | undefined {
  const text = body
    ?.split('\n')
    .filter((line) => line.trim() !== '%%%')
    .join('\n')
    .replace(/(^|\s)@webhook-[\w.-]{1,100}/g, '$1')
    .trim();
  return text || undefined;
}
