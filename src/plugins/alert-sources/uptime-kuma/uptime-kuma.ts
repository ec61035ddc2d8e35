import {
  defineAlertSource,
  ignored,
  instantOf,
  isRecord,
  labelsOf,
  linksOf,
  type Reading,
  said,
  severityOf,
  type Signal,
  signals,
  textOf,
  unreadable,
  webhookRoutes,
} from '../../kit/index.js';
import { type Message, messageOf, noticeOf, stateOf } from './message.js';
import { KumaOptions } from './options.js';
import { SAMPLE } from './sample.js';
import { setup } from './setup.js';

export const uptimeKuma = defineAlertSource<KumaOptions>({
  id: 'uptime-kuma',
  name: 'Uptime Kuma',
  options: KumaOptions,
  sample: SAMPLE,
  routes: [
    ...webhookRoutes('/webhooks/uptime-kuma'),
    { method: 'GET', path: '/webhooks/uptime-kuma/:key', kind: 'signals' },
  ],
  // Whatever it is answered, it does not try again.
  retries: false,
  read(delivery, options) {
    const message = messageOf(delivery);
    if (!message) return unreadable('this has none of msg, heartbeat and monitor');
    return message.heartbeat || message.monitor
      ? readBeat(message, options)
      : readNotice(message.msg ?? '', options);
  },
  setup,
});

function readBeat(message: Message, options: KumaOptions): Reading {
  const { heartbeat = {}, monitor = {}, msg } = message;
  const state = stateOf(message);
  // It fails, and will be tried again: Uptime Kuma says "down" when it is sure.
  if (state === 'pending') return ignored('the monitor is tried again before it counts as down');
  const id = textOf(monitor['id'] ?? heartbeat['monitorID']);
  const name = textOf(monitor['name'])?.trim();
  const dedupKey = id ? `monitor:${id}` : name ? `name:${name}` : undefined;
  if (dedupKey === undefined) return unreadable('monitor: has neither an id nor a name');
  const at = instantOf(heartbeat['time']);
  const labels = labelsOf(tagsIn(monitor));
  const word = labels['severity'];
  const facts: Omit<Signal, 'action'> = {
    dedupKey,
    title: name ?? msg,
    description: textOf(heartbeat['msg']) ?? msg,
    severity: severityOf(word) ?? options.severity,
    sourceSeverity: word,
    service: labels['service'],
    host: hostIn(monitor),
    environment: labels['env'] ?? labels['environment'],
    teams: labels['team'] ? [labels['team']] : undefined,
    labels,
    details: said({ heartbeat: message.heartbeat, monitor: message.monitor, msg }),
    links: linksOf({ source: textOf(monitor['url']), dashboard: pageOf(id, options) }),
  };
  switch (state) {
    case 'up':
      return signals({ ...facts, action: 'resolve', endedAt: at });
    case 'maintenance':
      return signals({ ...facts, action: 'snooze' });
    case 'down':
      return signals({ ...facts, action: 'trigger', startedAt: at });
    case undefined:
      return {
        outcome: 'signals',
        signals: [{ ...facts, action: 'trigger', startedAt: at }],
        warnings: ['a state that nobody knows was taken for a problem'],
      };
  }
}

/** `[{ name, value }]`; a tag without a value is a label all the same. */
const tagsIn = (monitor: Readonly<Record<string, unknown>>): readonly unknown[] =>
  Array.isArray(monitor['tags']) ? monitor['tags'].filter(isRecord) : [];

function hostIn(monitor: Readonly<Record<string, unknown>>): string | undefined {
  const url = URL.parse(textOf(monitor['url']) ?? '');
  return textOf(monitor['hostname'])?.trim() || url?.hostname || undefined;
}

const pageOf = (id: string | undefined, { webUrl }: KumaOptions): string | undefined =>
  webUrl && id ? `${webUrl.replace(/\/$/, '')}/dashboard/${encodeURIComponent(id)}` : undefined;

function readNotice(msg: string, options: KumaOptions): Reading {
  const notice = noticeOf(msg);
  if (notice.kind === 'test')
    return signals({ action: 'trigger', kind: 'test', dedupKey: 'test', title: msg, details: { msg } });
  return signals({
    action: 'trigger',
    // The days that are left change; what runs out stays.
    dedupKey: `${notice.kind === 'expiry' ? 'expires' : 'notice'}:${notice.about}`,
    title: msg,
    severity: options.noticeSeverity,
    details: { msg },
  });
}
