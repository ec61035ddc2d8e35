import { defineAlertSource, type Delivery, type Reading, type Route, unreadable } from '../../kit/index.js';
import { addressOf } from './address.js';
import { answer } from './answers.js';
import { readCreate } from './create.js';
import { readFollowUp } from './follow-ups.js';
import { OpsgenieOptions } from './options.js';
import { answerQuestion } from './questions.js';
import { SAMPLE } from './sample.js';
import { setup } from './setup.js';

/** The second is where Jira Service Management keeps the same API. */
const PREFIXES = ['', '/jsm/ops/integration'];

const signals = (path: string, ...methods: readonly string[]): readonly Route[] =>
  methods.map((method) => ({ method, path, kind: 'signals', credential: keyIn }));
const query = (path: string): Route => ({ method: 'GET', path, kind: 'query', credential: keyIn });

export const opsgenieAlerts = defineAlertSource<OpsgenieOptions>({
  id: 'opsgenie-alerts',
  name: 'Opsgenie Alert API',
  options: OpsgenieOptions,
  sample: SAMPLE,
  sampleWith: (key) => ({ headers: { authorization: `GenieKey ${key}` }, body: SAMPLE }),
  routes: PREFIXES.flatMap((prefix) => [
    ...signals(`${prefix}/v2/alerts`, 'POST'),
    ...signals(`${prefix}/v2/alerts/*`, 'POST', 'PUT', 'DELETE'),
    ...signals(`${prefix}/v2/heartbeats/:name/ping`, 'GET', 'POST', 'PUT', 'PATCH'),
    query(`${prefix}/v2/alerts`),
    query(`${prefix}/v2/alerts/*`),
  ]),
  // Alertmanager tries again, Grafana and the SDK do not: where we can remember, we do.
  retries: false,
  // Without an alias each one is a new alert.
  missingKey: 'unique',
  read(delivery, options): Reading {
    const address = addressOf(delivery);
    switch (address.what) {
      case 'create':
        return readCreate(delivery.body, options);
      case 'follow-up':
        return readFollowUp(address, delivery, options);
      case 'ping':
        return { outcome: 'heartbeat', name: address.name };
      default:
        return unreadable('address: it is none of this API');
    }
  },
  respond: (outcome, delivery) => answer(outcome, delivery, keyIn(delivery)),
  query: answerQuestion,
  setup,
});

/** `Authorization: GenieKey …`, or in the address as older clients write it. */
function keyIn({ headers, query: given }: Delivery): string | undefined {
  const [, key] = /^\s*GenieKey\s+(\S+)\s*$/i.exec(headers['authorization'] ?? '') ?? [];
  return key ?? (given['apiKey']?.trim() || undefined);
}
