/** A trigger as a client of the Events API v2 posts it, without its key. */
export const SAMPLE = {
  event_action: 'trigger',
  dedup_key: 'db-2/disk',
  payload: {
    summary: 'The disk of db-2 is full in four hours',
    source: 'db-2',
    severity: 'critical',
    component: 'postgres',
  },
} as const;
