import {
  defineAlertSource,
  type Delivery,
  ignored,
  instantOf,
  isRecord,
  labelsOf,
  linksOf,
  type Reading,
  said,
  severityOf,
  type Signal,
  textOf,
  unreadable,
  usualSignal,
  webhookRoutes,
} from '../../kit/index.js';
import { type CloudEvent, eventOf, writtenIn } from './event.js';
import { CloudEventsOptions } from './options.js';
import { SAMPLE } from './sample.js';
import { setup } from './setup.js';
import { keyOf, stateOf } from './state.js';

/** A batch longer than this is a mistake; what is left out is told by one alert of its own. */
const MAX_EVENTS = 1000;
const MAX_ISSUES = 20;

export const cloudevents = defineAlertSource<CloudEventsOptions>({
  id: 'cloudevents',
  name: 'CloudEvents',
  options: CloudEventsOptions,
  sample: SAMPLE,
  routes: [
    ...webhookRoutes('/webhooks/cloudevents'),
    { method: 'OPTIONS', path: '/webhooks/cloudevents/:key', kind: 'signals' },
  ],
  // Some do, and the specification does not ask it of them; whoever does is known by source and id.
  retries: false,
  read(delivery, options) {
    if (delivery.method === 'OPTIONS') return askedIn(delivery);
    const written = writtenIn(delivery);
    if (!written) return unreadable('this is no CloudEvent: neither its content type nor ce- headers say so');
    if (written.length === 0) return ignored('the batch is empty');
    return readingOf(written, options);
  },
  /** May it send here? Only for an address with a key that we know. */
  respond({ problem }, { method, headers }) {
    const origin = headers['webhook-request-origin'];
    if (problem || method !== 'OPTIONS' || origin === undefined) return undefined;
    return {
      status: 200,
      headers: { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '600', allow: 'POST' },
    };
  },
  setup,
});

const askedIn = ({ headers }: Delivery): Reading =>
  headers['webhook-request-origin'] === undefined
    ? ignored('somebody asked what this address can do')
    : { outcome: 'handshake' };

function readingOf(written: readonly unknown[], options: CloudEventsOptions): Reading {
  const read = written.slice(0, MAX_EVENTS).map(eventOf);
  const issues = read.flatMap((one, index) =>
    typeof one === 'string' ? [written.length > 1 ? `event ${index}: ${one}` : one] : [],
  );
  const events = read.filter((one) => typeof one !== 'string');
  if (events.length === 0) return { outcome: 'unreadable', issues: issues.slice(0, MAX_ISSUES) };
  const wanted = events.filter(({ type }) => !options.ignoreTypes.includes(type));
  const left = written.length - MAX_EVENTS;
  const signals = [
    ...onlyOnce(wanted.map((event) => signalOf(event, options))),
    ...(left > 0 ? [overflow(left)] : []),
  ];
  if (signals.length === 0) return ignored('events of this type are left out');
  return {
    outcome: 'signals',
    signals,
    warnings: [
      ...issues.slice(0, MAX_ISSUES),
      ...(events.some(({ id }) => id === undefined)
        ? ['an event without an id: it counts anew whenever it is sent again']
        : []),
    ],
  };
}

function signalOf(event: CloudEvent, options: CloudEventsOptions): Signal {
  const { id, source, type, subject, time, extensions, data } = event;
  const action = stateOf(event, options);
  const usual = isRecord(data) ? usualSignal(data, action) : undefined;
  const word = usual?.sourceSeverity ?? extensions['severitytext'] ?? extensions['severity'];
  const at = instantOf(time);
  const isNew = action === 'trigger' || action === 'change';
  return {
    ...usual,
    action,
    dedupKey: keyOf(event, options),
    // A follow-up that says no more keeps what its alert says.
    title: usual?.title ?? (isNew ? [type, subject].filter(Boolean).join(' ') : undefined),
    description: isRecord(data) ? usual?.description : textOf(data),
    severity: severityOf(word, options.severities),
    sourceSeverity: word,
    labels: { ...labelsOf(extensions), ...usual?.labels },
    details: said({ type, source, id, subject, time, ...extensions, data }),
    links: [...linksOf({ source }), ...(usual?.links ?? [])],
    startedAt: usual?.startedAt ?? (action === 'trigger' ? at : undefined),
    endedAt: action === 'resolve' ? (usual?.endedAt ?? at) : undefined,
    // Unique for each event: for what comes twice, and never the key of an alert.
    deliveryId: id === undefined ? undefined : `${source} + ${id}`,
  };
}

/** A batch may hold an event twice. */
function onlyOnce(signals: readonly Signal[]): readonly Signal[] {
  const seen = new Set<string>();
  return signals.filter(({ deliveryId }) => {
    if (deliveryId === undefined) return true;
    if (seen.has(deliveryId)) return false;
    seen.add(deliveryId);
    return true;
  });
}

const overflow = (left: number): Signal => ({
  action: 'trigger',
  kind: 'monitoring-fault',
  dedupKey: 'too-many-events',
  title: `${left} more events came in one batch`,
  description: `The first ${MAX_EVENTS} were read; the rest is in the stored delivery.`,
});
