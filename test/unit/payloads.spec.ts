import type { Json } from '../harness/json.js';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  answerOf,
  type AnyAlertSource,
  credentialOf,
  type Delivery,
  type HttpAnswer,
  type Reading,
  type Route,
  type Signal,
} from '../../src/plugins/kit/index.js';
import { deliveryOf, RECEIVED_AT } from '../../src/plugins/kit/testing/delivery.js';
import { plugins } from '../../src/plugins/plugins.js';

/*
 * Samples of real senders, kept in each source's `fixtures/samples`. Their `expected.json` was written before the kit,
 * by people who had not seen the plugin. How its names are read here:
 *   op                 action (ack → acknowledge, unack → unacknowledge); control → the reading `handshake`
 *   alertId            ref { by: 'id' }             team, responders   teams, people
 *   startsAt, endsAt   startedAt, endedAt; null or "time of receipt" → absent; a Zabbix wall time → in Asia/Tokyo; ten digits → seconds since 1970
 *   links {kind: url}  links[]; null → no such link   source (PagerDuty)  host
 *   tags               labels, without `__zbx_…`     values             details.values
 *   isTest             kind 'test'                   notifies: false    action 'change'
 *   integrationKey     the route's credential        response           respond() ?? answerOf()
 *   truncated          a warning when above 0        fallbackTitle      title
 *   rule               a label            severity "unchanged"  absent
 *   deliveryId         source + id of a CloudEvent
 *   status, groupStatus say what `action` says. "~x" contains x; words after "(" or "," explain.
 */
/* The samples' own form is as loose as their authors were. */
/* eslint-disable @typescript-eslint/no-explicit-any */
interface Sample {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  envelope?: { to: string };
  mapping?: Record<string, string>;
  expect: Json;
}
interface Taken {
  readonly delivery: Delivery;
  readonly route: Route;
  readonly source: AnyAlertSource;
  readonly reading: Reading;
}

const ACTIONS: Record<string, string> = { ack: 'acknowledge', unack: 'unacknowledge' };
const samplesOf = (id: string) =>
  join(import.meta.dirname, '../../src/plugins/alert-sources', id, 'fixtures/samples');
const sources = plugins.flatMap((plugin) =>
  plugin.kind === 'alert-source' && existsSync(samplesOf(plugin.id)) ? [plugin] : [],
);

it('finds the samples of the sources that everybody has', () =>
  expect(sources.map(({ id }) => id)).toEqual(
    expect.arrayContaining([
      'alertmanager',
      'cloudevents',
      'generic',
      'grafana',
      'nagios-icinga',
      'uptime-kuma',
      'zabbix',
    ]),
  ));

describe.each(sources)('samples of $id', (source) => {
  const folder = samplesOf(source.id);
  const samples = Object.entries(
    JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, Sample>,
  );

  it('are all listed', () => {
    const files = readdirSync(folder).filter((file) => file !== 'expected.json');
    expect(files.sort()).toEqual(samples.map(([file]) => file).sort());
  });

  it.each(samples)('%s', async (file, sample) => {
    const rawBody = sentIn(readFileSync(join(folder, file), 'utf8'));
    const to = /<(.+)>/.exec(sample.envelope?.to ?? '')?.[1];
    const { delivery, route } = deliveryOf(source, {
      rawBody,
      ...(to === undefined ? requestOf(sample) : { path: `/${to}` }),
    });
    const options = source.options.parse(sample.mapping ? { mapping: mappingOf(sample.mapping) } : {});
    const reading = await source.read(delivery, options);
    const { alerts, ...shared } = sample.expect;
    if (shared['op'] === 'control')
      return expect(reading).toMatchObject({
        outcome: 'handshake',
        visit: { url: expect.stringMatching(/ConfirmSubscription/) },
      });
    if (reading.outcome !== 'signals') throw new Error(`read as ${JSON.stringify(reading)}`);
    const wanted: Json[] = alerts ?? [{}];
    expect(reading.signals).toHaveLength(wanted.length);
    reading.signals.forEach((signal, index) => {
      for (const [name, value] of Object.entries({ ...shared, ...wanted[index] }))
        compare(name, value, signal, { delivery, route, source, reading });
    });
  });
});

/** Forms are kept with what they say in clear beside them; sent is the raw one. */
function sentIn(text: string): string {
  if (!text.startsWith('{')) return text;
  const { raw, decoded } = JSON.parse(text) as Json;
  return raw !== undefined && decoded !== undefined ? raw : text;
}

const requestOf = ({ method, path, headers }: Sample) => ({
  ...(method && { method }),
  ...(path && { path: path.replace('KEY', 'key-of-the-integration') }),
  ...(headers && { headers }),
});

/** The samples' short form of a mapping, written as the source's options. */
function mappingOf({ status = '', startsAt, ...rest }: Record<string, string>): object {
  const [from = '', table = ''] = status.split(': ');
  const [resolve = ''] = table.split(', ').filter((part) => part.endsWith('=resolved'));
  return {
    ...rest,
    ...(startsAt && { startedAt: `{{${startsAt}}}` }),
    status: { from: `{{${from}}}`, resolve: resolve.replace('=resolved', '').split('|') },
  };
}

