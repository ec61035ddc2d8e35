import { z } from 'zod';
import { textsOf } from '../../kit/index.js';

/** A macro that means nothing there stays as it was written; Nagios sends many of them empty. */
const isUnfilled = (text: string): boolean => text.length <= 200 && /^\$_?[A-Z0-9_:]+\$$/.test(text.trim());

const Text = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text.trim() === '' || isUnfilled(text) ? undefined : text));

/** The fields of the published commands, of Nagios and of Icinga. Whatever else is sent is kept. */
const Notification = z.looseObject({
  host: Text.refine((host) => host !== undefined, 'is missing; the command must send it'),
  source: Text,
  notification_type: Text,
  author: Text,
  comment: Text,
  host_alias: Text,
  address: Text,
  service: Text,
  service_alias: Text,
  state: Text,
  host_state: Text,
  state_type: Text,
  last_state: Text,
  output: Text,
  long_output: Text,
  perfdata: Text,
  notes_url: Text,
  timet: Text,
  last_state_change: Text,
  hostgroups: Text,
  servicegroups: Text,
  team: Text,
  host_team: Text,
});
export type Notification = z.output<typeof Notification>;

export const isIcinga = ({ source }: Notification): boolean => /^icinga/i.test(source ?? '');

/** A form, or the same as JSON. */
export const notificationOf = (body: unknown) => Notification.safeParse(textsOf(body));
