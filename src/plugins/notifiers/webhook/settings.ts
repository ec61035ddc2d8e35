import { z } from 'zod';
import { secret } from '../../kit/index.js';

const MIN_SECRET_SIGNS = 16;

/** The operator's. */
export const Settings = z
  .strictObject({
    secret: secret('Signing secret'),
    privateHosts: z
      .array(
        z.string().regex(/^[\w.:-]+$/, 'a host name or an IP address, without https:// and without a port'),
      )
      .default([])
      .meta({
        title: 'Hosts in our own network',
        description:
          'Only these may have private or link-local addresses; whatever else leads inside is refused.',
      }),
    consoleUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta({
        title: 'Address of the console',
        description: 'Put before links that name only a place in it.',
      }),
  })
  .refine((settings) => settings.secret.reveal().length >= MIN_SECRET_SIGNS, {
    path: ['secret'],
    message: `at least ${MIN_SECRET_SIGNS} signs: who guesses it can write in our name`,
  });
export type Settings = z.output<typeof Settings>;

/** A person types it. */
export const Target = z.strictObject({
  url: z
    .url({ protocol: /^https$/ })
    .refine((url) => !URL.parse(url)?.username && !URL.parse(url)?.password, 'without user name and password')
    .meta({ title: 'URL' }),
});
export type Target = z.output<typeof Target>;
