import {
  Access1795400000020,
  ApiTokens1795770000020,
  AuditChain1795770000021,
  Oidc1795790000020,
  PasswordLinkPurpose1795771000020,
  PasswordLinks1795690000020,
  SecondFactors1795771000021,
  SessionAge1795690000021,
} from './modules/access/index.js';
import {
  AcknowledgementCounts1795771000060,
  AlertAcknowledged1795750000060,
  AlertExpiry1795740000060,
  Alerts1795400000060,
  AlertSaidSeverity1795760000060,
  Maintenance1795730000061,
  RouteRules1795730000060,
} from './modules/alerts/index.js';
import { DeviceCodes1795771000030, Devices1795400000030 } from './modules/devices/index.js';
import {
  Canaries1795710000082,
  EngineFindings1795690000080,
  Escalation1795400000080,
  EscalationJoins1795680000080,
  EscalationLookups1795710000080,
  LiveRingCalls1795780000080,
  TestRings1795710000081,
} from './modules/escalation/index.js';
import { Incidents1795400000090 } from './modules/incidents/index.js';
import {
  CanaryRoutes1795710000075,
  ContactVerifications1795690000076,
  Notifications1795400000075,
  OutboxTeams1795710000076,
  PhoneCosts1795710000078,
  ProviderRoutes1795690000075,
  TeamChannelPause1795720000077,
  TeamChannels1795710000077,
} from './modules/notifications/index.js';
import { Watch1795700000100 } from './modules/operations/index.js';
import { People1795400000010, ServiceAccounts1795770000010 } from './modules/people/index.js';
import { Policies1795400000050, PolicyEditors1795710000050 } from './modules/policies/index.js';
import { Files1795800000110 } from './modules/files/index.js';
import { Scim1795790000110 } from './modules/scim/index.js';
import { Schedules1795400000040 } from './modules/schedules/index.js';
import { Timeline1795400000095 } from './modules/timeline/index.js';
import { Search1795800000120 } from './modules/search/index.js';
import {
  DeliveryAge1795690000070,
  Heartbeats1795740000070,
  IntegrationHandshakes1795730000071,
  IntegrationRules1795730000070,
  IntegrationWord1795750000070,
  Webhooks1795400000070,
} from './modules/webhooks/index.js';
import type { Schema } from './platform/database/data-sources.js';
import {
  Chores1795690000000,
  EventTeams1795680000000,
  Platform1795400000000,
} from './platform/events/platform.migrations.js';

/** Every table of the house, in the order in which it is made. */
export const schema: Schema = {
  entities: [],
  migrations: [
    Platform1795400000000,
    People1795400000010,
    Access1795400000020,
    Devices1795400000030,
    Schedules1795400000040,
    Policies1795400000050,
    Alerts1795400000060,
    Webhooks1795400000070,
    Notifications1795400000075,
    Escalation1795400000080,
    Incidents1795400000090,
    Timeline1795400000095,
    EventTeams1795680000000,
    EscalationJoins1795680000080,
    Chores1795690000000,
    ProviderRoutes1795690000075,
    ContactVerifications1795690000076,
    EngineFindings1795690000080,
    PasswordLinks1795690000020,
    SessionAge1795690000021,
    DeliveryAge1795690000070,
    Watch1795700000100,
    PolicyEditors1795710000050,
    EscalationLookups1795710000080,
    TestRings1795710000081,
    Canaries1795710000082,
    CanaryRoutes1795710000075,
    OutboxTeams1795710000076,
    PhoneCosts1795710000078,
    TeamChannels1795710000077,
    TeamChannelPause1795720000077,
    RouteRules1795730000060,
    Maintenance1795730000061,
    IntegrationRules1795730000070,
    IntegrationHandshakes1795730000071,
    AlertExpiry1795740000060,
    Heartbeats1795740000070,
    AlertAcknowledged1795750000060,
    IntegrationWord1795750000070,
    AlertSaidSeverity1795760000060,
    ServiceAccounts1795770000010,
    ApiTokens1795770000020,
    AuditChain1795770000021,
    PasswordLinkPurpose1795771000020,
    SecondFactors1795771000021,
    DeviceCodes1795771000030,
    AcknowledgementCounts1795771000060,
    LiveRingCalls1795780000080,
    Oidc1795790000020,
    Scim1795790000110,
    Files1795800000110,
    Search1795800000120,
  ],
};
