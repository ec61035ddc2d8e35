import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { Linter } from 'eslint';
import { parse } from 'yaml';
import { addressed } from '../../kit/index.js';
import { deliveryOf } from '../../kit/testing/delivery.js';
import { zabbix } from './zabbix.js';

interface MediaType {
  readonly name: string;
  readonly type: string;
  readonly attempts: string;
  readonly attempt_interval: string;
  readonly timeout: string;
  readonly script: string;
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  readonly message_templates: readonly Readonly<Record<string, string>>[];
}

const PLACE = { origin: 'https://barry.test', key: 'k3y' };

function mediaType(version: string): MediaType {
  const text = readFileSync(join(import.meta.dirname, 'install', `barry-media-type-${version}.yaml`), 'utf8');
  const { zabbix_export: exported } = parse(addressed(text, PLACE)) as {
    zabbix_export: { version: string; media_types: MediaType[] };
  };
  expect(exported.version).toBe(version);
  expect(exported.media_types).toHaveLength(1);
  return exported.media_types[0] as MediaType;
}

interface Sent {
  readonly url: string;
  readonly body: string;
  readonly headers: readonly string[];
  readonly proxy: string | undefined;
}

/** What a script of Zabbix finds there: its parameters as one text, a request, a log, and nothing of Node. */
function run(
  { script, parameters }: MediaType,
  given: Readonly<Record<string, string>>,
  answer: { readonly status: number; readonly body?: string } | Error,
) {
  const sent: Sent[] = [];
  const log: string[] = [];
  class HttpRequest {
    private readonly headers: string[] = [];
    private proxy: string | undefined;
    addHeader(line: string): void {
      if (typeof line !== 'string' || !line.includes(': ')) throw new TypeError('no header');
      this.headers.push(line);
    }
    setProxy(url: string): void {
      this.proxy = url;
    }
    post(url: string, body: string): string {
      sent.push({ url, body, headers: [...this.headers], proxy: this.proxy });
      if (answer instanceof Error) throw answer;
      return answer.body ?? '';
    }
    getStatus(): number {
      return answer instanceof Error ? 0 : answer.status;
    }
  }
  const filled = Object.fromEntries(parameters.map(({ name, value }) => [name, given[name] ?? value]));
  const context = createContext({
    value: JSON.stringify(filled),
    HttpRequest,
    Zabbix: { log: (_level: number, text: string) => log.push(text) },
  });
  const outcome = (): unknown => {
    try {
      return { returned: runInContext(`(function () {${script}})()`, context) as unknown };
    } catch (error) {
      return { thrown: error };
    }
  };
  return { outcome: outcome(), sent, log, filled };
}

const EVENT = {
  event_id: '35',
  event_source: '0',
  event_value: '1',
  event_name: 'CPU 使用率が高い: "東京" \\n 📈',
  event_nseverity: '4',
  event_severity: 'High',
  event_update_status: '0',
  event_tags_json: '[{"tag":"service","value":"mail"}]',
  event_date: '2026.11.22',
  event_time: '07:02:55',
  host_name: '東京 MX サーバ #1',
  trigger_id: '23133',
  zabbix_url: 'https://zabbix.example.jp/zabbix',
};

