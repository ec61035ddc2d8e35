import { z } from 'zod';

/** The operator's. */
export const Settings = z.strictObject({
  // The operator's and not a target's: it usually lies in our own network.
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/[?#@]/.test(url), 'only the address that people open Mattermost at')
    .transform((url) => url.replace(/\/+$/, ''))
    .meta({ title: 'Address of Mattermost' }),
  consoleUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ title: 'Address of the console', description: 'Put before links that name only a place in it.' }),
});
export type Settings = z.output<typeof Settings>;

/** A person types it. */
export const Target = z.strictObject({
  hookKey: z
    .string()
    .regex(/^[a-z0-9]{26}$/, 'the 26 signs behind /hooks/ in the address of the incoming webhook')
    .meta({ title: 'Key of the incoming webhook', description: 'Who knows it can write into the channel.' }),
});
export type Target = z.output<typeof Target>;
