import { z } from 'zod';
import { SEVERITIES } from '../../kit/index.js';

const types = (title: string, description: string) =>
  z.array(z.string().min(1).max(500)).max(100).default([]).meta({ title, description });

/** What an integration of CloudEvents may set. */
export const CloudEventsOptions = z.strictObject({
  triggerTypes: types(
    'Types that are problems',
    'Where the last word of a type does not say so: com.example.disk.full',
  ),
  resolveTypes: types(
    'Types that end a problem',
    'Of the same subject, source and beginning: com.example.disk.freed',
  ),
  ignoreTypes: types('Types to leave out', 'They are kept and open nothing.'),
  severities: z
    .record(z.string(), z.enum(SEVERITIES))
    .default({})
    .meta({ title: 'Severity words', description: 'Only for words that are not understood by themselves.' }),
});
export type CloudEventsOptions = z.output<typeof CloudEventsOptions>;
