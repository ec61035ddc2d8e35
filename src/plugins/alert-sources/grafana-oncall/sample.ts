/** The body of OnCall's formatted webhook. */
export const SAMPLE = {
  alert_uid: 'db-2/disk',
  title: 'The disk of db-2 is full in four hours',
  state: 'alerting',
  message: 'It grows by 3 GB an hour.',
  link_to_upstream_details: 'https://monitor.example.org/7',
} as const;
