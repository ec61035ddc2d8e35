import { z } from 'zod';
import {
  ignored,
  instantOf,
  isRecord,
  linksOf,
  type Reading,
  severityOf,
  type Signal,
  signals,
  textOf,
  unreadable,
} from '../../kit/index.js';
import type { SentryOptions } from './options.js';
import { IdText, restOf, Text } from './values.js';

const Named = z.object({ name: Text, type: Text }).catch({ name: '', type: '' });
const Issue = z.object({
  id: IdText,
  title: Text,
  culprit: Text,
  level: Text,
  status: Text,
  substatus: Text,
  statusDetails: z.record(z.string(), z.unknown()).catch({}),
  project: z.object({ slug: Text, name: Text }).catch({ slug: '', name: '' }),
  assignedTo: Named,
  firstSeen: z.unknown().optional(),
  web_url: Text,
  permalink: Text,
});
type Issue = z.output<typeof Issue>;
type Actor = z.output<typeof Named>;

/** The life of an issue. What alert rules open is closed here: a rule never says that it is over. */
export function readIssue(
  action: string,
  data: Readonly<Record<string, unknown>>,
  actor: unknown,
  options: SentryOptions,
): Reading {
  const parsed = z.object({ issue: Issue }).safeParse(data);
  if (!parsed.success) return unreadable(parsed.error);
  const { issue } = parsed.data;
  const details = restOf(data['issue'], 'title', 'web_url');
  const by = Named.parse(actor);
  switch (action) {
    case 'created':
      return options.issuesOpenAlerts
        ? signals({ ...opened(issue, options), details, startedAt: instantOf(issue.firstSeen) })
        : ignored('new issues open no alerts here');
    case 'unresolved':
      // Without a time: it was first seen before its last end, and must not be taken for news that came late.
      return options.issuesOpenAlerts
        ? signals({
            ...opened(issue, options),
            details,
            note: issue.substatus ? `Sentry: ${issue.substatus}` : undefined,
          })
        : ignored('reopened issues open no alerts here');
    case 'resolved':
      return signals({ ...ended(issue, by), note: howResolved(issue) });
    case 'archived':
    case 'ignored':
      // Sentry says `unresolved` when it is no longer to be ignored, and that opens an alert again.
      return signals({ ...ended(issue, by), note: howArchived(issue) });
    case 'assigned':
      return signals(assigned(issue, by));
    default:
      return ignored('this change of an issue means nothing to an alert');
  }
}

/** An alert rule that watches what is done with an issue, rather than its events. */
export function readActivity(
  data: Readonly<Record<string, unknown>>,
  actor: unknown,
  options: SentryOptions,
): Reading {
  const issue = isRecord(data['issue']) ? data['issue'] : {};
  const status = textOf(issue['status']);
  const action = status === 'resolved' || status === 'ignored' ? status : 'unresolved';
  return readIssue(action, data, actor, { ...options, issuesOpenAlerts: true });
}

function opened(issue: Issue, options: SentryOptions): Signal {
  const { id, title, culprit, level, project, web_url: page, permalink } = issue;
  return {
    action: 'trigger',
    kind: 'problem',
    dedupKey: `issue:${id}`,
    title: title || undefined,
    description: culprit ? `in ${culprit}` : undefined,
    severity: severityOf(level, options.severities),
    sourceSeverity: level || undefined,
    service: project.slug || project.name || undefined,
    links: linksOf({ source: page || permalink }),
  };
}

const ended = ({ id }: Issue, by: Actor): Signal => ({
  action: 'resolve',
  dedupKey: `issue:${id}`,
  actor: by.name || undefined,
});

/** A person who gives it to a person has seen it; a rule of ownership, or a whole team, has not. */
function assigned({ id, assignedTo }: Issue, by: Actor): Signal {
  const isSeen = assignedTo.type === 'user' && by.type === 'user';
  return {
    action: isSeen ? 'acknowledge' : 'note',
    dedupKey: `issue:${id}`,
    actor: (isSeen ? assignedTo.name : by.name) || undefined,
    note: assignedTo.name ? `Assigned to ${assignedTo.name} in Sentry` : 'Assigned in Sentry',
  };
}

function howResolved({ statusDetails }: Issue): string {
  const release = textOf(statusDetails['inRelease']);
  if (release) return `Resolved in Sentry, in release ${release}`;
  if (statusDetails['inNextRelease'] === true) return 'Resolved in Sentry, in the next release';
  return 'Resolved in Sentry';
}

function howArchived({ substatus, statusDetails }: Issue): string {
  const minutes = textOf(statusDetails['ignoreDuration']);
  if (minutes) return `Archived in Sentry for ${minutes} minutes`;
  return substatus ? `Sentry: ${substatus.replaceAll('_', ' ')}` : 'Archived in Sentry';
}
