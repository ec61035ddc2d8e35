import { defineAlertSource, onCallRoutes, type Route } from '../../kit/index.js';
import { readFormatted } from './formatted.js';
import { OnCallOptions } from './options.js';
import { SAMPLE } from './sample.js';
import { setup } from './setup.js';

/** A sign of life is one whoever reads the alerts of this key: OnCall had the address for every type. */
const heartbeats: readonly Route[] = ['/integrations/v1', '/oncall/integrations/v1'].flatMap((prefix) =>
  [`${prefix}/:type/:key/heartbeat`, `${prefix}/heartbeat/:key`].flatMap((path) =>
    ['GET', 'POST'].map((method) => ({ method, path, kind: 'signals' as const, anyKey: 'this' as const })),
  ),
);

export const grafanaOncall = defineAlertSource<OnCallOptions>({
  id: 'grafana-oncall',
  name: 'Grafana OnCall',
  options: OnCallOptions,
  sample: SAMPLE,
  // Types that a source of ours knows are that source's own routes, and more literal than `:type`.
  routes: [...onCallRoutes('formatted_webhook', ':type'), ...heartbeats],
  readByAddress: true,
  // Zabbix tries again, most others do not.
  retries: false,
  read(delivery, options) {
    // OnCall had one for each integration, and no name for it.
    return /\/heartbeat(\/|$)/.test(delivery.path)
      ? { outcome: 'heartbeat', name: 'heartbeat' }
      : readFormatted(delivery, options);
  },
  setup,
});
