import { z } from 'zod';
import { instantOf, linksOf, type Reading, type Severity, unreadable } from '../../kit/index.js';
import { IdText, restOf, Text } from './values.js';

const Names = z.array(z.string()).catch([]);
const Data = z.object({
  description_text: Text,
  description_title: Text,
  web_url: Text,
  metric_alert: z.object({
    id: IdText,
    organization_id: IdText,
    title: Text,
    projects: Names,
    date_started: z.unknown().optional(),
    date_closed: z.unknown().optional(),
    alert_rule: z
      .object({ name: Text, environment: Text, projects: Names })
      .catch({ name: '', environment: '', projects: [] }),
  }),
});

const SEVERITY: Readonly<Record<string, Severity>> = { critical: 'critical', warning: 'warning' };

/** A number that passed a threshold; the incident is the same one from its first word to its last. */
export function readMetricAlert(action: string, data: Readonly<Record<string, unknown>>): Reading {
  const parsed = Data.safeParse(data);
  if (!parsed.success) return unreadable(parsed.error);
  const { metric_alert: incident, description_text: text, description_title: heading, web_url } = parsed.data;
  const { id, organization_id: organisation, date_started, date_closed, projects, title } = incident;
  const { alert_rule: rule } = incident;
  const isOver = action === 'resolved';
  const severity = Object.hasOwn(SEVERITY, action) ? SEVERITY[action] : undefined;
  return {
    outcome: 'signals',
    signals: [
      {
        action: isOver ? 'resolve' : 'trigger',
        kind: 'problem',
        dedupKey: `metric:${organisation}/${id}`,
        title: rule.name || heading.replace(/^\w+: /, '') || title || undefined,
        // Sentry writes the break of a line as a backslash and an n.
        description: text.replaceAll('\\n', '\n') || undefined,
        severity: isOver ? undefined : (severity ?? 'unknown'),
        sourceSeverity: isOver ? undefined : action || undefined,
        service: projects[0] ?? rule.projects[0],
        environment: rule.environment || undefined,
        details: restOf(data['metric_alert']),
        links: linksOf({ source: web_url }),
        startedAt: instantOf(date_started),
        endedAt: isOver ? instantOf(date_closed) : undefined,
      },
    ],
    warnings:
      isOver || severity !== undefined
        ? []
        : ['a metric alert in a state that nobody knows was taken for a problem'],
  };
}
