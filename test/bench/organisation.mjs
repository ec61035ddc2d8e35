/** So many teams with one responder, one device at the gateway, one policy and one Grafana each. */
export async function makeTeams({ origin, adminToken, count }) {
  const password = 'correct horse battery';
  const call = async (method, path, body, token) => {
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const view = await answer.json();
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(view)}`);
    return view;
  };
  const given = { token: adminToken, name: 'Admin', email: 'admin@example.org', password };
  const { token: admin, user } = await call('POST', '/admin-link', given);
  const teams = [];
  for (let i = 0; i < count; i += 1) {
    const email = `person${i}@example.org`;
    const { teamId } = await call('POST', '/teams', { slug: `team-${i}`, name: `Team ${i}` }, admin);
    const person = { name: `Person ${i}`, email, password, role: 'member' };
    const { userId } = await call('POST', '/users', person, admin);
    await call('PUT', `/teams/${teamId}/members/${userId}`, { role: 'responder' }, admin);
    const { token } = await call('POST', '/sign-in', { email, password });
    const addresses = [{ notifier: 'gateway', target: { device: `device-${i}` } }];
    await call('POST', '/devices', { name: 'Phone', platform: 'android', addresses }, token);
    const step = { targets: [{ kind: 'user', id: userId }], ringSeconds: 300, retries: 0 };
    await call('POST', '/policies', { teamId, name: 'Calls', steps: [step], repeat: 0 }, admin);
    const integration = { teamId, name: 'Grafana', source: 'grafana' };
    const { integrationId } = await call('POST', '/integrations', integration, admin);
    const { url } = await call('POST', `/integrations/${integrationId}/setup`, {}, admin);
    teams.push({ device: `device-${i}`, path: new URL(url).pathname });
  }
  const { version } = await call('GET', '/organisation', undefined, admin);
  const lists = { version, lastResortUserIds: [user.userId] };
  await call('PATCH', '/organisation', lists, admin);
  return teams;
}

/** What Grafana sends for one alert with a key of its own. */
export function grafanaBody(key, { group, status = 'firing' }) {
  const labels = {
    alertname: `Queue ${key}`,
    severity: 'critical',
    service: 'mx-out',
    instance: `mx-${key}:9100`,
  };
  const annotations = { summary: `The queue of mx-${key} grows`, description: 'Look at the queue.' };
  const fingerprint = Buffer.from(key.padStart(8, '0')).toString('hex').slice(-16);
  const alert = {
    status,
    labels,
    annotations,
    startsAt: '2026-11-22T18:11:00Z',
    endsAt: status === 'resolved' ? new Date().toISOString() : '0001-01-01T00:00:00Z',
    generatorURL: 'https://grafana.example.org/alerting/1/edit',
    fingerprint,
  };
  return JSON.stringify({
    receiver: 'barry',
    status,
    orgId: 1,
    groupKey: `{}/{team="bench"}:{group="${group}"}`,
    truncatedAlerts: 0,
    version: '1',
    externalURL: 'https://grafana.example.org/',
    groupLabels: { group },
    commonLabels: labels,
    commonAnnotations: annotations,
    alerts: [alert],
  });
}
