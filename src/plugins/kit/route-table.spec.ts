import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matchRoute, onCallRoutes, type Route, RouteTable, webhookRoutes } from './index.js';

const route = (method: string, path: string): Route => ({ method, path, kind: 'signals' });

it('finds by the beginning of a path what a look at every route finds', () => {
  // Few words, so that patterns meet paths, and each other, often.
  const word = fc.constantFrom('a', 'b', 'v2', 'alerts');
  const open = fc.constantFrom(':key', ':name');
  const pattern = fc
    .tuple(fc.array(fc.oneof(word, word, open), { maxLength: 4 }), fc.constantFrom([], ['*']))
    .map(([parts, rest]) => `/${[...parts, ...rest].join('/')}`);
  const routes = fc.array(
    fc
      .record({ method: fc.constantFrom('POST', 'GET'), path: pattern })
      .map(({ method, path }) => route(method, path)),
    { maxLength: 12 },
  );
  const path = fc
    .array(fc.oneof(word, fc.constant('else')), { maxLength: 5 })
    .map((parts) => `/${parts.join('/')}`);
  fc.assert(
    fc.property(routes, fc.constantFrom('POST', 'GET'), path, (all, method, asked) => {
      const [expected, found] = [matchRoute(all, method, asked), new RouteTable(all).match(method, asked)];
      expect(found === undefined).toBe(expected === undefined);
      // Of two that are equally literal either will do.
      const literals = (one: Route | undefined) =>
        one?.path.split('/').filter((part) => /^[^:*]/.test(part)).length;
      expect(literals(found?.route)).toBe(literals(expected?.route));
    }),
    { numRuns: 2_000, seed: 11 },
  );
});

it('gives the address its route and what stands in it', () => {
  const table = new RouteTable([
    ...webhookRoutes('/webhooks/x', '/webhooks/y'),
    route('POST', '/v2/enqueue'),
  ]);
  expect(table.match('POST', '/webhooks/y/k3y/')).toEqual({
    route: route('POST', '/webhooks/y/:key'),
    params: { key: 'k3y' },
  });
  expect(table.match('POST', '/v2/enqueue')?.params).toEqual({});
  expect(table.match('POST', '/v2')).toBeUndefined();
  expect(table.match('POST', '/')).toBeUndefined();
});

it('opens the addresses of Grafana OnCall to the key of any integration', () => {
  const routes = onCallRoutes('grafana');
  expect(routes.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /integrations/v1/grafana/:key',
    'PUT /integrations/v1/grafana/:key',
    'POST /oncall/integrations/v1/grafana/:key',
    'PUT /oncall/integrations/v1/grafana/:key',
  ]);
  expect(routes.every(({ anyKey }) => anyKey === 'their-own')).toBe(true);
});
