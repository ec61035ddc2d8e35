import { z } from 'zod';
import { SEVERITIES } from '../../kit/index.js';
import { pathOf } from './path.js';
import { hasNoFault } from './template.js';

const MOST_WORDS = 50;
const MOST_ENTRIES = 100;

const template = () =>
  z.string().max(500).refine(hasNoFault, 'has something in {{ }} that is no path, or no end');
const text = (title: string) =>
  template().optional().meta({
    title,
    description: 'Text with {{path.to.a.field}} in it; {{a|b|"none"}} takes the first that is there.',
  });
const path = (title: string, description: string) =>
  z
    .string()
    .max(200)
    .refine((written) => pathOf(written) !== undefined, 'is no path')
    .optional()
    .meta({ title, description });
const words = (title: string) => z.array(z.string().max(100)).max(MOST_WORDS).default([]).meta({ title });
const few = (map: Readonly<Record<string, unknown>>): boolean => Object.keys(map).length <= MOST_ENTRIES;
const TOO_MANY = `holds more than ${MOST_ENTRIES}`;

/** The fields that are texts and nothing else. */
export const TEXT_FIELDS = [
  'title',
  'description',
  'dedupKey',
  'groupKey',
  'service',
  'component',
  'host',
  'environment',
  'team',
  'person',
  'link',
  'runbook',
  'image',
  'dashboard',
  'startedAt',
  'endedAt',
  'expiresAt',
  'until',
  'actor',
  'note',
  'deliveryId',
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

const Table = z
  .strictObject({
    words: z
      .record(z.string().max(100), z.string().max(500))
      .refine(few, TOO_MANY)
      .meta({ title: 'Words', description: 'What the sender says, and what it means.' }),
    otherwise: z
      .string()
      .max(500)
      .optional()
      .meta({ title: 'Otherwise', description: 'For every other word; absent: it stays as it is.' }),
  })
  .meta({ title: 'Table' });

/** What an operator draws over a stored delivery, for a shape that nobody knows. Texts and tables only: nothing is run. */
export const Mapping = z.strictObject({
  items: path('List of alerts', 'Path to a list; absent: the body is one alert, or a list of them.'),
  title: text('Title'),
  description: text('Description'),
  dedupKey: text('Key'),
  groupKey: text('Group'),
  service: text('Service'),
  component: text('Component'),
  host: text('Host'),
  environment: text('Environment'),
  team: text('Team'),
  person: text('Person'),
  link: text('Link'),
  runbook: text('Runbook'),
  image: text('Image'),
  dashboard: text('Dashboard'),
  startedAt: text('Started at'),
  endedAt: text('Ended at'),
  expiresAt: text('Over at, unless it is said again'),
  until: text('Snoozed until'),
  actor: text('Who did it there'),
  note: text('Note'),
  deliveryId: template().optional().meta({
    title: 'Id of the message',
    description: 'New for every message: the same id is taken once, whatever else it says.',
  }),
  labels: z
    .record(z.string().max(100), template())
    .refine(few, TOO_MANY)
    .optional()
    .meta({ title: 'Labels', description: 'A text for each label.' }),
  labelsFrom: path(
    'Labels from',
    'Path to a map, or to a list of name:value or of {name, value}: all of it.',
  ),
  tables: z
    .partialRecord(z.enum(TEXT_FIELDS), Table)
    .optional()
    .meta({ title: 'Tables', description: 'For a field above: other words for what the sender says.' }),
  status: z
    .strictObject({
      from: template().meta({ title: 'Text' }),
      trigger: words('Problem'),
      resolve: words('Resolved'),
      acknowledge: words('Acknowledged'),
      unacknowledge: words('No longer acknowledged'),
      note: words('Comment'),
      update: words('Changed'),
      snooze: words('Snoozed'),
      test: words('Test'),
      ignore: words('Ignored'),
    })
    .optional()
    .meta({ title: 'Status', description: 'Words in no list are understood as usual, else as a problem.' }),
  severity: z
    .strictObject({
      from: template().meta({ title: 'Text' }),
      table: z
        .record(z.string().max(100), z.enum(SEVERITIES))
        .refine(few, TOO_MANY)
        .default({})
        .meta({ title: 'Words' }),
    })
    .optional()
    .meta({ title: 'Severity' }),
});
export type Mapping = z.output<typeof Mapping>;
