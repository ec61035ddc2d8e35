import { ok, PASSWORD } from './barry-process.js';

export interface Responder {
  readonly userId: string;
  readonly token: string;
}

export interface Organisation {
  readonly adminToken: string;
  readonly teamId: string;
  readonly responders: readonly Responder[];
  /** Path of the Grafana integration. */
  readonly hook: string;
}

/** One team of so many, made through the API of a running server. */
export async function makeOrganisation(
  origin: string,
  adminLink: string,
  size: number,
  step: object,
): Promise<Organisation> {
  const admin = await ok(origin, 'POST', '/admin-link', {
    token: adminLink,
    name: 'Admin',
    email: 'admin@example.org',
    password: PASSWORD,
  });
  const adminToken = String(admin['token']);
  const { teamId } = await ok(origin, 'POST', '/teams', { slug: 'mail', name: 'Mail' }, adminToken);
  const responders: Responder[] = [];
  for (let i = 0; i < size; i += 1) {
    const email = `person${i}@example.org`;
    const given = { name: `Person ${i}`, email, password: PASSWORD, role: 'member' };
    const { userId } = await ok(origin, 'POST', '/users', given, adminToken);
    await ok(origin, 'PUT', `/teams/${teamId}/members/${userId}`, { role: 'responder' }, adminToken);
    const { token } = await ok(origin, 'POST', '/sign-in', { email, password: PASSWORD });
    responders.push({ userId, token });
  }
  const targets = responders.map(({ userId }) => ({ kind: 'user', id: userId }));
  await ok(
    origin,
    'POST',
    '/policies',
    { teamId, name: 'Mail', repeat: 0, steps: [{ targets, ...step }] },
    adminToken,
  );
  const { version } = await ok(origin, 'GET', '/organisation', undefined, adminToken);
  await ok(origin, 'PATCH', '/organisation', { version, catchAllTeamId: teamId }, adminToken);
  const given = { teamId, name: 'Grafana', source: 'grafana' };
  const { integrationId } = await ok(origin, 'POST', '/integrations', given, adminToken);
  const setup = await ok(origin, 'POST', `/integrations/${integrationId}/setup`, {}, adminToken);
  return { adminToken, teamId, responders, hook: new URL(setup['url']).pathname };
}
