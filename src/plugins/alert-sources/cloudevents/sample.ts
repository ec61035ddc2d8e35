/** One event in the structured mode. */
export const SAMPLE = {
  specversion: '1.0',
  id: 'b7c4f1d0-1',
  source: '/monitoring/tokyo',
  type: 'com.example.disk.alert.firing',
  subject: 'db-2',
  data: { title: 'The disk of db-2 is full', severity: 'critical', dedup_key: 'db-2/disk' },
} as const;
