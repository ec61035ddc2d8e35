/** For every rule one fault: the file that commits it, and what else must stand there for it to be possible. */
export interface BoundaryFault {
  readonly rule: string;
  readonly file: string;
  readonly text: string;
}

const MODULES = [
  'people',
  'stickers',
  'files',
  'avatars',
  'devices',
  'notifications',
  'access',
  'schedules',
  'policies',
  'alerts',
  'webhooks',
  'escalation',
  'incidents',
  'search',
  'timeline',
  'stats',
  'duty',
  'scim',
  'operations',
  'provisioning',
];

/** A room that the module may not enter; for most of them the stickers. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  stickers: 'people',
  incidents: 'stats',
  provisioning: 'stats',
};

const floorPlanFaults = MODULES.map((module) => ({
  rule: `floor-plan-${module}`,
  file: `src/modules/${module}/planted.ts`,
  text: `export * from '../${FORBIDDEN[module] ?? 'stickers'}/index.js';`,
}));

/** Innocent files that the faults reach for. */
export const SURROUNDINGS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    MODULES.map((module) => [`src/modules/${module}/index.ts`, 'export const door = 1;']),
  ),
  'src/app.ts': 'export const app = 1;',
  'src/modules/people/people.service.ts': 'export const inside = 1;',
  'src/modules/people/people.operations.ts': `export { inside } from './names.rules.js';`,
  'src/modules/people/names.rules.ts': `import { createHash } from 'node:crypto';\nexport const inside = createHash;`,
  'src/modules/alerts/innocent.ts': `export * from '../people/index.js';\nexport * from '../../platform/clock/clock.js';`,
  'src/operations.ts': `export * from './modules/people/people.operations.js';\nexport { door } from './modules/people/index.js';`,
  'src/platform/clock/clock.ts': 'export const clock = 1;',
  'src/platform/heavy.ts': `export { Injectable } from '@nestjs/common';`,
  /** The other half of a cycle, which is reported once. */
  'src/platform/hen.ts': `export * from './egg.js';`,
  'src/plugins/kit/index.ts': `export { z } from 'zod';`,
  'src/plugins/kit/testing/suite.ts': 'export const suite = 1;',
  'src/plugins/notifiers/web-push/web-push.ts': `export { z } from '../../kit/index.js';`,
  'src/plugins/notifiers/web-push/web-push.spec.ts': `export * from '../../kit/testing/suite.js';\nexport * from './simulator/service.js';`,
  'src/plugins/notifiers/web-push/simulator/service.ts': 'export const service = 1;',
  'test/harness/house.ts': 'export const house = 1;',
};

export const BOUNDARY_FAULTS: readonly BoundaryFault[] = [
  ...floorPlanFaults,
  {
    rule: 'floor-plan-unknown-module',
    file: 'src/modules/gardening/gardening.ts',
    text: `export * from '../people/index.js';`,
  },
  {
    rule: 'the-command-line-starts-at-once',
    file: 'src/cli/slow.ts',
    text: `export * from '../platform/heavy.js';`,
  },
  { rule: 'no-cycles', file: 'src/platform/egg.ts', text: `export * from './hen.js';` },
  { rule: 'everything-is-found', file: 'src/platform/lost.ts', text: `export * from './nowhere.js';` },
  {
    rule: 'no-dev-packages-at-run-time',
    file: 'src/platform/dice.ts',
    text: `import fc from 'fast-check';\nexport const dice = fc;`,
  },
  {
    rule: 'kit-stands-alone',
    file: 'src/plugins/kit/climbing.ts',
    text: `export * from '../../platform/clock/clock.js';`,
  },
  { rule: 'kit-is-framework-free', file: 'src/plugins/kit/streaming.ts', text: `export * from 'rxjs';` },
  { rule: 'kit-is-framework-free', file: 'src/plugins/kit/reading.ts', text: `export * from 'node:fs';` },
  {
    rule: 'plugins-see-only-the-kit',
    file: 'src/plugins/alert-sources/grafana/borrowing.ts',
    text: `export * from '../../notifiers/web-push/web-push.js';`,
  },
  {
    rule: 'plugins-see-only-the-kit',
    file: 'src/plugins/alert-sources/grafana/asking.ts',
    text: `export * from '../../../platform/clock/clock.js';`,
  },
  {
    rule: 'plugins-are-framework-free',
    file: 'src/plugins/alert-sources/grafana/injecting.ts',
    text: `export * from '@nestjs/common';`,
  },
  {
    rule: 'platform-knows-no-business',
    file: 'src/platform/curious.ts',
    text: `export * from '../modules/people/index.js';`,
  },
  {
    rule: 'modules-see-no-plugin',
    file: 'src/modules/notifications/favourite.ts',
    text: `export * from '../../plugins/notifiers/web-push/web-push.js';`,
  },
  {
    rule: 'modules-enter-by-the-door',
    file: 'src/modules/alerts/window.ts',
    text: `export * from '../people/people.service.js';`,
  },
  {
    rule: 'declarations-see-declarations',
    file: 'src/modules/alerts/window.dto.ts',
    text: `export * from '../people/index.js';`,
  },
  {
    rule: 'the-root-enters-by-the-door',
    file: 'src/burglar.ts',
    text: `export * from './modules/people/people.service.js';`,
  },
  {
    rule: 'only-the-root-sees-everything',
    file: 'src/modules/people/upwards.ts',
    text: `export * from '../../app.js';`,
  },
  {
    rule: 'rules-are-pure',
    file: 'src/modules/people/clocked.rules.ts',
    text: `export * from '../../platform/clock/clock.js';`,
  },
  {
    rule: 'rules-are-pure',
    file: 'src/modules/people/nested.rules.ts',
    text: `export * from '@nestjs/common';`,
  },
  { rule: 'rules-are-pure', file: 'src/modules/people/stored.rules.ts', text: `export * from 'typeorm';` },
  {
    rule: 'rules-touch-no-machine',
    file: 'src/modules/people/filed.rules.ts',
    text: `export * from 'node:fs';`,
  },
  {
    rule: 'entities-hold-state',
    file: 'src/modules/people/user.entity.ts',
    text: `export * from './people.service.js';`,
  },
  {
    rule: 'services-know-no-wire',
    file: 'src/modules/people/wired.service.ts',
    text: `export * from 'fastify';`,
  },
  { rule: 'dto-have-no-behaviour', file: 'src/modules/people/busy.dto.ts', text: `export * from 'typeorm';` },
  {
    rule: 'nobody-imports-tests',
    file: 'src/modules/people/tested.ts',
    text: `export * from '../../../test/harness/house.js';`,
  },
  {
    rule: 'testing-is-for-specs',
    file: 'src/plugins/notifiers/web-push/playing.ts',
    text: `export * from '../../kit/testing/suite.js';`,
  },
  {
    rule: 'simulators-are-for-specs',
    file: 'src/plugins/notifiers/web-push/pretending.ts',
    text: `export * from './simulator/service.js';`,
  },
];
