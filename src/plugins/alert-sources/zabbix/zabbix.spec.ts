import { describe, expect, it } from '@jest/globals';
import { alertSourceContract } from '../../kit/testing/alert-source-contract.js';
import { deliveryOf } from '../../kit/testing/delivery.js';
import { zabbix } from './zabbix.js';
import { instantInZone, isTimeZone } from './zone.js';

alertSourceContract(zabbix, import.meta.dirname);

describe('the token of a media type', () => {
  const host = { certificate: () => Promise.reject(new Error('none')) };
  const check = (options: object, headers: Record<string, string>) =>
    zabbix.verify?.(deliveryOf(zabbix, { body: {}, headers }).delivery, zabbix.options.parse(options), host);

  it('is asked for only where there is one, and must be the same', () => {
    expect(check({}, {})).toBe(true);
    const options = { token: 'zbx-secret' };
    expect(check(options, { authorization: 'Bearer zbx-secret' })).toBe(true);
    for (const authorization of ['Bearer zbx-secre', 'Bearer zbx-secret2', 'zbx-secret', ''])
      expect(check(options, { authorization })).toBe(false);
  });
});

describe('times on the wall of a zone', () => {
  const at = (date: string, time: string, zone: string) => instantInZone(date, time, zone)?.toISOString();
  it.each([
    ['2026.11.22', '07:01:28', 'Asia/Tokyo', '2026-11-21T22:01:28.000Z'],
    ['2026.07.01', '12:00:00', 'Europe/Berlin', '2026-07-01T10:00:00.000Z'],
    ['2026.07.01', '12:00:00', '+05:30', '2026-07-01T06:30:00.000Z'],
    ['2026.07.01', '12:00:00', 'UTC', '2026-07-01T12:00:00.000Z'],
    ['2026.03.08', '03:30:00', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    // The clock goes from 01:59:59 back to 01:00:00: the first of the two hours.
    ['2026.11.01', '01:30:00', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026.11.01', '02:30:00', 'America/New_York', '2026-11-01T07:30:00.000Z'],
    // The clock goes from 01:59:59 to 03:00:00: 02:30 never was.
    ['2026.03.08', '02:30:00', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    ['2026.13.01', '12:00:00', 'UTC', undefined],
    ['{EVENT.DATE}', '{EVENT.TIME}', 'UTC', undefined],
  ])('%s %s in %s', (date, time, zone, instant) => expect(at(date, time, zone)).toBe(instant));

  it('knows zones from other words', () =>
    expect(['Asia/Tokyo', 'UTC', '+09:00', 'Tokyo/Asia', ''].map(isTimeZone)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]));
});
