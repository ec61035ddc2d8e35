import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { alertSourceContract } from '../../kit/testing/alert-source-contract.js';
import { deliveryOf } from '../../kit/testing/delivery.js';
import { datadog } from './datadog.js';
import { PAYLOAD } from './payload.js';
import { headingOf } from './title.js';

alertSourceContract(datadog, import.meta.dirname);

/** As Datadog does: what it knows is filled in, the quotes and breaks of a value escaped; the rest stays. */
const rendered = (values: Readonly<Record<string, string>>): string =>
  PAYLOAD.replace(/\$([A-Z_]+)/g, (variable, name: string) =>
    name in values ? JSON.stringify(values[name]).slice(1, -1) : variable,
  );
const read = (rawBody: string) =>
  datadog.read(deliveryOf(datadog, { rawBody }).delivery, datadog.options.parse({}));

/** One alert of the monitor "CPU が高い", as the variables of Datadog tell it. */
const VALUES = {
  ALERT_CYCLE_KEY: '1480362810398502',
  AGGREG_KEY: '9bd4ac313a4d1e8fae2482df7b77628',
  ALERT_ID: '1234',
  ID: '7301',
  ALERT_TRANSITION: 'Triggered',
  ALERT_TYPE: 'error',
  ALERT_PRIORITY: 'P1',
  EVENT_TITLE: '[P1] [Triggered on {host:web-1}] CPU が高い: "web"',
  TEXT_ONLY_MSG: 'CPU 99 %\nrunbook: https://wiki.example.jp/cpu @webhook-barry',
  ALERT_STATUS: 'system.cpu.user over host:web-1 was > 90',
  ALERT_QUERY: 'avg(last_5m):avg:system.cpu.user{*} by {host} > 90',
  ALERT_METRIC: 'system.cpu.user',
  ALERT_SCOPE: 'host:web-1',
  HOSTNAME: 'web-1',
  TAGS: 'monitor,service:api,team:backend,env:production',
  EVENT_TYPE: 'metric_alert_monitor',
  DATE: '1772366400000',
  LAST_UPDATED: '1772366400000',
  ORG_ID: '11023',
  ORG_NAME: '例',
  LINK: 'https://app.datadoghq.com/event/jump_to?event_id=7301',
  SNAPSHOT: 'null',
} as const;

describe('the published payload', () => {
  it('is the one that the set-up shows, and the file that others install', () => {
    expect(readFileSync(join(import.meta.dirname, 'install/payload.json'), 'utf8')).toBe(PAYLOAD);
    const place = { origin: 'https://barry.test', url: 'https://barry.test/x/k3y', key: 'k3y' };
    for (const locale of ['en', 'ja'] as const)
      expect(datadog.setup({ ...place, locale })).toContain(PAYLOAD.trim());
    expect(Object.keys(VALUES).sort()).toEqual(
      [...new Set(PAYLOAD.match(/\$[A-Z_]+/g))].map((name) => name.slice(1)).sort(),
    );
  });

  it('opens with what it was filled with, and closes the same alert', async () => {
    const opened = await read(rendered(VALUES));
    expect(opened).toMatchObject({
      signals: [
        {
          action: 'trigger',
          kind: 'problem',
          dedupKey: '1480362810398502',
          title: 'CPU が高い: "web"',
          description: 'CPU 99 %\nrunbook: https://wiki.example.jp/cpu',
          severity: 'critical',
          service: 'api',
          host: 'web-1',
          environment: 'production',
          teams: ['backend'],
          links: [{ kind: 'source', url: VALUES.LINK }],
          startedAt: new Date('2026-03-01T12:00:00Z'),
        },
      ],
      warnings: [],
    });
    const closed = await read(
      rendered({
        ...VALUES,
        ALERT_TRANSITION: 'Recovered',
        ALERT_TYPE: 'success',
        EVENT_TITLE: '[P1] [Recovered on {host:web-1}] CPU が高い: "web"',
        LAST_UPDATED: '1772367000000',
      }),
    );
    expect(closed).toMatchObject({
      signals: [
        {
          action: 'resolve',
          dedupKey: '1480362810398502',
          title: 'CPU が高い: "web"',
          endedAt: new Date('2026-03-01T12:10:00Z'),
        },
      ],
      warnings: [],
    });
  });

  it('that nobody filled in is a problem, and says which variables stayed', async () => {
    const reading = await read(PAYLOAD);
    expect(reading).toMatchObject({
      signals: [{ action: 'trigger', kind: 'problem', labels: {}, details: { org: {} } }],
      warnings: [
        expect.stringContaining('$ALERT_TRANSITION'),
        'a transition that nobody knows was taken for a problem',
      ],
    });
    expect(reading.outcome === 'signals' && reading.signals[0]?.title).toBeUndefined();
  });

  it.each(['Triggered', 'Re-Triggered', 'Warn', 'Re-Warn', 'No Data', 'Re-No Data', 'Renotify'])(
    'counts %s on the alert that is open',
    async (transition) =>
      expect(await read(rendered({ ...VALUES, ALERT_TRANSITION: transition }))).toMatchObject({
        signals: [{ action: 'trigger', dedupKey: VALUES.ALERT_CYCLE_KEY }],
        warnings: [],
      }),
  );

  it('makes a warning of a P1 no more than a warning, so that its alarm rises', async () => {
    const severityOf = async (transition: string, priority: string, title: string = VALUES.EVENT_TITLE) => {
      const reading = await read(
        rendered({
          ...VALUES,
          ALERT_TRANSITION: transition,
          ALERT_PRIORITY: priority,
          EVENT_TITLE: title,
        }),
      );
      return reading.outcome === 'signals' ? reading.signals[0]?.severity : undefined;
    };
    expect([
      await severityOf('Warn', 'P1'),
      await severityOf('Triggered', 'P1'),
      await severityOf('Warn', 'P4'),
      // No priority: the type of the event says it.
      await severityOf('Triggered', 'null', '[Triggered] CPU'),
    ]).toEqual(['warning', 'critical', 'info', 'high']);
  });
});

describe('titles', () => {
  it.each([
    ['[Triggered] [Memory Alert]', { name: 'Memory Alert', transition: 'Triggered' }],
    ['[P2] [Re-Warn on {host:a,env:b}] x', { name: 'x', transition: 'Re-Warn', on: 'host:a,env:b' }],
    ['[TEST] [P3] [Triggered] x', { name: 'x', isTest: true, priority: 'P3' }],
    ['[db] is slow', { name: '[db] is slow' }],
    ['[Triggered] [Triggered] twice', { name: '[Triggered] twice' }],
    ['', { name: '' }],
  ])('%s', (title, heading) => expect(headingOf(title)).toMatchObject(heading));

  it('end, however many brackets an enemy writes', () =>
    expect(headingOf('[P1]'.repeat(200_000)).name).toMatch(/^\[P1\]/));
});
