import type {
  Action,
  AlertView,
  Delivery,
  HttpAnswer,
  IntakeOutcome,
  Severity,
  SourceState,
} from '../../kit/index.js';
import { addressOf } from './address.js';

/** What became of a request, and how an alert stands. */
export async function answerQuestion(delivery: Delivery, state: SourceState): Promise<HttpAnswer> {
  const address = addressOf(delivery);
  const told = () => ({ took: Math.round(state.tookMs()) / 1000, requestId: state.requestId });
  const found = (data: object): HttpAnswer => ({ status: 200, body: { data, ...told() } });
  const missing = (message: string): HttpAnswer => ({ status: 404, body: { message, ...told() } });
  switch (address.what) {
    case 'request': {
      const outcome = await state.request(address.id);
      return outcome
        ? found({ ...requestData(outcome), integrationId: state.integrationId })
        : missing('Request not found. It might not be processed, yet.');
    }
    case 'alert': {
      const alert = await state.alert(address.ref);
      return alert ? found(alertData(alert)) : missing('Alert not found');
    }
    default:
      return missing('Alerts are not listed here');
  }
}

const DONE: Readonly<Record<Action, readonly [string, string]>> = {
  trigger: ['Create', 'Created alert'],
  resolve: ['Close', 'Closed alert'],
  acknowledge: ['Acknowledge', 'Acknowledged alert'],
  unacknowledge: ['UnAcknowledge', 'UnAcknowledged alert'],
  note: ['AddNote', 'Added note'],
  snooze: ['Snooze', 'Snoozed alert'],
  update: ['Update', 'Updated alert'],
  change: ['Update', 'Updated alert'],
};

function requestData({ results, problem, receivedAt }: IntakeOutcome): object {
  const [result] = results;
  const [action, done] = result ? DONE[result.action] : ['', ''];
  const success = problem === undefined && result !== undefined && result.effect !== 'noMatch';
  return {
    success,
    isSuccess: success,
    action,
    processedAt: receivedAt.toISOString(),
    status: success ? done : whyNot(result),
    alertId: result?.alertId ?? '',
    alias: result?.dedupKey ?? '',
  };
}

/** Zabbix's script goes on asking until it reads that there is no open alert. */
function whyNot(result: IntakeOutcome['results'][number] | undefined): string {
  if (!result) return 'It was kept, and changed no alert';
  return result.dedupKey === ''
    ? 'There is no open alert with this id'
    : `There is no open alert with alias [${result.dedupKey}]`;
}

const PRIORITIES: Readonly<Record<Severity, string>> = {
  critical: 'P1',
  high: 'P2',
  warning: 'P3',
  info: 'P5',
  unknown: 'P3',
};

const alertData = (alert: AlertView): object => ({
  id: alert.id,
  tinyId: alert.tiny,
  alias: alert.dedupKey,
  message: alert.title,
  description: alert.description,
  status: alert.status === 'firing' ? 'open' : 'closed',
  acknowledged: alert.acknowledgedBy !== undefined,
  isSeen: alert.acknowledgedBy !== undefined,
  snoozed: alert.snoozedUntil !== undefined,
  ...(alert.snoozedUntil && { snoozedUntil: alert.snoozedUntil.toISOString() }),
  tags: Object.entries(alert.labels).map(([name, value]) => (value === '' ? name : `${name}:${value}`)),
  count: alert.count,
  priority: PRIORITIES[alert.severity],
  owner: alert.labels['owner'] ?? '',
  source: alert.labels['source'] ?? '',
  entity: alert.service ?? '',
  createdAt: alert.openedAt.toISOString(),
  updatedAt: alert.updatedAt.toISOString(),
  lastOccurredAt: alert.updatedAt.toISOString(),
});
