import { createHash, timingSafeEqual } from 'node:crypto';
import { defineAlertSource, isRecord, onCallRoutes, unreadable, webhookRoutes } from '../../kit/index.js';
import { readEvent } from './event.js';
import { isOnCall, readOnCall } from './oncall.js';
import { ZabbixOptions } from './options.js';
import { SAMPLE } from './sample.js';
import { setup } from './setup.js';

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

export const zabbix = defineAlertSource<ZabbixOptions>({
  id: 'zabbix',
  name: 'Zabbix',
  options: ZabbixOptions,
  sample: SAMPLE,
  routes: [...webhookRoutes('/webhooks/zabbix'), ...onCallRoutes('zabbix')],
  // Seen: on whatever its script throws, as often as the media type says.
  retries: true,
  verify({ headers }, { token }) {
    if (!token) return true;
    return timingSafeEqual(digestOf(headers['authorization'] ?? ''), digestOf(`Bearer ${token.reveal()}`));
  },
  read({ body, receivedAt }, options) {
    if (!isRecord(body)) return unreadable('this is no object, as the media type sends');
    return isOnCall(body) ? readOnCall(body, options) : readEvent(body, options, receivedAt);
  },
  setup,
  install: {
    folder: import.meta.dirname,
    names: ['barry-media-type-6.0.yaml', 'barry-media-type-7.0.yaml'],
  },
});
