/** An alarm of CloudWatch by raw delivery: no envelope, hence no signature that nobody but AWS could make. */
export const SAMPLE = {
  AlarmName: 'mail-queue-is-growing',
  AlarmDescription: 'severity: critical. 48,210 mails are waiting on mx-out-3.',
  AWSAccountId: '123456789012',
  Region: 'Asia Pacific (Tokyo)',
  AlarmArn: 'arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:mail-queue-is-growing',
  OldStateValue: 'OK',
  NewStateValue: 'ALARM',
  NewStateReason: 'Threshold Crossed: 1 datapoint [48210.0] was greater than the threshold (1000.0).',
  Trigger: {
    MetricName: 'MailsWaiting',
    Namespace: 'Mail',
    Dimensions: [{ name: 'Host', value: 'mx-out-3' }],
  },
} as const;
