import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MESSAGES, notifierContract } from '../../kit/testing/notifier-contract.js';
import type { News } from './blocks.js';
import { type SlackSimulator, slackSimulator } from './simulator/slack.simulator.js';
import { slack } from './slack.js';

notifierContract(slack, import.meta.dirname, slackSimulator);

describe('Slack', () => {
  let simulator: SlackSimulator;
  const open = (settings: object = simulator.settings) =>
    slack.open(slack.settings.parse(settings), {
      instance: 'a',
      fetch: simulator.fetch ?? fetch,
      now: () => new Date(),
      log: { debug: () => undefined, warn: () => undefined },
    });
  const send = async (message: News, { target = simulator.target, settings = simulator.settings } = {}) =>
    (await open(settings)).send({
      id: 'row-1',
      target: slack.target.parse(target),
      message,
      signal: new AbortController().signal,
    });

  beforeAll(async () => void (simulator = await slackSimulator()));
  beforeEach(() => {
    simulator.mode = 'up';
    simulator.requests.length = 0;
  });
  afterAll(() => simulator.close());

  it('shows a title, a text and a link', async () => {
    const settings = { ...simulator.settings, consoleUrl: 'https://barry.example.jp' };
    const outcome = await send({ ...MESSAGES.inform, link: '/incidents/7' }, { settings });
    expect(outcome).toEqual({ outcome: 'accepted', externalId: '1795662720.000101' });
    expect(simulator.requests).toEqual([
      {
        channel: 'C0123456789',
        text: 'Taken\nHana took it',
        unfurl_links: false,
        unfurl_media: false,
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'Taken', emoji: false } },
          { type: 'section', text: { type: 'mrkdwn', text: 'Hana took it', verbatim: true } },
          {
            type: 'section',
            text: { type: 'mrkdwn', text: '<https://barry.example.jp/incidents/7>', verbatim: true },
          },
        ],
      },
    ]);
  });

  it('lets no alert call everybody, nor write a link of its own', async () => {
    const text = '<!channel> disk <https://evil.example|nas1> & "db"';
    await send({ kind: 'text', text, locale: 'en' });
    await send({ ...MESSAGES.inform, title: text, body: text, link: 'https://x.example/?a=<!here>|b' });
    const escaped = '&lt;!channel&gt; disk &lt;https://evil.example|nas1&gt; &amp; "db"';
    expect(simulator.requests).toMatchObject([
      { text: escaped, blocks: [{ text: { text: escaped } }] },
      {
        text: `${escaped}\n${escaped}`,
        blocks: [
          { text: { type: 'plain_text' } },
          { text: { text: escaped } },
          { text: { text: '<https://x.example/?a=%3C!here%3E%7Cb>' } },
        ],
      },
    ]);
  });

  it.each(['𠮷', '&', '<'])('cuts what Slack would refuse for its length, and no %s in two', async (sign) => {
    for (const shift of ['', 'x', 'xx', 'xxx', 'xxxx']) {
      const long = shift + sign.repeat(4000);
      expect(await send({ ...MESSAGES.inform, title: long, body: long })).toMatchObject({
        outcome: 'accepted',
      });
    }
    const whole = /^x*(𠮷|&amp;|&lt;)*…$/u;
    for (const request of simulator.requests as { blocks: { text: { text: string } }[] }[])
      expect(request.blocks[1]?.text.text).toMatch(whole);
  });

  it('shows news without a body', async () => {
    expect(await send({ ...MESSAGES.inform, body: '', link: '/x' })).toMatchObject({ outcome: 'accepted' });
  });

  it('writes by an incoming webhook without any token, and tells when it was removed', async () => {
    const by = (target: object) => send(MESSAGES.inform, { target, settings: {} });
    expect(await by(simulator.hook)).toEqual({ outcome: 'accepted' });
    expect(simulator.requests).toHaveLength(1);
    expect(simulator.requests[0]).not.toHaveProperty('channel');
    expect(await by(simulator.deadHook)).toEqual({ outcome: 'gone', reason: 'no_service' });
    expect(await by({ webhookUrl: 'https://hooks.slack.com/services/T0123/B0123/mistyped' })).toEqual({
      outcome: 'rejected',
      scope: 'message',
      reason: 'invalid_token: this is no incoming webhook of Slack',
    });
    expect(await (await open({})).check?.()).toEqual({ ok: true });
  });

  it('says that a channel id needs a token', async () => {
    expect(await send(MESSAGES.inform, { settings: {} })).toEqual({
      outcome: 'rejected',
      scope: 'channel',
      reason: 'a channel id needs a bot token in the settings',
    });
    expect(simulator.requests).toEqual([]);
  });

  it.each([
    [
      'invalid_auth',
      { outcome: 'rejected', scope: 'channel', reason: 'invalid_auth: the bot token is wrong' },
    ],
    ['missing_scope', { outcome: 'rejected', scope: 'channel' }],
    [
      'not_in_channel',
      { outcome: 'rejected', scope: 'message', reason: 'not_in_channel: invite the bot into the channel' },
    ],
    ['channel_not_found', { outcome: 'rejected', scope: 'message' }],
    ['is_archived', { outcome: 'gone' }],
    ['ratelimited', { outcome: 'retry' }],
    ['internal_error', { outcome: 'retry' }],
    ['something_new', { outcome: 'rejected', scope: 'message', reason: 'something_new' }],
    ['Text with xoxb-1-s3cret', { outcome: 'rejected', scope: 'message', reason: 'an unknown error' }],
  ])('understands ok: false with %s', async (error, outcome) => {
    simulator.say({ status: 200, body: { ok: false, error } });
    expect(await send(MESSAGES.inform)).toMatchObject(outcome);
  });

  it.each([
    [403, 'action_prohibited', { outcome: 'rejected', scope: 'message' }],
    [410, 'channel_is_archived', { outcome: 'gone' }],
    [400, 'invalid_payload', { outcome: 'rejected', scope: 'message', reason: 'invalid_payload' }],
    [403, 'team_access_not_granted', { outcome: 'rejected', scope: 'message' }],
  ])('understands %d %s of a webhook, which is the fault of its room only', async (status, body, outcome) => {
    simulator.say({ status, body });
    expect(await send(MESSAGES.inform, { target: simulator.hook })).toMatchObject(outcome);
  });

  it('does not take a page of a proxy for a yes, nor repeats it', async () => {
    const page = {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html>xoxb-1-s3cret</html>',
    };
    simulator.say(page);
    expect(await send(MESSAGES.inform)).toEqual({
      outcome: 'retry',
      reason: 'not Slack’s answer: a proxy? (HTTP 200, no JSON)',
    });
    simulator.say(page);
    expect(await send(MESSAGES.inform, { target: simulator.hook })).toEqual({
      outcome: 'retry',
      reason: 'not Slack’s answer: a proxy? (HTTP 200)',
    });
    simulator.say(page);
    expect(await (await open()).check?.()).toEqual({
      ok: false,
      reason: 'not Slack’s answer: a proxy? (HTTP 200, no JSON)',
    });
  });

  it('takes a webhook of Slack only, and one address', () => {
    const refused = [
      { webhookUrl: 'https://evil.example/services/x' },
      { webhookUrl: 'https://hooks.slack.com.evil.example/services/x' },
      { webhookUrl: 'https://hooks.slack.com:8443/services/x' },
      { webhookUrl: 'http://hooks.slack.com/services/x' },
      { channel: '#ops' },
      {},
      { ...simulator.target, ...simulator.hook },
    ];
    for (const target of refused) expect(slack.target.safeParse(target).success).toBe(false);
    expect(slack.settings.safeParse({ botToken: 'xoxp-1' }).error?.issues).toMatchObject([
      { path: ['botToken'] },
    ]);
  });
});
