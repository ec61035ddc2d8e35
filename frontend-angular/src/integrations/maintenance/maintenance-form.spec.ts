import type { Maintenance, Service } from '../../generated/api/models';
import {
  conditionOf,
  fieldOf,
  type MaintenanceForm,
  newMaintenance,
  problemsOf,
  toForm,
  toInput,
  withRecurrence,
} from './maintenance-form';

const ZONE = 'Asia/Tokyo';
const NOW = Date.parse('2026-11-26T18:12:00Z');
const service = (slug: string, name: string): Service => ({
  serviceId: `id-${slug}`,
  teamId: 't',
  slug,
  name,
  createdAt: '',
  version: 1,
});
const SERVICES = [service('mx', 'MX'), service('shop', 'Shop (web)')];
const form = (more: Partial<MaintenanceForm> = {}): MaintenanceForm => ({
  ...newMaintenance({ teamId: 't', now: NOW, zone: ZONE }),
  name: 'Move',
  ...more,
});

describe('the form of a maintenance window', () => {
  it('begins as one hour from now, in the zone of the viewer', () => {
    expect(form()).toMatchObject({ from: '', until: '2026-11-27T04:12' });
    expect(toInput(form(), [], ZONE)).toEqual({
      teamId: 't',
      name: 'Move',
      endsAt: '2026-11-26T19:12:00.000Z',
      conditions: [],
    });
    expect(withRecurrence(form(), true, NOW, ZONE).until).toBe('2026-12-27T03:12');
  });

  it('comes back from the server as it was sent: hours, scope, service and conditions', () => {
    const written = form({
      from: '2026-11-28T00:00',
      until: '2026-12-24T00:00',
      recurs: true,
      weekdays: [6, 7],
      hoursFrom: '22:00',
      hoursUntil: '02:00',
      hoursZone: 'Europe/Berlin',
      integrationId: 'i',
      serviceId: 'id-shop',
      conditions: [
        { field: 'label', label: 'rack', test: 'equals', value: 'C-14' },
        { field: 'host', label: '', test: 'present', value: '' },
      ],
    });
    const sent = toInput(written, SERVICES, ZONE);
    expect(sent.conditions).toHaveLength(3);
    expect(sent.conditions?.[1]).toEqual({ field: 'label:rack', test: 'equals', value: 'C-14' });
    const stored = { ...sent, maintenanceId: 'm', startsAt: sent.startsAt ?? '' } as Maintenance;
    expect(toForm(stored, SERVICES, ZONE)).toEqual(written);
  });

  it('finds a service by its slug and by its name', () => {
    expect(conditionOf(service('mx', 'MX'))).toEqual({ field: 'service', test: 'equals', value: 'mx' });
    const { test, value } = conditionOf(service('shop', 'Shop (web)'));
    expect(test).toBe('regex');
    const pattern = new RegExp(value.replace('(?i)', ''), 'i');
    expect(['shop', 'SHOP', 'Shop (web)'].every((said) => pattern.test(said))).toBe(true);
    expect(['shop2', 'Shop web'].some((said) => pattern.test(said))).toBe(false);
  });

  it('says what is missing, and what cannot be', () => {
    expect(problemsOf(form(), NOW, ZONE).size).toBe(0);
    expect(problemsOf(form({ name: ' ' }), NOW, ZONE).get('name')).toBe('needName');
    expect(problemsOf(form({ until: '' }), NOW, ZONE).get('until')).toBe('needEnd');
    expect(problemsOf(form({ until: '2026-11-27T03:00' }), NOW, ZONE).get('until')).toBe('endPassed');
    expect(
      problemsOf(form({ from: '2026-11-28T03:00', until: '2026-11-28T02:00' }), NOW, ZONE).get('until'),
    ).toBe('endBeforeStart');
    expect(problemsOf(form({ recurs: true, hoursUntil: '' }), NOW, ZONE).get('hours')).toBe('needHours');
    const conditions = [{ field: 'label', label: '', test: 'equals', value: '' }] as const;
    expect([...problemsOf(form({ conditions }), NOW, ZONE).values()]).toEqual(['needLabel', 'needValue']);
  });

  it('finds the field that the server refused, behind the condition of the service', () => {
    expect(fieldOf('conditions.1.value', form())).toBe('conditions.1.value');
    expect(fieldOf('conditions.1.value', form({ serviceId: 'id-mx' }))).toBe('conditions.0.value');
    expect(fieldOf('conditions.0.value', form({ serviceId: 'id-mx' }))).toBe('serviceId');
    expect(fieldOf('endsAt', form())).toBe('until');
    expect(fieldOf('integrationId', form())).toBe('integrationId');
  });
});
