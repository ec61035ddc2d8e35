import { createHash } from 'node:crypto';

/** What Grafana sends for one alert. */
export function grafanaAlert(
  name: string,
  given: {
    readonly summary: string;
    readonly description?: string;
    readonly severity?: string;
    readonly service?: string;
    readonly startsAt?: Date;
    readonly status?: 'firing' | 'resolved';
    readonly team?: string;
  },
): object {
  const { status = 'firing', severity = 'critical', service = 'mx-out', team = 'mail' } = given;
  const startsAt = given.startsAt ?? new Date();
  const labels = { alertname: name, severity, service, instance: 'mx-out-3.tyo2' };
  return {
    receiver: 'barry',
    status,
    orgId: 1,
    groupKey: `{}/{team="${team}"}:{alertname="${name}"}`,
    truncatedAlerts: 0,
    version: '1',
    externalURL: 'https://grafana.example.org/',
    groupLabels: { alertname: name },
    commonLabels: labels,
    commonAnnotations: { summary: given.summary },
    alerts: [
      {
        status,
        labels,
        annotations: {
          summary: given.summary,
          description: given.description ?? '',
          runbook_url: 'https://wiki.example.org/runbooks/mx-out',
        },
        startsAt: startsAt.toISOString(),
        endsAt: status === 'resolved' ? new Date().toISOString() : '0001-01-01T00:00:00Z',
        generatorURL: 'https://grafana.example.org/alerting/1/edit',
        fingerprint: createHash('sha256').update(name).digest('hex').slice(0, 16),
      },
    ],
  };
}
