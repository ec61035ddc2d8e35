import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MESSAGES, notifierContract } from '../../kit/testing/notifier-contract.js';
import { mattermost } from './mattermost.js';
import type { News } from './post.js';
import { type MattermostSimulator, mattermostSimulator } from './simulator/mattermost.simulator.js';

notifierContract(mattermost, import.meta.dirname, mattermostSimulator, {
  noDeadAddress: 'Mattermost says the same of a deleted webhook and of its own database being away',
  noCredentials: 'the key in the address of a webhook is all that it asks for',
});

describe('Mattermost', () => {
  let simulator: MattermostSimulator;
  const open = (settings: object = simulator.settings) =>
    mattermost.open(mattermost.settings.parse(settings), {
      instance: 'a',
      fetch: simulator.fetch ?? fetch,
      now: () => new Date(),
      log: { debug: () => undefined, warn: () => undefined },
    });
  const send = async (message: News, { target = simulator.target, more = {} } = {}) =>
    (await open({ ...simulator.settings, ...more })).send({
      id: 'row-1',
      target: mattermost.target.parse(target),
      message,
      signal: new AbortController().signal,
    });

  beforeAll(async () => void (simulator = await mattermostSimulator()));
  beforeEach(() => void (simulator.requests.length = 0));
  afterAll(() => simulator.close());

  it('shows a title that leads to the console, and a text', async () => {
    const more = { consoleUrl: 'https://barry.example.jp' };
    expect(await send({ ...MESSAGES.inform, link: '/incidents/7' }, { more })).toEqual({
      outcome: 'accepted',
    });
    expect(simulator.requests).toEqual([
      {
        attachments: [
          {
            fallback: 'Taken',
            title: 'Taken',
            title_link: 'https://barry.example.jp/incidents/7',
            text: 'Hana took it',
          },
        ],
      },
    ]);
  });

  it('lets no alert call anybody, nor write a format, a link or a picture of its own', async () => {
    const text = '@channel *disk* [nas1](https://evil.example/a_b) ![x](https://evil.example/x.png) `db`';
    await send({ kind: 'text', text, locale: 'en' });
    const shown =
      '@\u200bchannel \\*disk\\* \\[nas1\\]\\(https://evil.example/a_b\\) \\!\\[x\\]\\(https://evil.example/x.png\\) \\`db\\`';
    expect(simulator.requests).toEqual([{ text: shown }]);
  });

  it('cuts what would be refused for its length', async () => {
    const long = '𠮷<'.repeat(3000);
    expect(await send({ ...MESSAGES.inform, title: long, body: long })).toEqual({ outcome: 'accepted' });
    expect(JSON.stringify(simulator.requests)).not.toMatch(/\\ud8[0-9a-f]{2}/i);
  });

  it.each([
    [400, 'web.incoming_webhook.permissions.app_error', { outcome: 'rejected', scope: 'message' }],
    [501, 'web.incoming_webhook.disabled.app_error', { outcome: 'rejected', scope: 'channel' }],
    [500, 'model.some.app_error', { outcome: 'retry' }],
    [400, 'something.new.app_error', { outcome: 'rejected', scope: 'message', reason: 'HTTP 400' }],
  ])('understands %d %s', async (status, id, outcome) => {
    simulator.say({ status, body: { id, message: 'x', status_code: status } });
    expect(await send(MESSAGES.inform)).toMatchObject(outcome);
  });

  it('strikes no room off for a key that is not known', async () => {
    expect(await send(MESSAGES.inform, { target: { hookKey: 'a'.repeat(26) } })).toEqual({
      outcome: 'rejected',
      scope: 'message',
      reason: 'HTTP 400: no such incoming webhook, or Mattermost’s database is away',
    });
  });

  it('does not take a page of a proxy for a yes, at the send and at the check', async () => {
    const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' };
    simulator.say(page);
    expect(await send(MESSAGES.inform)).toEqual({
      outcome: 'retry',
      reason: 'not Mattermost’s answer (HTTP 200): a proxy?',
    });
    simulator.say(page);
    expect(await (await open()).check?.()).toEqual({
      ok: false,
      reason: 'not Mattermost’s answer (HTTP 200): is the address right?',
    });
    expect(await (await open({ baseUrl: 'https://chat.example.jp/wrong' })).check?.()).toMatchObject({
      ok: false,
    });
  });

  it('takes a key, and no path that leads elsewhere', () => {
    for (const hookKey of ['../api/v4/users', 'short', `${'a'.repeat(25)}/`, 'A'.repeat(26)])
      expect(mattermost.target.safeParse({ hookKey }).success).toBe(false);
    expect(mattermost.settings.safeParse({ baseUrl: 'https://me:pw@chat.example.jp' }).success).toBe(false);
  });
});
