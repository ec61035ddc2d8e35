import type { Language, Texts } from '../../design/text/texts';
import type { Directory } from '../../session/directory';
import { type ConditionForm, fieldName, LABEL, type RuleForm } from './rules-form';

/** Monday is 1, as the rules count. */
export function weekdays(language: Language): readonly { readonly day: number; readonly name: string }[] {
  const format = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  // 1 January 2024 was a Monday.
  return [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, name: format.format(Date.UTC(2024, 0, day)) }));
}

/** `host looks like (*, ?) “db-*”` */
export function conditionInWords(condition: ConditionForm, texts: Texts): string {
  const { field, test, value } = condition;
  const what = field === LABEL ? fieldName(condition) : texts.word('ruleField', field);
  const how = texts.word('ruleTest', test);
  return test === 'present' || test === 'absent' ? `${what} ${how}` : `${what} ${how} “${value}”`;
}

/** When it holds, in one line. */
export function conditionsInWords(rule: RuleForm, texts: Texts): string {
  const days = weekdays(texts.language());
  const parts = [
    ...rule.conditions.map((condition) => conditionInWords(condition, texts)),
    rule.severities.map((level) => texts.word('severity', level)).join(' / '),
    days
      .filter(({ day }) => rule.weekdays.includes(day))
      .map(({ name }) => name)
      .join(' '),
    rule.from === '' && rule.until === '' ? '' : `${rule.from}–${rule.until}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? texts.t('routing.always') : parts.join(texts.t('routing.join'));
}

/** What it says of an alert for which it holds. */
export function effectInWords(rule: RuleForm, texts: Texts, directory: Directory): string {
  const policy = directory.policy(rule.policyId)?.name;
  const parts = [
    rule.teamIds.map((id) => directory.team(id)?.name ?? '…').join(texts.t('rooms.comma')),
    policy ?? '',
    rule.severity === '' ? '' : texts.word('severity', rule.severity),
    rule.urgency === '' ? '' : texts.word('ruleUrgency', rule.urgency),
  ].filter((part) => part !== '');
  return parts.length === 0 ? texts.t('routing.changesNothing') : parts.join(' · ');
}
