import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MESSAGES, notifierContract } from '../../kit/testing/notifier-contract.js';
import type { News } from './card.js';
import { type TeamsSimulator, teamsSimulator } from './simulator/teams.simulator.js';
import { teams } from './teams.js';

notifierContract(teams, import.meta.dirname, teamsSimulator, {
  noCredentials: 'the signature in the address of a workflow is all that it asks for',
  takes: {
    empty: { to: ['inform', 'text', 'test'], because: 'a workflow that was started says nothing else' },
    odd: { to: ['inform', 'text', 'test'], because: 'whoever built the workflow may let it answer JSON' },
  },
});

describe('Teams', () => {
  let simulator: TeamsSimulator;
  const send = async (message: News, { target = simulator.target, settings = {} } = {}) => {
    const channel = await teams.open(teams.settings.parse(settings), {
      instance: 'a',
      fetch: simulator.fetch ?? fetch,
      now: () => new Date(),
      log: { debug: () => undefined, warn: () => undefined },
    });
    return channel.send({
      id: 'row-1',
      target: teams.target.parse(target),
      message,
      signal: new AbortController().signal,
    });
  };
  const workflow = (name: string, query: string) => ({
    url: `${simulator.origin}/powerautomate/automations/direct/workflows/${name}/triggers/manual/paths/invoke${query}`,
  });

  beforeAll(async () => void (simulator = await teamsSimulator()));
  beforeEach(() => void (simulator.requests.length = 0));
  afterAll(() => simulator.close());

  it('shows a title, a text and a link', async () => {
    const settings = { consoleUrl: 'https://barry.example.jp' };
    expect(await send({ ...MESSAGES.inform, link: '/incidents/7' }, { settings })).toEqual({
      outcome: 'accepted',
    });
    const url = 'https://barry.example.jp/incidents/7';
    expect(simulator.requests).toMatchObject([
      {
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: {
              type: 'AdaptiveCard',
              body: [
                { inlines: [{ type: 'TextRun', text: 'Taken', weight: 'bolder' }] },
                { inlines: [{ type: 'TextRun', text: 'Hana took it' }] },
                { inlines: [{ type: 'TextRun', text: url, selectAction: { type: 'Action.OpenUrl', url } }] },
              ],
            },
          },
        ],
      },
    ]);
  });

  it('lets no alert write a format or a link of its own', async () => {
    const text = '[nas1](https://evil.example) **disk** <at>everybody</at> {{DATE(2026-11-26T03:12:00Z)}}';
    await send({ kind: 'text', text, locale: 'en' });
    await send({ ...MESSAGES.inform, title: text, body: text, link: '/x' });
    // Only a TextBlock reads Markdown; a run is shown as it is.
    expect(JSON.stringify(simulator.requests)).not.toContain('"TextBlock"');
    expect(simulator.requests).toMatchObject([
      {
        attachments: [
          { content: { body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] }] } },
        ],
      },
      {},
    ]);
  });

  it.each(['災', '𠮷', '\u0001'])('cuts what Teams would refuse for its length: %j', async (sign) => {
    const long = sign.repeat(9000);
    expect(await send({ ...MESSAGES.inform, title: long, body: long })).toEqual({ outcome: 'accepted' });
    expect(JSON.stringify(simulator.requests)).not.toMatch(/\\ud8[0-9a-f]{2}/i);
  });

  it.each([
    ['off', '?sig=x', 'HTTP 400: the workflow is off, or was deleted: turn it on, or copy its new address'],
    ['ops', '', 'HTTP 401: the address lacks its signature: copy the whole of it'],
    ['ops', '?sig=wrong', 'HTTP 401: the address is not whole, or was made anew: copy it again'],
  ])('says what is wrong with the address of %s%s, and with this room only', async (name, query, reason) => {
    expect(await send(MESSAGES.inform, { target: workflow(name, query) })).toEqual({
      outcome: 'rejected',
      scope: 'message',
      reason,
    });
  });

  it.each([200, 202, 404])('does not take a page of a proxy for an answer: %d', async (status) => {
    simulator.say({ status, headers: { 'content-type': 'text/html' }, body: '<html>s3cretsignature</html>' });
    expect(await send(MESSAGES.inform)).toEqual({
      outcome: 'retry',
      reason: `not Power Automate’s answer (HTTP ${status}, no JSON): a proxy?`,
    });
  });

  it.each(['https://10.0.0.1/x', 'https://evil.example/logic.azure.com', 'https://xlogic.azure.com/'])(
    'asks nothing of %s',
    async (url) => {
      expect(await send(MESSAGES.inform, { target: { url } })).toMatchObject({
        outcome: 'rejected',
        scope: 'message',
      });
      expect(simulator.requests).toEqual([]);
    },
  );

  it.each([
    'https://example.webhook.office.com/webhookb2/x/IncomingWebhook/y',
    'https://outlook.office.com/webhook/x',
    'https://outlook.office365.com/webhook/x',
  ])('says of the connector %s that it is retired', (url) => {
    expect(teams.target.safeParse({ url }).error?.issues).toMatchObject([
      { path: ['url'], message: expect.stringMatching(/retired.*workflow/) },
    ]);
  });
});
