import { describe, expect, it } from '@jest/globals';
import { alertSourceContract } from '../../kit/testing/alert-source-contract.js';
import { deliveryOf } from '../../kit/testing/delivery.js';
import { cloudevents } from './cloudevents.js';
import { headerText } from './header-text.js';
import { lastWordOf } from './state.js';

alertSourceContract(cloudevents, import.meta.dirname);

/** As a server hands over the bytes of a header. */
const bytewise = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

it.each([
  ['disk full', 'disk full'],
  ['%E9%9A%9C%E5%AE%B3 %F0%9F%93%88', '障害 📈'],
  [bytewise('障害 📈'), '障害 📈'],
  ['障害', '障害'],
  [bytewise('障害 %E3%81%82'), '障害 あ'],
  ['"a \\"quoted\\" %22one%22"', 'a "quoted" "one"'],
  ['100% of it, %zz and %E9', '100% of it, %zz and %E9'],
  // Latin-1 as it was meant: no UTF-8.
  ['Z\u00fcrich', 'Z\u00fcrich'],
  ['  spaces  ', 'spaces'],
])('reads the header %j as %j', (value, text) => expect(headerText(value)).toBe(text));

it.each([
  ['com.example.alert.firing', 'com.example.alert', 'firing'],
  ['com.example.alert-resolved', 'com.example.alert', 'resolved'],
  ['com.example.AlertResolved', 'com.example.Alert', 'Resolved'],
  ['com.example.alert.resolved.v2', 'com.example.alert', 'resolved'],
  ['Resolved', '', 'Resolved'],
  ['com.example.7', '', ''],
  ['', '', ''],
])('finds the last word of %s', (type, stem, word) => expect(lastWordOf(type)).toEqual({ stem, word }));

describe('a batch', () => {
  const event = (id: number | string, more: object = {}): object => ({
    specversion: '1.0',
    id: String(id),
    source: '/s',
    type: 'com.example.alert.firing',
    subject: `db-${id}`,
    ...more,
  });
  const read = (body: unknown) =>
    cloudevents.read(
      deliveryOf(cloudevents, { body, headers: { 'content-type': 'application/cloudevents-batch+json' } })
        .delivery,
      cloudevents.options.parse({}),
    );

  it('is read to its thousandth event, and the rest is told', async () => {
    const reading = await read(Array.from({ length: 1203 }, (_, id) => event(id)));
    if (reading.outcome !== 'signals') throw new Error(reading.outcome);
    expect(reading.signals).toHaveLength(1001);
    expect(reading.signals.at(-1)).toMatchObject({
      kind: 'monitoring-fault',
      title: '203 more events came in one batch',
    });
  });

  it('counts an event once that is in it twice, and loses none to a broken one', async () => {
    expect(await read([event(1), event(1), null, event(2, { source: '' }), event(3)])).toMatchObject({
      signals: [{ deliveryId: '/s + 1' }, { deliveryId: '/s + 3' }],
      warnings: ['event 2: is no event', 'event 3: source: is missing'],
    });
  });
});

describe('the question whether one may send', () => {
  const asked = (headers: Record<string, string>, problem?: 'bad-key') =>
    cloudevents.respond?.(
      {
        deliveryId: 'd',
        receivedAt: new Date(0),
        results: [],
        duplicate: false,
        problem: problem && { kind: problem },
      },
      deliveryOf(cloudevents, { method: 'OPTIONS', headers }).delivery,
    );

  it('is answered with a yes to whoever asks by its name, at an address with a key', () => {
    expect(asked({ 'webhook-request-origin': 'eventgrid.azure.net' })).toMatchObject({
      status: 200,
      headers: { 'webhook-allowed-origin': 'eventgrid.azure.net' },
    });
    expect(asked({ 'webhook-request-origin': 'eventgrid.azure.net' }, 'bad-key')).toBeUndefined();
    expect(asked({})).toBeUndefined();
  });
});
