import type { Action } from './signal.js';

const STATES: Readonly<Record<string, Action>> = Object.fromEntries(
  Object.entries({
    trigger:
      'trigger triggered fire fired firing alert alerting alarm problem open opened new active start started create created ' +
      'down fail failed failing failure error critical warning warn bad unhealthy offline outage 障害 発生 異常 検知',
    resolve:
      'resolve resolved close closed ok up good normal clear cleared recover recovered recovery healthy online success passed ' +
      'fixed end ended inactive 復旧 回復 解消 解決 正常',
    acknowledge: 'acknowledge acknowledged ack acked 確認済 確認済み 対応中',
    unacknowledge: 'unacknowledge unacknowledged unack',
    note: 'note comment commented',
    snooze: 'snooze snoozed silenced muted suppressed 抑制',
    update: 'update updated',
    change: 'change changed deploy deployed',
  }).flatMap(([action, list]) => list.split(' ').map((word) => [word, action as Action])),
);

const LONGEST_WORD = 100;

/**
 * What a sender's word for a state or an event means, where everybody would agree; undefined for all others.
 * Only the whole word counts, for "OK -> CRITICAL" is no good news.
 */
export function actionOf(word: string | undefined): Action | undefined {
  // The search for its end looks back at every character: a stranger's megabyte would take minutes.
  if (word === undefined || word.length > LONGEST_WORD) return undefined;
  const bare = word.toLowerCase().replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return Object.hasOwn(STATES, bare) ? STATES[bare] : undefined;
}
