import {
  type GatewaySimulator,
  httpGateway,
  type HttpReply,
  type HttpRequest,
} from '../../../kit/testing/simulator.js';

export interface SlackSimulator extends GatewaySimulator {
  /** What Slack says to the next message instead of taking it. */
  say(reply: HttpReply): void;
  readonly hook: { readonly webhookUrl: string };
  readonly deadHook: { readonly webhookUrl: string };
}

const [TOKEN, WRONG_TOKEN, HOOK_KEY] = ['xoxb-1-s3cret', 'xoxb-1-wr0ng', 's3crethookkey'];
const [OPS, ARCHIVED] = ['C0123456789', 'C0ARCHIVED1'];
const HOOK_PATH = `/services/T0123/B0123/${HOOK_KEY}`;

/** Slack's Web API and its incoming webhooks: token, channel, and the rules of Block Kit that it refuses by. */
export async function slackSimulator(): Promise<SlackSimulator> {
  const requests: unknown[] = [];
  const next: HttpReply[] = [];

  const api = ({ path, headers, body }: HttpRequest): HttpReply => {
    const no = (error: string): HttpReply => ({ status: 200, body: { ok: false, error } });
    if (headers.authorization === undefined) return no('not_authed');
    if (headers.authorization !== `Bearer ${TOKEN}`) return no('invalid_auth');
    if (path === '/api/auth.test') return { status: 200, body: { ok: true, team: 'Example', user: 'barry' } };
    if (path !== '/api/chat.postMessage') return no('unknown_method');
    const message = JSON.parse(body.toString()) as Record<string, unknown>;
    requests.push(message);
    if (message['channel'] === ARCHIVED) return no('is_archived');
    if (message['channel'] !== OPS) return no('channel_not_found');
    const fault = faultIn(message);
    return fault === undefined
      ? { status: 200, body: { ok: true, channel: OPS, ts: `1795662720.00010${requests.length}` } }
      : no(fault);
  };
  const hook = ({ path, body }: HttpRequest): HttpReply => {
    const no = (status: number, text: string): HttpReply => ({
      status,
      headers: { 'content-type': 'text/html' },
      body: text,
    });
    if (path === '/services/T0123/B0GONE/x') return no(404, 'no_service');
    if (path !== HOOK_PATH) return no(403, 'invalid_token');
    const message = JSON.parse(body.toString()) as Record<string, unknown>;
    requests.push(message);
    const fault = faultIn(message);
    return fault === undefined ? no(200, 'ok') : no(400, fault);
  };
  const http = await httpGateway(
    ['slack.com', 'hooks.slack.com'],
    (request) => next.pop() ?? (request.host === 'slack.com' ? api(request) : hook(request)),
    ({ body }) => requests.push(body.toString()),
  );
  return Object.assign(http, {
    requests,
    say: (reply: HttpReply) => void next.push(reply),
    settings: { botToken: TOKEN },
    wrongSettings: { botToken: WRONG_TOKEN },
    target: { channel: OPS },
    deadTarget: { channel: ARCHIVED },
    hook: { webhookUrl: `https://hooks.slack.com${HOOK_PATH}` },
    deadHook: { webhookUrl: 'https://hooks.slack.com/services/T0123/B0GONE/x' },
    secrets: [TOKEN, WRONG_TOKEN, HOOK_KEY],
  });
}

interface Block {
  readonly type?: string;
  readonly text?: { readonly type?: string; readonly text?: string };
}

/** Slack's limits of a message; undefined where it would be taken. */
function faultIn(message: Record<string, unknown>): string | undefined {
  const { text, blocks = [] } = message as { text?: string; blocks?: readonly Block[] };
  if (!text && blocks.length === 0) return 'no_text';
  if ((text ?? '').length > 40_000) return 'msg_too_long';
  const isFine = blocks.every(({ type, text: inner }) => {
    const { length } = inner?.text ?? '';
    if (type === 'header') return inner?.type === 'plain_text' && length >= 1 && length <= 150;
    return type === 'section' && inner?.type === 'mrkdwn' && length >= 1 && length <= 3000;
  });
  return isFine ? undefined : 'invalid_blocks';
}
