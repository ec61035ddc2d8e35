import { z } from 'zod';

/** Where Power Automate answers; logic.azure.com is the older of the two. */
const WORKFLOWS = ['*.environment.api.powerplatform.com', '*.logic.azure.com'];

/** The operator's. */
export const Settings = z.strictObject({
  // A target is whatever somebody types: without a list it could be our own network.
  hosts: z
    .array(z.string().min(1))
    .default(WORKFLOWS)
    .meta({ title: 'Hosts of workflows', description: 'Host names; *.example.com stands for all below it.' }),
  consoleUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ title: 'Address of the console', description: 'Put before links that name only a place in it.' }),
});
export type Settings = z.output<typeof Settings>;

/** A person types it. */
export const Target = z.strictObject({
  url: z
    .url({ protocol: /^https$/ })
    .refine(
      (url) => !isConnector(url),
      'this is an Office 365 connector: Microsoft has retired them, make a workflow instead',
    )
    .refine((url) => !URL.parse(url)?.username, 'without user name and password')
    .meta({ title: 'Address of the workflow', description: 'Who knows it can write into the channel.' }),
});
export type Target = z.output<typeof Target>;

const isConnector = (url: string): boolean =>
  /(^|\.)(webhook\.office\.com|outlook\.office(365)?\.com)$/.test(URL.parse(url)?.hostname ?? '');
