import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  defineAlertSource,
  type Delivery,
  ignored,
  isRecord,
  type Reading,
  textOf,
  unreadable,
} from '../../kit/index.js';
import { readEventAlert, readLegacy } from './events.js';
import { readActivity, readIssue } from './issues.js';
import { readMetricAlert } from './metrics.js';
import { SentryOptions } from './options.js';
import { SAMPLE } from './sample.js';
import { setup } from './setup.js';

export const sentry = defineAlertSource<SentryOptions>({
  id: 'sentry',
  name: 'Sentry',
  options: SentryOptions,
  sample: SAMPLE,
  // It tries again after five minutes at best; what was spooled rings sooner.
  retries: false,
  verify({ rawBody, headers }, { clientSecret }) {
    if (!clientSecret) return true;
    const expected = createHmac('sha256', clientSecret.reveal()).update(rawBody).digest();
    const given = Buffer.from(headers['sentry-hook-signature'] ?? '', 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected);
  },
  read(delivery, options) {
    const reading = readBody(delivery, options);
    const deliveryId = delivery.headers['request-id'];
    return reading.outcome === 'signals' && deliveryId
      ? { ...reading, signals: reading.signals.map((signal) => ({ ...signal, deliveryId })) }
      : reading;
  },
  setup,
});

function readBody({ headers, body }: Delivery, options: SentryOptions): Reading {
  if (!isRecord(body)) return unreadable('this is no webhook of Sentry');
  const { data } = body;
  if (!isRecord(data)) return readLegacy(body, options);
  const action = textOf(body['action']) ?? '';
  switch (headers['sentry-hook-resource'] ?? resourceIn(data)) {
    case 'event_alert':
      return readEventAlert(data, options);
    case 'metric_alert':
      return readMetricAlert(action, data);
    case 'issue':
      return readIssue(action, data, body['actor'], options);
    case 'activity_alert':
      return readActivity(data, body['actor'], options);
    case 'installation':
      return ignored('the integration was installed or removed in Sentry');
    case 'error':
      return ignored('a single error; its issue and your alert rules say what matters');
    case 'comment':
      return ignored('a comment in Sentry');
    case undefined:
      return unreadable('it does not say which of the webhooks of Sentry it is');
    default:
      return ignored('a webhook of Sentry that is no alert');
  }
}

/** A proxy may have dropped the header. */
const resourceIn = (data: Readonly<Record<string, unknown>>): string | undefined =>
  'event' in data
    ? 'event_alert'
    : 'metric_alert' in data
      ? 'metric_alert'
      : 'issue' in data
        ? 'issue'
        : undefined;
