import { z } from 'zod';
import {
  ignored,
  linksOf,
  type Reading,
  said,
  severityOf,
  signals,
  textsOf,
  unreadable,
} from '../../kit/index.js';
import type { GrafanaOptions } from './options.js';

const Text = z.string().catch('');
const Rule = z.looseObject({
  ruleName: z.string().min(1),
  state: z.enum(['alerting', 'ok', 'no_data', 'paused', 'pending']),
  ruleId: z.number().catch(0),
  ruleUrl: Text,
  imageUrl: Text,
  message: Text,
  evalMatches: z.array(z.object({ metric: z.string(), value: z.unknown().optional() })).catch([]),
  tags: z.unknown().optional().transform(textsOf),
});

/** Dashboard alerts of Grafana 4 to 10. */
export function readLegacy(body: unknown, options: GrafanaOptions): Reading {
  const parsed = Rule.safeParse(body);
  if (!parsed.success) return unreadable(parsed.error);
  const { ruleName, state, ruleId, ruleUrl, imageUrl, evalMatches, tags, ...rest } = parsed.data;
  const { message } = rest;
  const isUnmeasured = state === 'no_data';
  if (state === 'paused' || state === 'pending') return ignored(`the rule is ${state}`);
  const severity = tags[options.severityLabel];
  return signals({
    action: state === 'ok' ? 'resolve' : 'trigger',
    kind: isUnmeasured ? 'no-data' : 'problem',
    // The Test button, and a rule that was never saved, have no id.
    dedupKey: ruleId ? `rule:${ruleId}` : `rule:${ruleName}:${ruleUrl}`,
    title: isUnmeasured ? `No data: ${ruleName}` : ruleName,
    // The rule's own words describe a fault that nobody measured.
    description: isUnmeasured ? undefined : message || undefined,
    severity: severityOf(severity, options.severities),
    sourceSeverity: severity,
    service: options.serviceLabels.map((label) => tags[label]).find(Boolean),
    host: tags['instance'] || tags['host'] || undefined,
    teams: tags['team'] ? [tags['team']] : undefined,
    labels: tags,
    details: {
      ...said(rest),
      values: Object.fromEntries(evalMatches.map(({ metric, value }) => [metric, value])),
    },
    links: linksOf({ source: ruleUrl, image: imageUrl }),
  });
}
