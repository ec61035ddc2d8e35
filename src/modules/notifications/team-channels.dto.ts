import { z } from 'zod';
import { Id, Instant, Locale, Name, Version } from '../../platform/wire/schemas.js';

export const TeamNewsKind = z
  .enum([
    'escalation-started',
    'escalation-taken',
    'escalation-exhausted',
    'escalation-resolved',
    'incident-status',
  ])
  .meta({ id: 'TeamNewsKind' });
export type TeamNewsKind = z.output<typeof TeamNewsKind>;

export const TeamChannelView = z
  .strictObject({
    channelId: Id,
    teamId: Id,
    name: z.string(),
    /** The instance that brings it there. Where that is, is not shown: who knows it can write there. */
    notifier: z.string(),
    news: z.array(TeamNewsKind),
    locale: Locale,
    /** Nothing new goes there; what waits already still leaves. */
    paused: z.boolean(),
    version: Version,
    createdAt: Instant,
    /** Of the last day. */
    sent: z.int(),
    failed: z.int(),
    lastFailure: z.string().optional(),
  })
  .meta({ id: 'TeamChannel' });
export type TeamChannelView = z.output<typeof TeamChannelView>;
export const TeamChannelList = z
  .strictObject({ channels: z.array(TeamChannelView) })
  .meta({ id: 'TeamChannelList' });
export const ListTeamChannelsInput = z.strictObject({ teamId: Id });
export const CreateTeamChannelInput = z
  .strictObject({
    teamId: Id,
    name: Name,
    notifier: z.string().max(60),
    /** As the plugin of the notifier wants it: a channel, a key, an address. */
    target: z.record(z.string(), z.string().max(2000)).default({}),
    news: z.array(TeamNewsKind).min(1).max(10),
    locale: Locale.default('en'),
  })
  .meta({ id: 'CreateTeamChannelInput' });
export const TeamChannelRef = z.strictObject({ teamId: Id, channelId: Id });
/** Where it goes is not among it: another place is another room. */
export const UpdateTeamChannelInput = z
  .strictObject({
    teamId: Id,
    channelId: Id,
    version: Version,
    name: Name.optional(),
    news: z.array(TeamNewsKind).min(1).max(10).optional(),
    locale: Locale.optional(),
    paused: z.boolean().optional(),
  })
  .meta({ id: 'UpdateTeamChannelInput' });
