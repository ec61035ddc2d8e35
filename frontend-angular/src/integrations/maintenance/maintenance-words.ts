import type { Texts } from '../../design/text/texts';
import type { Clock } from '../../design/time/clock';
import { instantOf } from '../../design/time/zoned';
import { conditionInWords, weekdays } from '../rules/rule-words';
import type { MaintenanceForm } from './maintenance-form';

/** Names that the sentences need; the form has ids. */
export interface MaintenanceNames {
  readonly team: string;
  readonly integration: string | undefined;
  readonly service: string | undefined;
}

/** `Sat, Sun 22:00–02:00` */
export function hoursInWords(form: MaintenanceForm, texts: Texts): string {
  const days = weekdays(texts.language())
    .filter(({ day }) => form.weekdays.includes(day))
    .map(({ name }) => name)
    .join(texts.t('rooms.comma'));
  const which = days === '' ? texts.t('maintenance.everyDay') : days;
  return `${which} ${form.hoursFrom}–${form.hoursUntil}`;
}

/** The span, and the hours in it where it recurs. */
export function whenInWords(form: MaintenanceForm, texts: Texts, clock: Clock, zone: string): string {
  const span = `${stamp(form.from, clock, zone) ?? texts.t('maintenance.now')} – ${stamp(form.until, clock, zone) ?? '…'}`;
  return form.recurs ? `${hoursInWords(form, texts)} (${form.hoursZone}), ${span}` : span;
}

export function scopeInWords(form: MaintenanceForm, names: MaintenanceNames, texts: Texts): string {
  const what = [
    names.integration === undefined
      ? ''
      : texts.t('maintenance.coversIntegration', { name: names.integration }),
    names.service === undefined ? '' : texts.t('maintenance.coversService', { name: names.service }),
    ...form.conditions.map((condition) => conditionInWords(condition, texts)),
  ].filter((part) => part !== '');
  return what.length === 0
    ? texts.t('maintenance.coversAll', { team: names.team })
    : texts.t('maintenance.coversOf', { team: names.team, what: what.join(texts.t('routing.join')) });
}

/** When it keeps quiet, as a sentence. */
export function spanSentence(form: MaintenanceForm, texts: Texts, clock: Clock, zone: string): string {
  const until = stamp(form.until, clock, zone) ?? '…';
  const from = stamp(form.from, clock, zone);
  if (!form.recurs)
    return from === undefined
      ? texts.t('maintenance.doesWhenNow', { until })
      : texts.t('maintenance.doesWhen', { from, until });
  const days = weekdays(texts.language())
    .filter(({ day }) => form.weekdays.includes(day))
    .map(({ name }) => name)
    .join(texts.t('rooms.comma'));
  return texts.t('maintenance.doesRecur', {
    days: days === '' ? texts.t('maintenance.everyDay') : days,
    hours: `${form.hoursFrom}–${form.hoursUntil}`,
    zone: form.hoursZone,
    from: from ?? texts.t('maintenance.now'),
    until,
  });
}

function stamp(wall: string, clock: Clock, zone: string): string | undefined {
  const at = instantOf(wall, zone);
  return at === undefined ? undefined : clock.dayAndTime(at);
}
