import {
  type GatewaySimulator,
  httpGateway,
  type HttpReply,
  type HttpRequest,
} from '../../../kit/testing/simulator.js';

export interface TeamsSimulator extends GatewaySimulator {
  /** What it says to the next request instead of taking it. */
  say(reply: HttpReply): void;
  readonly origin: string;
}

const HOST = 'default0123.4a.environment.api.powerplatform.com';
const SIGNATURE = 's3cretsignature';
const MAX_BYTES = 28 * 1024;
const pathOf = (workflow: string): string =>
  `/powerautomate/automations/direct/workflows/${workflow}/triggers/manual/paths/invoke`;

/** Power Automate before a Teams channel: workflow, signature of the address, and the shape that its template posts. */
export async function teamsSimulator(): Promise<TeamsSimulator> {
  const requests: unknown[] = [];
  const next: HttpReply[] = [];
  const no = (status: number, code: string): HttpReply => ({
    status,
    body: { error: { code, message: `Said about ${SIGNATURE}` } },
  });
  const answer = ({ path, query, body }: HttpRequest): HttpReply => {
    if (path === pathOf('deleted')) return no(404, 'WorkflowNotFound');
    if (path === pathOf('off')) return no(400, 'WorkflowTriggerIsNotEnabled');
    if (path !== pathOf('ops')) return { status: 404, body: '<html>no such page</html>' };
    if (!query.has('sig')) return no(401, 'DirectApiAuthorizationRequired');
    if (query.get('sig') !== SIGNATURE) return no(401, 'InvalidSignature');
    const message = JSON.parse(body.toString()) as Record<string, unknown>;
    requests.push(message);
    if (!isCard(message)) return no(400, 'InvalidCard');
    return body.length > MAX_BYTES ? no(413, 'RequestEntityTooLarge') : { status: 202 };
  };
  const http = await httpGateway(
    [HOST],
    (request) => next.pop() ?? answer(request),
    ({ body }) => requests.push(body.toString()),
  );
  const origin = `https://${HOST}`;
  return Object.assign(http, {
    requests,
    origin,
    say: (reply: HttpReply) => void next.push(reply),
    settings: {},
    target: {
      url: `${origin}${pathOf('ops')}?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${SIGNATURE}`,
    },
    deadTarget: { url: `${origin}${pathOf('deleted')}?api-version=1&sig=x` },
    secrets: [SIGNATURE],
  });
}

interface Attachment {
  readonly contentType?: string;
  readonly content?: { readonly type?: string; readonly body?: readonly unknown[] };
}

/** The template walks through `attachments`, and posts each content as a card. */
function isCard({ type, attachments }: Record<string, unknown>): boolean {
  if (type !== 'message' || !Array.isArray(attachments) || attachments.length === 0) return false;
  return (attachments as readonly Attachment[]).every(
    ({ contentType, content }) =>
      contentType === 'application/vnd.microsoft.card.adaptive' &&
      content?.type === 'AdaptiveCard' &&
      (content.body ?? []).length > 0,
  );
}
