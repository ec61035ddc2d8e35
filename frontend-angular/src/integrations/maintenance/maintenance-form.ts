import { instantOf, wallOf } from '../../design/time/zoned';
import type { CreateMaintenanceInput, Maintenance, RuleCondition, Service } from '../../generated/api/models';
import { type ConditionForm, fieldForm, fieldName, LABEL } from '../rules/rules-form';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MONTH_MS = 30 * 24 * HOUR_MS;

/** A window as the form holds it: everything has a value; `from` and `until` are what the viewer's wall shows. */
export interface MaintenanceForm {
  readonly name: string;
  readonly teamId: string;
  readonly recurs: boolean;
  /** Empty: as soon as it is saved. */
  readonly from: string;
  readonly until: string;
  readonly weekdays: readonly number[];
  readonly hoursFrom: string;
  readonly hoursUntil: string;
  readonly hoursZone: string;
  /** Empty: of any. */
  readonly integrationId: string;
  readonly serviceId: string;
  readonly conditions: readonly ConditionForm[];
}

/** A window of an hour, from now on. */
export const newMaintenance = (given: {
  readonly teamId: string;
  readonly now: number;
  readonly zone: string;
}): MaintenanceForm => ({
  name: '',
  teamId: given.teamId,
  recurs: false,
  from: '',
  until: wallOf(given.now + HOUR_MS, given.zone),
  weekdays: [],
  hoursFrom: '01:00',
  hoursUntil: '03:00',
  hoursZone: given.zone,
  integrationId: '',
  serviceId: '',
  conditions: [],
});

/** Once is short, again and again is for weeks: the end that nobody has typed yet follows. */
export function withRecurrence(
  form: MaintenanceForm,
  recurs: boolean,
  now: number,
  zone: string,
): MaintenanceForm {
  return { ...form, recurs, until: wallOf(now + (recurs ? MONTH_MS : HOUR_MS), zone) };
}

export function toForm(one: Maintenance, services: readonly Service[], zone: string): MaintenanceForm {
  const { hours } = one;
  const service = services
    .filter(({ teamId }) => teamId === one.teamId)
    .find((each) => one.conditions.some((condition) => isSame(condition, conditionOf(each))));
  const rest = one.conditions.filter(
    (condition) => service === undefined || !isSame(condition, conditionOf(service)),
  );
  return {
    name: one.name,
    teamId: one.teamId,
    recurs: hours !== undefined,
    from: wallOf(Date.parse(one.startsAt), zone),
    until: wallOf(Date.parse(one.endsAt), zone),
    weekdays: hours?.weekdays ?? [],
    hoursFrom: hours?.from ?? '01:00',
    hoursUntil: hours?.until ?? '03:00',
    hoursZone: hours?.timeZone ?? zone,
    integrationId: one.integrationId ?? '',
    serviceId: service?.serviceId ?? '',
    conditions: rest.map(({ field, test, value }) => ({ ...fieldForm(field), test, value })),
  };
}

/** What the server takes; `zone` is the viewer's. Ask `problemsOf` first: what is not there yet is left out. */
export function toInput(
  form: MaintenanceForm,
  services: readonly Service[],
  zone: string,
): CreateMaintenanceInput {
  const startsAt = instantOf(form.from, zone);
  const service = services.find(({ serviceId }) => serviceId === form.serviceId);
  return {
    teamId: form.teamId,
    name: form.name.trim(),
    ...(startsAt === undefined ? {} : { startsAt }),
    endsAt: instantOf(form.until, zone) ?? '',
    ...(form.recurs
      ? {
          hours: {
            weekdays: [...form.weekdays].sort(),
            from: form.hoursFrom,
            until: form.hoursUntil,
            timeZone: form.hoursZone,
          },
        }
      : {}),
    ...(form.integrationId === '' ? {} : { integrationId: form.integrationId }),
    conditions: [
      ...(service === undefined ? [] : [conditionOf(service)]),
      ...form.conditions.map((one) => ({
        field: fieldName(one),
        test: one.test,
        value: one.test === 'present' || one.test === 'absent' ? '' : one.value,
      })),
    ],
  };
}

export type MaintenanceProblem =
  'needName' | 'needEnd' | 'endBeforeStart' | 'endPassed' | 'needHours' | 'needValue' | 'needLabel';

/** What is missing or cannot be, by field; conditions as `conditions.0.value`. */
export function problemsOf(
  form: MaintenanceForm,
  now: number,
  zone: string,
): ReadonlyMap<string, MaintenanceProblem> {
  const found = new Map<string, MaintenanceProblem>();
  const [from, until] = [instantOf(form.from, zone), instantOf(form.until, zone)];
  if (form.name.trim() === '') found.set('name', 'needName');
  if (until === undefined) found.set('until', 'needEnd');
  else if (from !== undefined && until <= from) found.set('until', 'endBeforeStart');
  else if (Date.parse(until) <= now) found.set('until', 'endPassed');
  if (form.recurs && (form.hoursFrom === '' || form.hoursUntil === '' || form.hoursFrom === form.hoursUntil))
    found.set('hours', 'needHours');
  form.conditions.forEach(({ field, label, test, value }, nth) => {
    if (field === LABEL && label.trim() === '') found.set(`conditions.${nth}.field`, 'needLabel');
    if (test !== 'present' && test !== 'absent' && value === '')
      found.set(`conditions.${nth}.value`, 'needValue');
  });
  return found;
}

/** The field of the form that the server means: the service is a condition there, before all others. */
export function fieldOf(path: string, form: MaintenanceForm): string {
  const [, nth = '', rest = ''] = /^conditions\.(\d+)\.(.+)$/.exec(path) ?? [];
  if (nth === '') return path === 'endsAt' ? 'until' : path;
  const own = Number(nth) - (form.serviceId === '' ? 0 : 1);
  return own < 0 ? 'serviceId' : `conditions.${own}.${rest}`;
}

/** Alerts name a service by its slug or by its name, in capitals or not. */
export function conditionOf({ slug, name }: Service): RuleCondition {
  if (slug.toLowerCase() === name.toLowerCase()) return { field: 'service', test: 'equals', value: slug };
  const quoted = name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return { field: 'service', test: 'regex', value: `(?i)^(${slug}|${quoted})$` };
}

const isSame = (a: RuleCondition, b: RuleCondition): boolean =>
  a.field === b.field && a.test === b.test && a.value === b.value;
