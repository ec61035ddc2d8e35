/** What a client of the Alert API posts to open an alert. */
export const SAMPLE = {
  message: 'The disk of db-2 is full in four hours',
  alias: 'db-2/disk',
  description: 'It grows by 3 GB an hour.',
  priority: 'P1',
  entity: 'postgres',
  tags: ['disk', 'env:production'],
} as const;
