import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { defineAlertSource, ignored, secret } from '../../plugins/kit/index.js';
import { countedAs } from './counted-address.js';
import { type Bucket, taken } from './buckets.rules.js';
import {
  base32,
  bytesWithoutKey,
  hashOfKey,
  hintOf,
  nameOfKey,
  withoutKey,
  withoutProofs,
} from './key.rules.js';
import { redacted, restored } from './options.rules.js';
import { curlOf } from './setup.service.js';

const source = defineAlertSource({
  id: 'planted',
  name: 'Planted',
  options: z.strictObject({
    label: z.string().default('severity'),
    signing: secret('Secret').optional(),
    nested: z.strictObject({ token: secret('Token').optional() }).optional(),
  }),
  retries: false,
  read: () => ignored('nothing'),
  sample: {},
  setup: ({ url }) => url,
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0db8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['', ''],
])('wrong keys of %s are those of %s', (address, wanted) => expect(countedAs(address)).toBe(wanted));

describe('keys', () => {
  it('are written as RFC 4648 does, in small letters', () => {
    expect(base32(Buffer.from('foobar'))).toBe('mzxw6ytboi');
    expect(base32(Buffer.alloc(32, 255))).toHaveLength(52);
    expect(hintOf('abcdefgh')).toBe('…efgh');
    expect(hashOfKey('a')).toHaveLength(32);
    expect(nameOfKey('a')).toBe(hashOfKey('a').toString('base64'));
  });

  it.each([
    ...['X-Amz-Credential', 'x-session-id', 'x-auth', 'x-auth-key', 'api_key', 'access-key', 'password'],
    ...['sig', 'key', 'x-hub-signature-256', 'client_secret', 'proxy-authorization', 'x-routing-key'],
  ])('are cut where they are called %s', (name) =>
    expect(withoutProofs({ [name]: 'x' })).toEqual({ [name]: '…' }),
  );

  it.each([
    'dedup_key',
    'idempotency-key',
    'x-author',
    'content-type',
    'keep-alive',
    'incident_key',
    'signal',
  ])('are not what is called %s', (name) => expect(withoutProofs({ [name]: 'x' })).toEqual({ [name]: 'x' }));

  it('leave no trace in what is kept', () => {
    expect(withoutKey('/webhooks/grafana/s3cr%2Ft', 's3cr/t')).toBe('/webhooks/grafana/…');
    expect(withoutKey('/webhooks/grafana/k', undefined)).toBe('/webhooks/grafana/k');
    expect(
      withoutProofs({
        authorization: 'Bearer x',
        'x-grafana-alerting-signature': 'y',
        'x-api-key': 'z',
        cookie: 'c',
        'user-agent': 'Grafana',
        absent: undefined,
      }),
    ).toEqual({
      authorization: '…',
      'x-grafana-alerting-signature': '…',
      'x-api-key': '…',
      cookie: '…',
      'user-agent': 'Grafana',
    });
  });
});

describe('bodies', () => {
  const kept = (text: string, key: string | undefined) => bytesWithoutKey(Buffer.from(text), key).toString();

  it('lose their key and nothing else', () => {
    expect(kept('{"routing_key":"k3y","note":"k3yk3y"}', 'k3y')).toBe(
      '{"routing_key":"***","note":"******"}',
    );
    expect(kept('{"title":"鍵 k3y"}', undefined)).toBe('{"title":"鍵 k3y"}');
    expect(kept('{"title":"鍵"}', '鍵')).toBe('{"title":"***"}');
  });
});

describe('options', () => {
  const stored = { label: 'sev', signing: 'hush', nested: { token: 'hush too' } };

  it('are shown with their secrets covered', () => {
    expect(redacted(source, stored)).toEqual({
      label: 'sev',
      signing: '[secret]',
      nested: { token: '[secret]' },
    });
    expect(redacted(source, {})).toEqual({});
  });

  it('keep a secret that a form sends back covered, and take a new one', () => {
    expect(restored(source, { ...stored, label: 'new', signing: '[secret]' }, stored)).toEqual({
      ...stored,
      label: 'new',
    });
    expect(restored(source, { signing: 'fresh' }, stored)).toEqual({ signing: 'fresh' });
    expect(restored(source, { signing: '[secret]' }, {})).toEqual({});
  });
});

describe('buckets', () => {
  const size = { perMinute: 60, size: 10 };

  it('give a burst, then so many a minute', () => {
    let bucket: Bucket | undefined = undefined;
    for (let i = 0; i < 10; i += 1) bucket = taken(bucket, size, 1, 0) ?? bucket;
    expect(taken(bucket, size, 1, 999)).toBeUndefined();
    expect(taken(bucket, size, 1, 1000)).toEqual({ tokens: 0, atMs: 1000 });
  });

  it('never give more than size and rate allow, whatever is asked and when', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 1, max: 5 }))),
        (asks) => {
          let [bucket, nowMs, given]: [Bucket | undefined, number, number] = [undefined, 0, 0];
          for (const [waitMs, cost] of asks) {
            nowMs += waitMs;
            const left = taken(bucket, size, cost, nowMs);
            if (left) given += cost;
            bucket = left ?? bucket;
          }
          expect(given).toBeLessThanOrEqual(10 + nowMs / 1000 + 1e-6);
        },
      ),
    );
  });
});

describe('the command that tries an address out', () => {
  it('survives a shell', () => {
    expect(curlOf('https://barry.test/webhooks/x/k', { body: { title: "it's" } })).toBe(
      `curl -sS -H 'content-type: application/json' -d '{"title":"it'\\''s"}' 'https://barry.test/webhooks/x/k'`,
    );
  });

  it('has the key where the sender has it', () => {
    const sample = { headers: { authorization: 'GenieKey k3y' }, body: { message: 'm' } };
    expect(curlOf('https://barry.test/v2/alerts', sample)).toBe(
      `curl -sS -H 'content-type: application/json' -H 'authorization: GenieKey k3y' -d '{"message":"m"}' 'https://barry.test/v2/alerts'`,
    );
  });
});
