export * from './notifications.dto.js';
export { CanaryRoutes1795710000075 } from './canary-routes.migrations.js';
export { mountCallbacks } from './callbacks.door.js';
export { Informs, type Inform } from './informs.js';
export { Letters } from './letters.js';
export { notifications } from './notifications.operations.js';
export {
  ContactVerifications1795690000076,
  Notifications1795400000075,
  OutboxTeams1795710000076,
  ProviderRoutes1795690000075,
} from './notifications.migrations.js';
export { NotificationsModule } from './notifications.module.js';
export { NotifierInstances } from './notifier-instances.js';
export { LANES, Outbox, type CardDraft, type Draft, type OutboxEntry, type OutboxRow } from './outbox.js';
export { OutboxQueries } from './outbox.queries.js';
export { PhoneCosts1795710000078 } from './phone-costs.migrations.js';
export { PhoneCosts } from './phone-costs.service.js';
export { ReceiptAddresses } from './receipt-address.js';
export { type Distrust, routeOf, Routes } from './routes.service.js';
export type { RouteState } from './route.rules.js';
export { SendTrail, type Trail } from './send-trail.queries.js';
export { type Heard, SendReports, type Sent } from './send-reports.js';
export { TeamChannelPause1795720000077 } from './team-channel-pause.migrations.js';
export { TeamChannels1795710000077 } from './team-channels.migrations.js';
export type { TeamNewsKind } from './team-channels.dto.js';
export { TeamNewsService } from './team-news.js';
export { SenderEngine } from './sender.engine.js';
export { STREAM } from './stream.channel.js';
export { phoneScript, testScript, type InformWords } from './texts.js';