describe.each(['6.0', '7.0'])('the media type for Zabbix %s', (version) => {
  const media = mediaType(version);

  it('is one webhook that tries long enough, with words for every kind of event', () => {
    expect(media).toMatchObject({ name: 'Barry', type: 'WEBHOOK' });
    // Zabbix allows 1 to 100 tries and 1 to 60 seconds.
    expect([media.attempts, media.attempt_interval, media.timeout]).toEqual(['100', '30s', '30s']);
    const kinds = media.message_templates.map((one) => `${one['event_source']} ${one['operation_mode']}`);
    expect(new Set(kinds).size).toBe(kinds.length);
    // Without words for it Zabbix sends nothing.
    for (const kind of ['PROBLEM', 'RECOVERY', 'UPDATE']) expect(kinds).toContain(`TRIGGERS ${kind}`);
    for (const kind of ['INTERNAL PROBLEM', 'INTERNAL RECOVERY', 'SERVICE PROBLEM', 'DISCOVERY PROBLEM'])
      expect(kinds).toContain(kind);
  });

  it('asks for every macro that is read, each once', () => {
    const names = media.parameters.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const read =
      version === '6.0' ? [] : ['event_timestamp', 'event_recovery_timestamp', 'event_update_action_json'];
    expect(names).toEqual(
      expect.arrayContaining([...Object.keys(EVENT), 'event_update_action', 'user_fullname', ...read]),
    );
  });

  it('is written for the old engine of Zabbix: ES5, and nothing but what it is given', () => {
    const messages = new Linter().verify(`function script(value, HttpRequest, Zabbix) {${media.script}}`, {
      languageOptions: {
        ecmaVersion: 5,
        sourceType: 'script',
        globals: { JSON: 'readonly', String: 'readonly' },
      },
      rules: { 'no-undef': 'error' },
    });
    expect(messages).toEqual([]);
  });

  it('sends every parameter but the private ones, and what it sends is read', async () => {
    const { outcome, sent, filled } = run(media, EVENT, { status: 200 });
    expect(outcome).toEqual({ returned: 'OK' });
    expect(sent).toMatchObject([
      {
        url: 'https://barry.test/webhooks/zabbix/k3y',
        headers: ['Content-Type: application/json'],
        proxy: undefined,
      },
    ]);
    const rawBody = sent[0]?.body ?? '';
    const { barry_url: _url, barry_token: _token, http_proxy: _proxy, ...event } = filled;
    expect(JSON.parse(rawBody)).toEqual(event);
    const { delivery } = deliveryOf(zabbix, { path: '/webhooks/zabbix/k3y', rawBody });
    expect(await zabbix.read(delivery, zabbix.options.parse({}))).toMatchObject({
      outcome: 'signals',
      signals: [
        {
          action: 'trigger',
          dedupKey: 'event:35',
          title: EVENT.event_name,
          severity: 'high',
          service: 'mail',
          startedAt: new Date('2026-11-21T22:02:55Z'),
        },
      ],
      warnings: [],
    });
  });

  it('proves itself with a token and goes through a proxy where these are set', () => {
    const { sent } = run(media, { barry_token: 'hush', http_proxy: 'http://proxy:3128' }, { status: 202 });
    expect(sent).toMatchObject([
      {
        headers: ['Content-Type: application/json', 'Authorization: Bearer hush'],
        proxy: 'http://proxy:3128',
      },
    ]);
    expect(sent[0]?.body).not.toContain('hush');
  });

  it.each([301, 400, 401, 404, 413, 429, 500, 503])('throws on %s, so that Zabbix tries again', (status) =>
    expect(run(media, EVENT, { status, body: '{"error":"busy"}' }).outcome).toEqual({
      thrown: `Barry: answered ${status}: {"error":"busy"}`,
    }),
  );

  it.each([200, 201, 202, 204])('takes %s for a yes', (status) =>
    expect(run(media, EVENT, { status }).outcome).toEqual({ returned: 'OK' }),
  );

  it('throws when nobody answers or the address is not set, and never writes the key down', () => {
    const dead = run(media, EVENT, new Error('cannot get URL: Timeout was reached'));
    expect(dead.outcome).toEqual({ thrown: 'Barry: Error: cannot get URL: Timeout was reached' });
    for (const barry_url of ['{$BARRY.URL}', '', 'barry.test'])
      expect(run(media, { barry_url }, { status: 200 })).toMatchObject({
        outcome: { thrown: 'Barry: barry_url must be the address of the integration' },
        sent: [],
      });
    expect(dead.log.join()).not.toContain('k3y');
  });

  it('arrives as a test when somebody presses Test, with nothing filled in', async () => {
    const { sent } = run(media, {}, { status: 200 });
    const { delivery } = deliveryOf(zabbix, { rawBody: sent[0]?.body ?? '' });
    expect(await zabbix.read(delivery, zabbix.options.parse({}))).toMatchObject({
      signals: [{ action: 'trigger', kind: 'test' }],
    });
  });
});
