import type { Json } from './json.js';
import { randomUUID } from 'node:crypto';
import { IntegrationStats } from '../../src/modules/webhooks/index.js';
import { KnownNames } from './far-away.js';
import { House } from './house.js';
import { firstAdmin, grafanaAlert, makePerson, makeTeam, type Person } from './world.js';

/** A house in which every operation can be asked for: two teams, and somebody in each role. */
export interface Kitchen {
  readonly house: House;
  readonly admin: Person;
  readonly owner: Person;
  readonly responder: Person;
  /** Whose user, devices and calls the operations are about; in no team. */
  readonly subject: Person;
  readonly teamId: string;
  readonly otherTeamId: string;
  readonly policyId: string;
  readonly integrationId: string;
}

export async function openKitchen(): Promise<Kitchen> {
  // Nobody out there can be found.
  const house = await House.start({ names: new KnownNames() });
  const admin = await firstAdmin(house);
  const owner = await makePerson(house, admin, 'Owner');
  const responder = await makePerson(house, admin, 'Responder');
  const subject = await makePerson(house, admin, 'Subject');
  const teamId = await makeTeam(house, admin, 'mail', [
    [owner, 'owner'],
    [responder, 'responder'],
  ]);
  const otherTeamId = await makeTeam(house, admin, 'shop', []);
  const named = { version: 1, catchAllTeamId: otherTeamId, lastResortUserIds: [admin.userId] };
  await house.ok('PATCH', '/organisation', named, admin.token);
  // Who cannot be reached is not called, and the escalation is over at once.
  await house.phones.enrol(house, responder.token, 'phone');
  const { policyId } = await house.ok('POST', '/policies', policyOf(teamId, responder), admin.token);
  const integration = { teamId, name: 'Grafana', source: 'grafana' };
  const { integrationId } = await house.ok('POST', '/integrations', integration, admin.token);
  const setup = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, admin.token);
  await house.ok('POST', new URL(setup['url']).pathname, grafanaAlert('Queue', { severity: 'info' }));
  // It is counted a moment later, with an event of its own: not in the middle of somebody's test.
  await house.get(IntegrationStats).settled();
  return { house, admin, owner, responder, subject, teamId, otherTeamId, policyId, integrationId };
}

export const unique = (): string => randomUUID().slice(0, 8);
export const policyOf = (teamId: string, target: Person): object => ({
  teamId,
  name: `Policy ${unique()}`,
  steps: [{ targets: [{ kind: 'user', id: target.userId }] }],
});
/** Made by the admin, for one use. */
export const make = async (kitchen: Kitchen, path: string, body: object): Promise<Json> =>
  kitchen.house.ok('POST', path, body, kitchen.admin.token);
export const read = async (kitchen: Kitchen, path: string): Promise<Json> =>
  kitchen.house.ok('GET', path, undefined, kitchen.admin.token);
