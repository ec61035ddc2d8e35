/** What Alertmanager posts for one firing alert. */
export const SAMPLE = {
  version: '4',
  groupKey: '{}:{alertname="DiskWillFill"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'barry',
  groupLabels: { alertname: 'DiskWillFill' },
  commonLabels: { alertname: 'DiskWillFill', severity: 'critical' },
  commonAnnotations: { summary: 'The disk of db-2 is full in four hours' },
  externalURL: 'http://alertmanager.example.org:9093',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'DiskWillFill', severity: 'critical', instance: 'db-2' },
      annotations: { summary: 'The disk of db-2 is full in four hours' },
      startsAt: '0001-01-01T00:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus.example.org:9090/graph',
      fingerprint: '9c1d52aa0e6b7f43',
    },
  ],
} as const;
