import { z } from 'zod';
import {
  type Action,
  instantOf,
  isRecord,
  linksOf,
  SEVERITIES,
  severityOf,
  type Signal,
} from '../../kit/index.js';
import { filled } from './template.js';
import { actionOf } from './words.js';

const text = (title: string) =>
  z.string().max(500).optional().meta({
    title,
    description: 'Text with {{path.to.a.field}} in it; {{a|b}} takes the first that is there.',
  });
const words = (title: string) => z.array(z.string().max(100)).max(50).default([]).meta({ title });

/** What an operator draws over a stored delivery, for a shape that nobody knows. */
export const Mapping = z.strictObject({
  items: z
    .string()
    .max(200)
    .optional()
    .meta({ title: 'List of alerts', description: 'Path to a list; absent: the body is one alert.' }),
  title: text('Title'),
  description: text('Description'),
  dedupKey: text('Key'),
  groupKey: text('Group'),
  service: text('Service'),
  component: text('Component'),
  host: text('Host'),
  environment: text('Environment'),
  team: text('Team'),
  link: text('Link'),
  runbook: text('Runbook'),
  image: text('Image'),
  startedAt: text('Started at'),
  endedAt: text('Ended at'),
  labels: z
    .record(z.string().max(100), z.string().max(500))
    .optional()
    .meta({ title: 'Labels', description: 'A text for each label.' }),
  status: z
    .strictObject({
      from: z.string().max(500).meta({ title: 'Text' }),
      trigger: words('Problem'),
      resolve: words('Resolved'),
      acknowledge: words('Acknowledged'),
      ignore: words('Ignored'),
    })
    .optional()
    .meta({ title: 'Status', description: 'Words in no list are understood as usual, else as a problem.' }),
  severity: z
    .strictObject({
      from: z.string().max(500).meta({ title: 'Text' }),
      table: z.record(z.string().max(100), z.enum(SEVERITIES)).default({}).meta({ title: 'Words' }),
    })
    .optional()
    .meta({ title: 'Severity' }),
});
export type Mapping = z.output<typeof Mapping>;

/** Reads one alert by the operator's mapping. `nothing`: it says so itself; undefined: it fits nowhere. */
export function mapped(item: unknown, whole: unknown, mapping: Mapping): Signal | 'nothing' | undefined {
  const fill = (template: string | undefined) =>
    template === undefined ? undefined : filled(template, item, whole);
  const action = statusOf(fill(mapping.status?.from), mapping.status);
  if (action === undefined) return 'nothing';
  const dedupKey = fill(mapping.dedupKey);
  const title = fill(mapping.title);
  const description = fill(mapping.description);
  if (dedupKey === undefined && title === undefined && description === undefined) return undefined;
  const level = fill(mapping.severity?.from);
  const team = fill(mapping.team);
  const labels = Object.entries(mapping.labels ?? {}).flatMap(([name, template]) => {
    const value = fill(template);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    action,
    dedupKey,
    title,
    description,
    groupKey: fill(mapping.groupKey),
    service: fill(mapping.service),
    component: fill(mapping.component),
    host: fill(mapping.host),
    environment: fill(mapping.environment),
    teams: team === undefined ? undefined : [team],
    severity: severityOf(level, mapping.severity?.table),
    sourceSeverity: level,
    labels: mapping.labels ? Object.fromEntries(labels) : undefined,
    startedAt: instantOf(fill(mapping.startedAt)),
    endedAt: action === 'resolve' ? instantOf(fill(mapping.endedAt)) : undefined,
    links: linksOf({
      source: fill(mapping.link),
      runbook: fill(mapping.runbook),
      image: fill(mapping.image),
    }),
    details: isRecord(item) ? item : undefined,
  };
}

/** Undefined: the operator said that this word is no alert. */
function statusOf(word: string | undefined, table: Mapping['status']): Action | undefined {
  const names = (list: readonly string[] = []) =>
    word !== undefined && list.some((one) => one.trim().toLowerCase() === word.toLowerCase());
  if (names(table?.ignore)) return undefined;
  if (names(table?.trigger)) return 'trigger';
  if (names(table?.resolve)) return 'resolve';
  if (names(table?.acknowledge)) return 'acknowledge';
  return actionOf(word) ?? 'trigger';
}
