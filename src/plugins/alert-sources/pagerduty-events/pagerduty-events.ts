import {
  defineAlertSource,
  type Delivery,
  isRecord,
  type Route,
  textOf,
  unreadable,
} from '../../kit/index.js';
import { answer } from './answers.js';
import { readChange } from './change.js';
import { PagerDutyOptions } from './options.js';
import { SAMPLE } from './sample.js';
import { setup } from './setup.js';
import { readV1 } from './v1.js';
import { readV2 } from './v2.js';

const ENQUEUE = '/v2/enqueue';
const CHANGE = '/v2/change/enqueue';
const CREATE_EVENT = '/generic/2010-04-15/create_event.json';
/** As PagerDuty documents it. */
const LARGEST_EVENT = 512 * 1024;

const post = (path: string): Route => ({
  method: 'POST',
  path,
  kind: 'signals',
  credential: keyIn,
  largestBody: LARGEST_EVENT,
});

export const pagerdutyEvents = defineAlertSource<PagerDutyOptions>({
  id: 'pagerduty-events',
  name: 'PagerDuty Events API',
  options: PagerDutyOptions,
  sample: SAMPLE,
  sampleWith: (key) => ({ body: { routing_key: key, ...SAMPLE } }),
  // Clients look at the length.
  keyLength: 32,
  routes: [ENQUEUE, CHANGE, CREATE_EVENT].map(post),
  // Some try again after a 429 and some after a 5xx, and Grafana never: where we can remember, we do.
  retries: false,
  // Documented: an event without a key is a new alert.
  missingKey: 'unique',
  read({ path, body }, options) {
    if (path.startsWith(CHANGE)) return readChange(body, options);
    if (path.startsWith(ENQUEUE)) return readV2(body, options);
    return path.startsWith(CREATE_EVENT) ? readV1(body) : unreadable('this is no address of the Events API');
  },
  respond: (outcome, delivery) => answer(outcome, delivery, keyIn(delivery)),
  setup,
});

/** In the body; older clients of PagerDuty wrote it into a header. */
function keyIn({ path, body, rawBody, headers }: Delivery): string | undefined {
  const field = path.startsWith(CREATE_EVENT) ? 'service_key' : 'routing_key';
  const header = headers['x-routing-key'];
  // What was too large is cut off and no JSON any more; its key stands at the beginning as a rule.
  const text = isRecord(body) ? textOf(body[field]) : keyInBeginning(rawBody, field);
  return text?.trim() || header?.trim() || undefined;
}

const keyInBeginning = (rawBody: Uint8Array, field: string): string | undefined =>
  new RegExp(`"${field}"\\s{0,9}:\\s{0,9}"([\\w.~+=-]{1,200})"`).exec(new TextDecoder().decode(rawBody))?.[1];
