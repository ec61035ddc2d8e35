import { z } from 'zod';
import { instantOf, linksOf, type Reading, severityOf, signals, unreadable } from '../../kit/index.js';
import type { SentryOptions } from './options.js';
import { IdText, restOf, Tags, Text } from './values.js';

const Metadata = z.object({ type: Text, value: Text }).catch({ type: '', value: '' });
const Event = z.object({
  title: Text,
  message: Text,
  culprit: Text,
  level: Text,
  environment: Text,
  metadata: Metadata,
  url: Text,
  web_url: Text,
  datetime: z.unknown().optional(),
  timestamp: z.unknown().optional(),
  tags: Tags,
});
type Event = z.output<typeof Event>;

/** Before 2020 the issue had no field of its own, only its address. */
const OfIssue = Event.extend({ issue_id: IdText.optional().catch(undefined), issue_url: Text })
  .transform((event) => ({
    ...event,
    issue: event.issue_id ?? /\/issues\/(\d{1,30})\//.exec(event.issue_url)?.[1] ?? '',
  }))
  .refine(({ issue }) => issue !== '', 'it names no issue');

/** What an alert rule sends: the event that set it off. It never says that it is over; the issue does. */
export function readEventAlert(data: Readonly<Record<string, unknown>>, options: SentryOptions): Reading {
  const parsed = z.object({ event: OfIssue, triggered_rule: Text }).safeParse(data);
  if (!parsed.success) return unreadable(parsed.error);
  const { event, triggered_rule: rule } = parsed.data;
  const [, project] = /\/projects\/[^/]+\/([^/]+)\/events\//.exec(event.url) ?? [];
  return signals({
    ...whatHappened(event, event.level, options),
    details: restOf(data['event'], 'title', 'message', 'tags'),
    dedupKey: `issue:${event.issue}`,
    service: project,
    labels: { ...event.tags, ...(rule ? { rule } : {}) },
    links: linksOf({ source: event.web_url || event.url }),
  });
}

/** The *WebHooks* plugin of older projects: no envelope, no action, no signature. */
export function readLegacy(body: Readonly<Record<string, unknown>>, options: SentryOptions): Reading {
  const parsed = z
    .object({
      id: IdText,
      project: Text,
      project_slug: Text,
      level: Text,
      message: Text,
      culprit: Text,
      url: Text,
      triggering_rules: z.array(z.string()).catch([]),
      event: Event.catch(() => Event.parse({})),
    })
    .safeParse(body);
  if (!parsed.success) return unreadable(parsed.error);
  const { id, project, project_slug, level, message, culprit, url, triggering_rules: rules } = parsed.data;
  const { event } = parsed.data;
  const [rule] = rules;
  return signals({
    ...whatHappened(
      { ...event, message: message || event.message, culprit: culprit || event.culprit },
      level || event.level,
      options,
    ),
    details: { ...restOf(body, 'event', 'message', 'url'), event: restOf(body['event'], 'tags') },
    dedupKey: `issue:${id}`,
    service: project_slug || project || undefined,
    labels: { ...event.tags, ...(rule ? { rule } : {}) },
    links: linksOf({ source: url }),
  });
}

function whatHappened(event: Event, level: string, options: SentryOptions) {
  const { title, message, culprit, environment, metadata, datetime, timestamp, tags } = event;
  const { type, value } = metadata;
  return {
    action: 'trigger' as const,
    kind: isSample(event) ? ('test' as const) : ('problem' as const),
    title: title || [type, value].filter(Boolean).join(': ') || message || culprit || undefined,
    description: message || (culprit && `in ${culprit}`) || undefined,
    severity: severityOf(level, options.severities),
    sourceSeverity: level || undefined,
    host: tags['server_name'],
    environment: tags['environment'] || environment || undefined,
    teams: tags['team'] ? [tags['team']] : undefined,
    startedAt: instantOf(datetime) ?? instantOf(timestamp),
  };
}

/** Its own button "Send test notification" makes one up. */
const isSample = ({ tags, title }: Event): boolean =>
  tags['sample_event'] === 'yes' || /^This is an example \w+ exception$/i.test(title);
