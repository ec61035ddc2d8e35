import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { House } from '../harness/house.js';
import type { Json } from '../harness/json.js';
import { makeWorld, type World } from '../harness/world.js';

describe('an address for CloudEvents', () => {
  let world: World;
  let house: House;
  let path: string;
  beforeAll(async () => {
    world = await makeWorld({ phones: false });
    house = world.house;
    const given = { teamId: world.teamId, name: 'Events', source: 'cloudevents' };
    const { integrationId } = await house.ok('POST', '/integrations', given, world.admin.token);
    const setup = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, world.admin.token);
    path = new URL(setup['url']).pathname;
  }, 60_000);
  afterAll(() => house.stop());

  const send = async (type: string, body: unknown): Promise<Json> => {
    const headers = { 'content-type': type };
    const answer = await fetch(house.origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Json;
  };
  /** As bytes: `fetch` would refuse a header that is not ASCII. */
  const sendBytes = (headers: Record<string, string>, body: string): Promise<Json> =>
    new Promise((resolve, reject) => {
      const sent = request(house.origin + path, { method: 'POST', headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => resolve(JSON.parse(text) as Json));
      });
      // As bytes: a text would have the header written in its own encoding.
      sent.on('error', reject).end(Buffer.from(body));
    });
  const event = (id: string, more: object = {}): object => ({
    specversion: '1.0',
    id,
    source: '/mon/tokyo',
    type: 'com.example.alert.firing',
    subject: 'db01',
    ...more,
  });
  const counts = async (): Promise<Record<string, number>> => {
    const { alerts } = await house.ok('GET', '/alerts', undefined, world.admin.token);
    return Object.fromEntries((alerts as Json[]).map((one) => [one['title'], one['count']]));
  };

  it('takes the same source and id once, in whichever mode it comes again', async () => {
    const structured = 'application/cloudevents+json';
    const titled = { data: { title: 'Disk of db01' } };
    const [first] = (await send(structured, event('1', titled)))['alerts'];
    expect(first).toMatchObject({ action: 'trigger', effect: 'opened' });
    const [again] = (await send(structured, event('1', titled)))['alerts'];
    expect(again).toMatchObject({ effect: 'recorded' });
    const batch = await send('application/cloudevents-batch+json', [event('1', titled), event('2', titled)]);
    expect((batch['alerts'] as Json[]).map(({ effect }) => effect)).toEqual(['recorded', 'updated']);
    expect(await counts()).toEqual({ 'Disk of db01': 2 });
    const [end] = (await send(structured, event('3', { type: 'com.example.alert.resolved' })))['alerts'];
    expect(end).toMatchObject({ action: 'resolve', effect: 'resolved' });
  });

  it('meets a subject in Japanese whether it was encoded or sent raw', async () => {
    const binary = (id: string, subject: string, type: string): Promise<Json> =>
      sendBytes(
        {
          'content-type': 'application/json',
          'ce-specversion': '1.0',
          'ce-id': id,
          'ce-source': '/mon/tokyo',
          'ce-type': type,
          'ce-subject': subject,
        },
        '{"title":"東京 DB が止まりました"}',
      );
    const encoded = await binary('b1', encodeURIComponent('東京 DB'), 'com.example.alert.firing');
    expect(encoded['alerts']).toMatchObject([{ effect: 'opened' }]);
    const raw = Buffer.from('東京 DB').toString('latin1');
    expect(await binary('b2', raw, 'com.example.alert.resolved')).toMatchObject({
      alerts: [{ action: 'resolve', effect: 'resolved', dedupKey: encoded['alerts'][0].dedupKey }],
    });
  });

  it('tells who asks whether it may send here, at an address that there is', async () => {
    const ask = async (to: string): Promise<[number, string | null]> => {
      const headers = { 'webhook-request-origin': 'eventgrid.azure.net' };
      const answer = await fetch(house.origin + to, { method: 'OPTIONS', headers });
      return [answer.status, answer.headers.get('webhook-allowed-origin')];
    };
    expect(await ask(path)).toEqual([200, 'eventgrid.azure.net']);
    expect(await ask('/webhooks/cloudevents/nobodys-key')).toEqual([404, null]);
  });
});
