const RING_ON = { ringSeconds: 300, retries: 0, repeat: 0 };

/** So many teams with one responder (or `people`), one device each at the gateway, one policy and one Grafana. */
export async function makeTeams({ origin, adminToken, count, people = 1, ladder = RING_ON }) {
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
    const { teamId } = await call('POST', '/teams', { slug: `team-${i}`, name: `Team ${i}` }, admin);
    const members = [];
    for (let nth = 0; nth < people; nth += 1) {
      const device = nth === 0 ? `device-${i}` : `device-${i}-${nth}`;
      const email = `${device}@example.org`;
      const person = { name: `Person ${i} ${nth}`, email, password, role: 'member' };
      const { userId } = await call('POST', '/users', person, admin);
      await call('PUT', `/teams/${teamId}/members/${userId}`, { role: 'responder' }, admin);
      const { token } = await call('POST', '/sign-in', { email, password });
      const addresses = [{ notifier: 'gateway', target: { device } }];
      await call('POST', '/devices', { name: 'Phone', platform: 'android', addresses }, token);
      members.push({ userId, device, token });
    }
    const { ringSeconds, retries, repeat, pauseSeconds = 15 } = ladder;
    const targets = members.map(({ userId: id }) => ({ kind: 'user', id }));
    const step = { targets, simultaneous: people, ringSeconds, retries, pauseSeconds };
    await call('POST', '/policies', { teamId, name: 'Calls', steps: [step], repeat }, admin);
    const integration = { teamId, name: 'Grafana', source: 'grafana' };
    const { integrationId } = await call('POST', '/integrations', integration, admin);
    const { url } = await call('POST', `/integrations/${integrationId}/setup`, {}, admin);
    teams.push({ teamId, device: `device-${i}`, path: new URL(url).pathname, members });
  }
  const { version } = await call('GET', '/organisation', undefined, admin);
  const lists = { version, lastResortUserIds: [user.userId] };
  await call('PATCH', '/organisation', lists, admin);
  return teams;
}

/** What Grafana sends for one alert with a key of its own. */
export function grafanaBody(key, { group, status = 'firing', severity = 'critical' }) {
  const labels = {
    alertname: `Queue ${key}`,
    severity,
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
