/** What the published command of a service posts for a problem. */
export const SAMPLE = {
  source: 'nagios',
  notification_type: 'PROBLEM',
  host: 'db-2',
  service: 'Disk /var',
  state: 'CRITICAL',
  state_type: 'HARD',
  last_state: 'OK',
  output: 'DISK CRITICAL - /var 97 % used (1.2 GB left)',
} as const;
