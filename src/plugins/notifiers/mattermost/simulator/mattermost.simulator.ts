import {
  type GatewaySimulator,
  httpGateway,
  type HttpReply,
  type HttpRequest,
} from '../../../kit/testing/simulator.js';

export interface MattermostSimulator extends GatewaySimulator {
  /** What it says to the next request instead of taking it. */
  say(reply: HttpReply): void;
}

const KEY = 's3cretkeys3cretkeys3cretke';
const MAX_ATTACHMENT_SIGNS = 7900;

/** Mattermost's incoming webhooks and its ping: knows one key, and what it would refuse. */
export async function mattermostSimulator(): Promise<MattermostSimulator> {
  const requests: unknown[] = [];
  const next: HttpReply[] = [];
  const no = (status: number, id: string): HttpReply => ({
    status,
    body: { id, message: `Said about ${KEY}`, detailed_error: '', request_id: 'x', status_code: status },
  });
  const answer = ({ method, path, body }: HttpRequest): HttpReply => {
    if (method === 'GET' && path === '/chat/api/v4/system/ping')
      return { status: 200, body: { status: 'OK' } };
    if (!path.startsWith('/chat/hooks/')) return { status: 404, body: '<html>no such page</html>' };
    if (path !== `/chat/hooks/${KEY}`) return no(400, 'web.incoming_webhook.invalid.app_error');
    const post = JSON.parse(body.toString()) as { text?: string; attachments?: unknown[] };
    requests.push(post);
    if (!post.text && !post.attachments?.length) return no(400, 'web.incoming_webhook.text.app_error');
    if (JSON.stringify(post.attachments ?? []).length > MAX_ATTACHMENT_SIGNS)
      return no(400, 'web.incoming_webhook.attachment.app_error');
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' };
  };
  const http = await httpGateway(
    ['chat.example.jp'],
    (request) => next.pop() ?? answer(request),
    ({ body }) => requests.push(body.toString()),
  );
  return Object.assign(http, {
    requests,
    say: (reply: HttpReply) => void next.push(reply),
    settings: { baseUrl: 'https://chat.example.jp/chat/' },
    target: { hookKey: KEY },
    secrets: [KEY],
  });
}
