import { access } from './modules/access/access.operations.js';
import { audit, exportAudit } from './modules/access/audit.operations.js';
import { singleSignOn } from './modules/access/oidc.operations.js';
import { serviceAccounts } from './modules/access/service-accounts.operations.js';
import { alerts } from './modules/alerts/alerts.operations.js';
import { devices } from './modules/devices/devices.operations.js';
import { engine, escalation, rings } from './modules/escalation/escalation.operations.js';
import { explanations } from './modules/escalation/explanation.operations.js';
import { testRings } from './modules/escalation/test-rings.operations.js';
import { files } from './modules/files/files.operations.js';
import { incidents } from './modules/incidents/incidents.operations.js';
import { notifications } from './modules/notifications/notifications.operations.js';
import { secrets } from './modules/operations/secrets.operations.js';
import { watch } from './modules/operations/watch.operations.js';
import { people } from './modules/people/people.operations.js';
import { policies } from './modules/policies/policies.operations.js';
import { schedules } from './modules/schedules/schedules.operations.js';
import { directoryGroups } from './modules/scim/directory-groups.operations.js';
import { search } from './modules/search/search.operations.js';
import { stickers } from './modules/stickers/stickers.operations.js';
import { timeline } from './modules/timeline/timeline.operations.js';
import { handshakes } from './modules/webhooks/handshakes.operations.js';
import { heartbeats } from './modules/webhooks/heartbeats.operations.js';
import { webhooks } from './modules/webhooks/webhooks.operations.js';
import type { Operation } from './platform/wire/operation.js';
import { EventView, WatchInput } from './modules/timeline/timeline.dto.js';
import type { StreamSpec } from './platform/wire/proto-writer.js';

/** Every operation of the house, in the order of the documents. */
export const allOperations: readonly Operation[] = [
  access,
  serviceAccounts,
  singleSignOn,
  audit,
  people,
  directoryGroups,
  devices,
  schedules,
  policies,
  alerts,
  webhooks,
  handshakes,
  heartbeats,
  escalation,
  rings,
  testRings,
  engine,
  explanations,
  incidents,
  files,
  stickers,
  search,
  timeline,
  notifications,
  watch,
  secrets,
].flatMap((group) => Object.values(group) as Operation[]);

/** Server streams; their REST twin is a stream of server-sent events. */
export const allStreams: readonly StreamSpec[] = [
  { module: 'timeline', service: 'EventsService', rpc: 'Watch', input: WatchInput, output: EventView },
  exportAudit,
];
