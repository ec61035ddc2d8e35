import { z } from 'zod';
import { SEVERITIES } from '../../kit/index.js';

const Globs = z.array(z.string().min(1).max(200)).max(50).default([]);

/** What an integration of mail may set. */
export const EmailOptions = z.strictObject({
  resolveSubjects: Globs.meta({
    title: 'Subjects that resolve',
    description: 'With * for anything, for example *all clear*. Beside the usual words, which are known.',
  }),
  ignoreSubjects: Globs.meta({
    title: 'Subjects that mean nothing',
    description: 'With * for anything, for example *weekly report*.',
  }),
  senders: Globs.meta({
    title: 'Only from these senders',
    description: 'Addresses with * for anything, for example *@monitor.example.jp. Empty: from anybody.',
  }),
  severity: z.enum(SEVERITIES).default('unknown').meta({
    title: 'Severity',
    description:
      'Of a mail that says nothing of it, neither in its text ("Severity: High") nor in its subject.',
  }),
  severities: z
    .record(z.string(), z.enum(SEVERITIES))
    .default({})
    .meta({ title: 'Severity words', description: 'Only for words that are not understood by themselves.' }),
  useThreads: z.boolean().default(true).meta({
    title: 'The thread of a mail names its alert',
    description: 'Off, for a sender that puts all of its mails into one thread: then the subject does.',
  }),
});
export type EmailOptions = z.output<typeof EmailOptions>;
