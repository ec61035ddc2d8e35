import { Agent, request } from 'node:http';
import { allOperations } from '../../../src/operations.js';
import { RIGHTS } from '../../../src/modules/access/index.js';
import type { RightRule } from '../../../src/platform/auth/authority.js';
import { isWrite } from '../../../src/platform/wire/declare.js';
import type { House } from '../house.js';
import type { Actor, Crowd } from './crowd.js';
import { faultsIn, KNOWN_CODES, type Said } from './judge.js';
import type { RestRequest } from './rest-requests.js';
import type { Things } from './things.js';

/** What can be sent again as it is printed. */
export interface Finding {
  readonly faults: readonly string[];
  readonly actor: string;
  readonly request: unknown;
  readonly said: string;
}

/** Of a write in a team: who has no role in it may not. */
const OF_A_TEAM: ReadonlySet<string> = new Set(
  allOperations
    // Some that only look are asked by POST, for what they take.
    .filter((operation) => isWrite(operation) && ruleOf(operation.allow)?.scope !== 'read')
    .filter((operation) => ruleOf(operation.allow)?.org === 'admin')
    .map(({ rpc }) => rpc),
);
export const isOfATeam = (rpc: string): boolean => OF_A_TEAM.has(rpc);

function ruleOf(right: string): RightRule | undefined {
  return (RIGHTS as Readonly<Record<string, RightRule>>)[right];
}

/** Would end the credential by which the actor asks. */
export const endsOwnSession = (rpc: string, actor: Actor): boolean =>
  rpc === 'SignOut' && actor.token?.startsWith('barry_s_') === true;

const rpcOf = ({ operationId }: RestRequest): string =>
  operationId.charAt(0).toUpperCase() + operationId.slice(1);

export class RestAsker {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 16 });
  readonly statuses = new Map<string, number>();

  constructor(
    private readonly house: House,
    private readonly crowd: Crowd,
    private readonly things: Things,
  ) {}

  async ask(given: RestRequest, actor: Actor): Promise<Finding | undefined> {
    if (endsOwnSession(rpcOf(given), actor)) return undefined;
    const path = this.things.fill(given.path, actor.isAdmin === true);
    const body =
      given.body === undefined ? undefined : this.things.fill(given.body, actor.isAdmin === true).text;
    const request: RestRequest = {
      ...given,
      // The clock of the house stands still: who waits for something to happen would wait for ever.
      path: path.text.replace(/([?&])wait=\d+/, '$1wait=0'),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(actor.token === undefined ? {} : { authorization: `Bearer ${actor.token}` }),
        ...given.headers,
      },
      ...(body === undefined ? {} : { body }),
    };
    const said = await this.send(request);
    this.statuses.set(said.status, (this.statuses.get(said.status) ?? 0) + 1);
    if (said.status.startsWith('2')) this.things.learn(said.text);
    const isWriting = !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
    const isOthers = path.isOfVault && isWriting && isOfATeam(rpcOf(given));
    const faults = [
      ...faultsIn(said, actor, this.crowd),
      ...formOf(request, said),
      ...(isOthers && said.status.startsWith('2')
        ? [`${actor.name} has changed what is another team's`]
        : []),
    ];
    if (faults.length === 0) return undefined;
    const { body: sent, ...line } = request;
    const shown = { ...line, ...(sent === undefined ? {} : { body: sent.slice(0, 2_000) }) };
    return { faults, actor: actor.name, request: shown, said: `${said.status} ${said.text.slice(0, 500)}` };
  }

  close(): void {
    this.agent.destroy();
  }

  private send({ method, path, headers, body, isBinary }: RestRequest): Promise<Said & Answered> {
    const startedAt = performance.now();
    const { hostname, port } = new URL(this.house.origin);
    return new Promise((resolve) => {
      const done = (status: string, text: string, type = ''): void =>
        resolve({ status, text, type, ms: performance.now() - startedAt });
      const bytes = body === undefined ? undefined : Buffer.from(body, isBinary ? 'latin1' : 'utf8');
      // Node would send the body of a GET without its length: as the beginning of the next request.
      const length = bytes ? { 'content-length': String(bytes.length) } : {};
      const asked = request(
        {
          hostname,
          port,
          method,
          path,
          headers: { ...headers, ...length },
          agent: this.agent,
          timeout: 30_000,
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            done(String(answer.statusCode), Buffer.concat(chunks).toString(), answer.headers['content-type']),
          );
        },
      );
      asked.on('error', (error: NodeJS.ErrnoException) => done(`cut ${error.code ?? error.message}`, ''));
      asked.on('timeout', () => asked.destroy(new Error('silence')));
      asked.end(bytes);
    });
  }
}

interface Answered {
  readonly type: string;
}

function formOf({ method }: RestRequest, { status, text, type }: Said & Answered): readonly string[] {
  // What Node refuses by itself, before anybody is asked.
  if (status === '417' && text === '') return [];
  if (status.startsWith('cut')) return [`no answer: ${status}`];
  if (Number(status) >= 500) return [`${status}`];
  if (Number(status) < 400 || method === 'HEAD') return [];
  if (!type.startsWith('application/problem+json')) return [`${status} as ${type}: ${text.slice(0, 80)}`];
  const said = JSON.parse(text) as { readonly code?: unknown; readonly status?: unknown };
  if (!KNOWN_CODES.has(String(said.code))) return [`the code ${String(said.code)} is not known`];
  return String(said.status) === status ? [] : [`${status} says that it is ${String(said.status)}`];
}
