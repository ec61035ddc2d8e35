import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KINDS, SEVERITIES } from '../../plugins/kit/index.js';
import { RoutingRule } from './rules.dto.js';
import {
  askedTeams,
  type Origin,
  routesOf,
  type RoutingTable,
  type ServiceEntry,
  type ToRoute,
  urgencyOf,
} from './routing.rules.js';

const shop: ServiceEntry = {
  serviceId: 's1',
  slug: 'shop',
  name: 'The Shop',
  teamId: 't-web',
  policyId: 'p-web',
};
const database: ServiceEntry = { serviceId: 's2', slug: 'database', name: 'Database', teamId: 't-data' };
const table: RoutingTable = {
  teams: new Map([
    ['web', { teamId: 't-web', slug: 'web' }],
    ['t-web', { teamId: 't-web', slug: 'web' }],
    ['data', { teamId: 't-data', slug: 'data' }],
    ['t-data', { teamId: 't-data', slug: 'data' }],
  ]),
  services: new Map([
    ['shop', shop],
    ['the shop', shop],
    ['database', database],
  ]),
  servicesById: new Map([
    ['s1', shop],
    ['s2', database],
  ]),
  catchAllTeamId: 't-all',
  windows: [],
};
const alert = (more: Partial<ToRoute> = {}): ToRoute => ({
  severity: 'high',
  kind: 'problem',
  teams: [],
  ...more,
});
const origin: Origin = { teamId: 't-own', serviceId: 's2' };

describe('routing', () => {
  it('asks the alert itself first, and gives every team that it names a route of its own', () => {
    expect(
      routesOf(alert({ teams: ['Web', 'data', 't-web'], service: 'database' }), origin, table),
    ).toMatchObject([
      { teamId: 't-web', policyId: undefined, urgency: 'ring', because: 'team:web' },
      { teamId: 't-data', policyId: undefined, urgency: 'ring', because: 'team:data' },
    ]);
  });

  it('keeps the policy of the service where the named team is the service’s own', () => {
    expect(routesOf(alert({ teams: ['web'], service: 'shop' }), origin, table)).toMatchObject([
      { teamId: 't-web', policyId: 'p-web' },
    ]);
  });

  it.each([
    ['the service that the alert names', { service: 'THE SHOP' }, origin, ['t-web', 'service:shop']],
    ['then the service of the integration', {}, origin, ['t-data', 'integration-service:database']],
    ['then the team of the integration', {}, { teamId: 't-own' }, ['t-own', 'integration']],
    ['then the catch-all team', {}, {}, ['t-all', 'catch-all']],
    ['past teams and services that nobody knows', { teams: ['x'], service: 'y' }, {}, ['t-all', 'catch-all']],
    ['past a service that was removed', {}, { teamId: 't-own', serviceId: 's9' }, ['t-own', 'integration']],
  ])('asks %s', (_, said, from, [teamId, because]) => {
    expect(routesOf(alert(said), from, table)).toMatchObject([{ teamId, because }]);
  });

  it('informs about info, records tests, and rings for everything else', () => {
    expect(urgencyOf('info', 'problem')).toBe('inform');
    expect(urgencyOf('critical', 'test')).toBe('record');
    for (const severity of ['critical', 'high', 'warning', 'unknown'] as const)
      expect(urgencyOf(severity, 'monitoring-fault')).toBe('ring');
  });

  it('always ends in a team, never in the same one twice, and gives all routes one urgency', () => {
    const words = fc.constantFrom('web', 'data', 'WEB', 't-web', 'nobody', 'shop', 'database', '');
    fc.assert(
      fc.property(
        fc.record({
          severity: fc.constantFrom(...SEVERITIES),
          kind: fc.constantFrom(...KINDS),
          teams: fc.array(words),
          service: fc.option(words, { nil: undefined }),
        }),
        fc.record({
          teamId: fc.option(fc.constant('t-own'), { nil: undefined }),
          serviceId: fc.constantFrom('s1', 's2', 's9', undefined),
        }),
        (said, from) => {
          const routes = routesOf(said, from, table);
          expect(routes.length).toBeGreaterThan(0);
          expect(new Set(routes.map(({ teamId }) => teamId)).size).toBe(routes.length);
          expect(new Set(routes.map(({ urgency }) => urgency))).toEqual(
            new Set([urgencyOf(said.severity, said.kind)]),
          );
        },
      ),
    );
  });

  it('reads teams from the alert and from its label, in small letters', () => {
    expect(askedTeams(['Web', ' '], { team: ' Data ' })).toEqual(['web', 'data']);
    expect(askedTeams(undefined, undefined)).toEqual([]);
  });
});

describe('a rule of the integration', () => {
  const rule = (more: object): RoutingRule => ({ ...RoutingRule.parse({ name: 'databases' }), ...more });
  const ask = (more: object, given: Partial<ToRoute> = {}): readonly unknown[] =>
    routesOf(alert({ rule: rule(more), ...given }), origin, table);

  it('chooses after the alert itself and before its service', () => {
    expect(ask({ teamIds: ['t-data'] }, { service: 'shop' })).toMatchObject([
      { teamId: 't-data', because: 'rule:databases', rule: 'databases', isFixed: false },
    ]);
    expect(ask({ teamIds: ['t-data'] }, { teams: ['web'] })).toMatchObject([
      { teamId: 't-web', because: 'team:web', rule: 'databases' },
    ]);
  });

  it('calls several teams, the policy being that of the first', () => {
    expect(ask({ teamIds: ['t-data', 't-web'], policyId: 'p' })).toMatchObject([
      { teamId: 't-data', policyId: 'p' },
      { teamId: 't-web', policyId: undefined },
    ]);
  });

  it('whose teams are gone leaves the alert to whoever had it without the rule: never nowhere', () => {
    const [without] = routesOf(alert({}), origin, table);
    expect(ask({ teamIds: ['t-gone'] })).toMatchObject([
      { teamId: without?.teamId, because: without?.because },
    ]);
  });

  it('fixes what rings, whoever is chosen; a test stays a test', () => {
    expect(ask({ urgency: 'record' }, { severity: 'critical' })).toMatchObject([
      { urgency: 'record', isFixed: true },
    ]);
    expect(ask({ urgency: 'ring' }, { severity: 'info' })).toMatchObject([
      { urgency: 'ring', isFixed: true },
    ]);
    expect(ask({ urgency: 'ring' }, { kind: 'test' })).toMatchObject([{ urgency: 'record', isFixed: false }]);
  });
});
