import { randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { allOperations, allStreams } from '../../src/operations.js';
import { ERRORS } from '../../src/platform/errors/error-table.js';
import { isWrite, type Operation } from '../../src/platform/wire/operation.js';
import { callByRest } from '../harness/call-operation.js';
import type { House } from '../harness/house.js';
import { type Kitchen, openKitchen } from '../harness/kitchen.js';
import { RECIPES } from '../harness/recipes.js';
import type { Person } from '../harness/world.js';

const PROTO = join(import.meta.dirname, '../../proto');
/** REST routes that are no operations; each with its reason. */
const ONLY_ON_REST: Readonly<Record<string, string>> = {
  'POST /api/v1/browser/session': 'a cookie is a browser’s matter; SignIn is its twin',
  'POST /api/v1/browser/session/adopt':
    'a cookie is a browser’s matter; any operation that signs in is its twin',
  'DELETE /api/v1/browser/session': 'a cookie is a browser’s matter; SignOut is its twin',
  'GET /api/v1/browser/single-sign-on': 'a browser on its way to the provider',
  'GET /api/v1/browser/single-sign-on/callback': 'a browser on its way back from the provider',
  'POST /api/v1/single-sign-on/sign-out': 'the form of OpenID Connect Back-Channel Logout, for providers',
  'GET /api/v1/audit/export': 'a file, as JSON Lines or CSV: its twin is AuditService/ExportAudit',
  'POST /api/v1/uploads': 'ten megabytes of bytes as they are are nothing for a message',
  'GET /api/v1/events': 'the stream: its twin is EventsService/Watch',
};

/** Doors of one wire whose form is not ours; each with its reason. */
const FOREIGN: Readonly<Record<string, string>> = {
  '/scim/v2/':
    'RFC 7644 is HTTP, and directories speak nothing else; what an admin makes of it is on both wires',
};

interface Answered {
  readonly code: string;
  readonly kind: string;
  readonly fields: readonly string[];
  readonly body: unknown;
}

let kitchen: Kitchen;
beforeAll(async () => {
  kitchen = await openKitchen();
}, 60_000);
afterAll(() => kitchen.house.stop());

const operations = allOperations.map((operation) => [operation.rpc, operation] as const);

describe('the protos', () => {
  const rpcs = globSync('barry/*/v1/*.proto', { cwd: PROTO }).flatMap((file) => {
    const text = readFileSync(join(PROTO, file), 'utf8');
    return [...text.matchAll(/^service (\w+) \{([^}]*)\}/gm)].flatMap(([, service, body]) =>
      [...(body ?? '').matchAll(/^ {2}rpc (\w+)/gm)].map(
        ([, rpc]) => `${file.split('/')[1]}.${service}/${rpc}`,
      ),
    );
  });

  it('know every operation and every stream, and nothing else: an rpc without a route fails here', () => {
    const declared = [...allOperations, ...allStreams].map((o) => `${o.module}.${o.service}/${o.rpc}`);
    expect(rpcs.sort()).toEqual(declared.sort());
  });

  it('have a route for each that the running server lists, and no route of the API is without one', () => {
    const routes = kitchen.house.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
    const declared = new Set(allOperations.map((o) => `${o.method} /api/v1${o.path}`));
    const served = routesOf(routes).filter((route) => / \/(api|scim)\/v\d\//.test(route));
    const isForeign = (route: string): boolean =>
      Object.keys(FOREIGN).some((door) => route.includes(` ${door}`));
    const strange = served.filter((route) => !declared.has(route) && !(route in ONLY_ON_REST));
    expect(strange.filter((route) => !isForeign(route))).toEqual([]);
    for (const door of Object.keys(FOREIGN))
      expect(strange.some((route) => route.includes(` ${door}`))).toBe(true);
    expect([...declared].filter((route) => !served.includes(route))).toEqual([]);
  });
});

describe('REST and gRPC answer alike', () => {
  it.each(operations)('%s', async (rpc, operation) => {
    const [rest, grpc] = [await cooked(rpc, byRest), await cooked(rpc, byGrpc)];
    // The first admin is there already; of this operation the refusals are compared.
    expect(rest.code).toBe(rpc === 'UseAdminLink' ? 'ADMIN_LINK_USED' : '');
    expect(grpc.code).toBe(rest.code);
    expect(shapeOf(grpc)).toEqual(shapeOf(rest));
    if (!isWrite(operation)) expect(typeof grpc.body).toBe('object');
  });
});

describe('REST and gRPC fail alike', () => {
  const unprotected = new Set(allOperations.filter((o) => o.allow === 'public').map((o) => o.rpc));

  it.each(operations.filter(([rpc]) => !unprotected.has(rpc)))(
    '%s: for somebody unknown',
    async (rpc, operation) => {
      const input = idsOnly(operation);
      const answers = [await byRest(operation, input, undefined), await byGrpc(operation, input, undefined)];
      expect(answers.map((answer) => [answer.kind, answer.code])).toEqual([
        ['unauthenticated', 'UNAUTHENTICATED'],
        ['unauthenticated', 'UNAUTHENTICATED'],
      ]);
      expect(rpc).not.toBe('');
    },
  );

  it.each(operations)('%s: for a bad token', async (_rpc, operation) => {
    if (operation.allow === 'public') return;
    const answers = [
      await byRest(operation, idsOnly(operation), 'barry_s_nonsense'),
      await byGrpc(operation, idsOnly(operation), 'barry_s_nonsense'),
    ];
    expect(answers[0]?.kind).toBe('unauthenticated');
    expect(answers[1]).toEqual(answers[0]);
  });

  it.each(operations)('%s: for what is not there, or is not valid', async (rpc, operation) => {
    // Succeeds with anything, and then nobody is signed in.
    if (rpc === 'SignOut') return;
    // With nothing said it rings whoever asks, and only once in a while.
    if (rpc === 'StartTestRings') return;
    const { token } = await someone(operation);
    for (const input of [idsOnly(operation), wrongIds(operation)]) {
      const [rest, grpc] = [await byRest(operation, input, token), await byGrpc(operation, input, token)];
      expect(rest?.kind).not.toBe('unauthenticated');
      expect([grpc?.kind, grpc?.code, grpc?.fields]).toEqual([rest?.kind, rest?.code, rest?.fields]);
    }
  });
});

type Wire = (
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  token: string | undefined,
) => Promise<Answered>;

async function cooked(rpc: string, wire: Wire): Promise<Answered> {
  const operation = allOperations.find((candidate) => candidate.rpc === rpc);
  const recipe = RECIPES[rpc];
  if (!operation || !recipe) throw new Error(`There is no recipe for ${rpc}`);
  const actor = await someone(operation);
  const { input, by } = await recipe(kitchen, actor);
  const asker = operation.allow === 'signed-in' ? actor : by === undefined ? kitchen.admin : by;
  return wire(operation, input, asker?.token);
}

/** Who signs out or changes a password is not needed by anybody else. */
async function someone(operation: Operation): Promise<Person> {
  if (operation.allow !== 'signed-in') return kitchen.admin;
  const email = `${randomUUID().slice(0, 8)}@example.org`;
  const password = 'correct horse battery';
  const { userId } = await kitchen.house.ok(
    'POST',
    '/users',
    { name: 'Somebody', email, password },
    kitchen.admin.token,
  );
  const { token } = await kitchen.house.ok('POST', '/sign-in', { email, password });
  return { userId, name: 'Somebody', email, token };
}

const byRest: Wire = async (operation, input, token) => {
  const { status, body } = await callByRest(house(), operation, input, token);
  if (status < 300) return { code: '', kind: '', fields: [], body };
  const kind = Object.entries(ERRORS).find(([, { http }]) => http === status)?.[0] ?? String(status);
  return {
    code: body['code'],
    kind: kindOf(kind, body['code']),
    fields: fieldsOf(body['details']),
    body: undefined,
  };
};

const byGrpc: Wire = async (operation, input, token) => {
  const answer = await house().grpc(operation.rpc, input, token);
  if (answer.ok) return { code: '', kind: '', fields: [], body: answer.body };
  const kind =
    Object.entries(ERRORS).find(([, { grpc }]) => Number(grpc) === answer.status)?.[0] ??
    String(answer.status);
  return {
    code: answer.code,
    kind: kindOf(kind, answer.code),
    fields: fieldsOf(answer.details),
    body: undefined,
  };
};

const house = (): House => kitchen.house;

/** 409 is both conflict and stale on REST, RESOURCE_EXHAUSTED both exhausted and too large on gRPC: the code tells. */
const kindOf = (kind: string, code: string): string =>
  ['conflict', 'stale'].includes(kind) || ['exhausted', 'too-large'].includes(kind) ? code : kind;

const fieldsOf = (details: unknown): readonly string[] =>
  ((details as { issues?: readonly { path: string }[] } | undefined)?.issues ?? [])
    .map((issue) => issue.path)
    .sort();

/** The fields and kinds of values of an answer; two calls make two things, whose ids and names differ. */
function shapeOf(value: unknown): unknown {
  if (value === undefined) return undefined;
  const { body } = value as Answered;
  return bodyShape(body);
}

function bodyShape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [bodyShape(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, bodyShape(item)])
      .sort(),
  );
}

const fieldNames = (operation: Operation): readonly string[] =>
  Object.keys(
    (z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as { properties?: object })
      .properties ?? {},
  );

/** Nothing but what the path needs: ids of nothing. */
const idsOnly = (operation: Operation): Record<string, unknown> =>
  Object.fromEntries(
    fieldNames(operation)
      .filter((name) => operation.path.includes(`:${name}`))
      .map((name) => [name, '0192aaaa-0000-7000-8000-000000000000']),
  );

const wrongIds = (operation: Operation): Record<string, unknown> =>
  Object.fromEntries(
    fieldNames(operation)
      .filter((name) => operation.path.includes(`:${name}`))
      .map((name) => [name, 'not-an-id']),
  );

/** Fastify prints a tree; each line with methods is a route. */
function routesOf(tree: string): string[] {
  const path: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const found = /^([│\s]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (!found) return [];
    const [, indent = '', part = '', methods] = found;
    path.length = Math.floor(indent.length / 4);
    path.push(part);
    return (methods ?? '')
      .split(', ')
      .filter((m) => m && m !== 'HEAD' && m !== 'OPTIONS')
      .map((m) => `${m} ${path.join('')}`);
  });
}
