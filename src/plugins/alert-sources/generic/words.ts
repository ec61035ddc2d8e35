import type { Action } from '../../kit/index.js';

const STATES: Readonly<Record<string, Action>> = Object.fromEntries(
  Object.entries({
    trigger:
      'trigger triggered fire fired firing alert alerting alarm problem open opened new active start started create created ' +
      'down fail failed failing failure error critical warning warn bad unhealthy offline outage 障害 発生 異常 検知',
    resolve:
      'resolve resolved close closed ok up good normal clear cleared recover recovered recovery healthy online success passed ' +
      'fixed end ended inactive 復旧 回復 解消 解決 正常',
    acknowledge: 'acknowledge acknowledged ack acked',
    unacknowledge: 'unacknowledge unacknowledged unack',
    note: 'note comment commented',
    update: 'update updated',
    change: 'change changed deploy deployed',
  }).flatMap(([action, list]) => list.split(' ').map((word) => [word, action as Action])),
);

/** What a sender's state means; only the whole word counts, for "OK -> CRITICAL" is no good news. */
export function actionOf(word: string | undefined): Action | undefined {
  const bare = word?.toLowerCase().replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '') ?? '';
  return Object.hasOwn(STATES, bare) ? STATES[bare] : undefined;
}
