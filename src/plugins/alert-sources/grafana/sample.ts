/** What Grafana posts for one firing alert. */
export const SAMPLE = {
  receiver: 'barry',
  status: 'firing',
  orgId: 1,
  groupKey: '{}/{}:{alertname="Mail queue is growing"}',
  truncatedAlerts: 0,
  version: '1',
  externalURL: 'https://grafana.example.org/',
  groupLabels: { alertname: 'Mail queue is growing' },
  commonLabels: { alertname: 'Mail queue is growing', severity: 'critical' },
  commonAnnotations: {},
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'Mail queue is growing', severity: 'critical', instance: 'mx-out-3' },
      annotations: {
        summary: '48,210 mails are waiting on mx-out-3',
        description: 'Nothing has left for 12 minutes.',
      },
      startsAt: '0001-01-01T00:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'https://grafana.example.org/alerting/grafana/mail-queue/view',
      fingerprint: '5f2c1a90e7d34b18',
    },
  ],
} as const;
