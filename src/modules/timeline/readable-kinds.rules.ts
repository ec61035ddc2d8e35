import type { Caller } from '../../platform/auth/caller.js';
import { type ApiModule, readableModules } from '../../platform/auth/scopes.rules.js';

/** Whose news it is, by the noun in front of its kind. What stands in no line is for whoever may read everything. */
export const MODULE_OF_NOUN: Readonly<Record<string, ApiModule>> = {
  access: 'access',
  alert: 'alerts',
  call: 'escalation',
  canary: 'operations',
  device: 'devices',
  escalation: 'escalation',
  file: 'files',
  finding: 'escalation',
  heartbeat: 'webhooks',
  incident: 'incidents',
  inform: 'notifications',
  integration: 'webhooks',
  maintenance: 'alerts',
  notifier: 'notifications',
  organisation: 'people',
  policy: 'policies',
  ring: 'escalation',
  schedule: 'schedules',
  service: 'alerts',
  team: 'people',
  'test-ring': 'escalation',
  token: 'access',
  user: 'people',
  watched: 'operations',
};

/** News that always says whom it is for: without anybody named, everybody would hear what is meant for one. */
export const ADDRESSED_NOUNS: ReadonlySet<string> = new Set(['access', 'inform', 'ring']);

/** The nouns of the news that a caller may read; undefined: of all. */
export function readableNouns(caller: Caller): ReadonlySet<string> | undefined {
  const modules = readableModules(caller);
  if (!modules) return undefined;
  return new Set(
    Object.entries(MODULE_OF_NOUN).flatMap(([noun, module]) => (modules.has(module) ? [noun] : [])),
  );
}

export const nounOf = (kind: string): string => kind.split('.', 1)[0] ?? '';