function compare(name: string, value: any, signal: Signal, taken: Taken): void {
  const bare = typeof value === 'string' ? value.replace(/ \(.*$/, '') : value;
  switch (name) {
    case 'op':
      return expect(signal.action).toBe(ACTIONS[bare] ?? bare);
    case 'deliveryId':
      return expect(signal.deliveryId).toBe(value);
    case 'dedupKey':
      if (/^type \+ source/.test(bare)) return expectWords(signal.dedupKey, taken.delivery.body);
      return /^hash/.test(bare)
        ? expect(signal.dedupKey).toMatch(/^[0-9a-f]{16}$/)
        : expect(signal.dedupKey).toBe(bare);
    case 'alertId':
      return expect(signal.ref).toEqual({ by: 'id', value });
    case 'title':
    case 'fallbackTitle':
      return value === null ? undefined : expectText(signal.title, value);
    case 'description':
      return expectText(signal.description, value);
    case 'severity':
      if (bare === 'unchanged') return expect(signal.severity).toBeUndefined();
      return expect([/^\w+/.exec(value)?.[0], /"Severity: (\w+)"/.exec(value)?.[1]?.toLowerCase()]).toContain(
        signal.severity ?? 'unknown',
      );
    case 'groupKey':
    case 'service':
    case 'host':
    case 'note':
      return expect(signal[name]).toBe(bare ?? undefined);
    case 'actor':
      // A name may have its user in brackets; elsewhere brackets hold a remark of the samples' author.
      return expect([value, bare]).toContain(signal.actor);
    case 'rule':
      return expect(signal.labels?.['rule']).toBe(value);
    case 'source':
      return expect(signal.host).toBe(value);
    case 'team':
      return expect(signal.teams).toEqual([value]);
    case 'responders':
      return expect([
        ...(signal.teams ?? []).map((team) => `team:${team}`),
        ...(signal.people ?? []).map((one) => `user:${one}`),
      ]).toEqual(value);
    case 'labels':
      return expect(signal.labels).toMatchObject(value);
    case 'tags':
      return expect(signal.labels).toEqual(tagsOf(value));
    case 'values':
      return expect(signal.details?.['values']).toEqual(value);
    case 'startsAt':
      return expect(signal.startedAt).toEqual(instant(bare));
    case 'endsAt':
      return expect(signal.endedAt).toEqual(value === null ? undefined : new Date(value));
    case 'links':
      for (const [kind, url] of Object.entries(value))
        expectText(signal.links?.find((link) => link.kind === kind)?.url, url ?? undefined);
      return;
    case 'isTest':
      return expect(signal.kind).toBe('test');
    case 'notifies':
      return expect(signal.action).toBe('change');
    case 'integrationKey':
      return expect(credentialOf(taken.route, taken.delivery)).toBe(value);
    case 'response':
      return expectAnswer(value, answered(signal, taken));
    case 'responseMustBe':
      return expect(answered(signal, taken).status).toBe(200);
    case 'truncated':
      return expect('warnings' in taken.reading ? taken.reading.warnings : []).toHaveLength(value);
    case 'status':
    case 'groupStatus':
      return;
    default:
      throw new Error(`expected.json says "${name}", which nobody checks`);
  }
}

const tagsOf = (tags: readonly { tag: string; value: string }[]) =>
  Object.fromEntries(
    tags.filter(({ tag }) => !tag.startsWith('__zbx_')).map(({ tag, value }) => [tag, value]),
  );

function answered(signal: Signal, { source, delivery }: Taken): HttpAnswer {
  const outcome = {
    deliveryId: '2f9a4f7e-0000-4000-8000-000000000001',
    receivedAt: RECEIVED_AT,
    duplicate: false,
    results: [{ action: signal.action, dedupKey: signal.dedupKey ?? 'made-up', effect: 'opened' as const }],
  };
  return source.respond?.(outcome, delivery) ?? answerOf(outcome);
}

function expectAnswer(
  { status, body }: { status: number; body: Record<string, unknown> },
  answer: HttpAnswer,
) {
  const made = { took: expect.any(Number), requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) };
  expect(answer).toMatchObject({ status, body: { ...body, ...(body['took'] ? made : {}) } });
}

/** Made of what the event says of itself, in whatever order. */
function expectWords(given: unknown, event: any): void {
  for (const word of [event.type, event.source]) expect(given).toContain(word);
}

const expectText = (given: unknown, wanted: unknown) =>
  typeof wanted === 'string' && wanted.startsWith('~')
    ? expect(given).toContain(wanted.slice(1))
    : expect(given).toBe(wanted);

function instant(text: string): Date | undefined {
  if (text.startsWith('time of receipt')) return undefined;
  if (/^\d{10}$/.test(text)) return new Date(Number(text) * 1000);
  const wall = /^(\d{4})\.(\d\d)\.(\d\d) (.+)$/.exec(text);
  return new Date(wall ? `${wall[1]}-${wall[2]}-${wall[3]}T${wall[4]}+09:00` : text);
}
