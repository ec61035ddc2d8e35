/** What Datadog makes of the published payload for one monitor. */
export const SAMPLE = {
  cycle_key: '5817204593016428',
  monitor_id: '48213',
  alert_transition: 'Triggered',
  priority: 'P1',
  title: '[P1] [Triggered on {host:mx-out-3}] Mail queue is growing',
  body: '48,210 mails are waiting on mx-out-3.',
  scopes: 'host:mx-out-3',
  tags: 'service:mail,env:production',
} as const;
