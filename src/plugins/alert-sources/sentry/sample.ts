/** What an alert rule of Sentry posts, cut to what is read. */
export const SAMPLE = {
  action: 'triggered',
  actor: { id: 'sentry', name: 'Sentry', type: 'application' },
  data: {
    event: {
      event_id: '6f1d2c0b9a8e4d7f8c3b2a1908f7e6d5',
      issue_id: '4815162342',
      title: 'ConnectionError: the mail store does not answer',
      level: 'error',
      culprit: 'deliver in queue.py',
      datetime: '2026-11-26T18:12:09.000000Z',
      url: 'https://sentry.example.org/api/0/projects/example/mail-gateway/events/6f1d2c0b9a8e4d7f8c3b2a1908f7e6d5/',
      web_url: 'https://sentry.example.org/organizations/example/issues/4815162342/',
      tags: [
        ['environment', 'production'],
        ['server_name', 'mx-out-3'],
      ],
    },
    triggered_rule: 'Mail gateway: anything new',
  },
} as const;
